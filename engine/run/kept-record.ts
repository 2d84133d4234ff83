import { z } from 'zod'
import type { JsonObject } from '#nodes/json.ts'
import { compressJson, decompressJson } from './bundle.ts'
import type { RecordResult } from './page.ts'

/** A record as an error keeps it, and the node at which a retry goes on with it. */
export interface KeptRecord {
  nodeId: string
  record: JsonObject
}

/** Packs what a retry of a failed record goes on with: the record, and the node where that is another. */
export function packKept({ item, failedInput, restart }: RecordResult): Promise<Buffer> {
  if (!restart) return compressJson(failedInput ?? item.record)
  return compressJson({ $at: restart.nodeId, $record: restart.record })
}

/** Opens what an error keeps; `failedAt` is the node where it failed. */
export async function unpackKept(body: Buffer, failedAt: string): Promise<KeptRecord> {
  const stored = await decompressJson(body)
  const elsewhere = ELSEWHERE.safeParse(stored)
  if (elsewhere.success) return { nodeId: elsewhere.data.$at, record: elsewhere.data.$record }
  return { nodeId: failedAt, record: RECORD.parse(stored) }
}

const RECORD: z.ZodType<JsonObject> = z.record(z.string(), z.json())

const ELSEWHERE = z.strictObject({ $at: z.string(), $record: RECORD })
