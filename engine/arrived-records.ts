import type { JsonObject } from '#nodes/json.ts'
import type { Engine } from './engine.ts'
import { listRecords } from './records.ts'
import { traceRecord } from './trace.ts'

/** A record as it arrived at a node. */
export interface ArrivedRecord {
  key: string
  /** What people call it, such as the invoice number. */
  name: string | null
  record: JsonObject
}

/**
 * What arrived at a node in a run, by the order it was read, at most `limit` records of the first
 * hundred; at a source, what it read. Throws NotFoundError for a run that does not exist.
 */
export async function arrivedRecords(
  engine: Engine,
  at: { runId: number; nodeId: string; limit: number },
): Promise<ArrivedRecord[]> {
  const { runId, nodeId, limit } = at
  const { records } = await listRecords(engine, { runId, limit: LOOKED_AT })
  const arrived: ArrivedRecord[] = []
  for (let from = 0; from < records.length && arrived.length < limit; from += limit) {
    const some = records.slice(from, from + limit)
    const traces = await Promise.all(
      some.map(({ page, position }) => traceRecord(engine, { runId, page, position })),
    )
    for (const { record, steps } of traces) {
      const step = steps.find((one) => one.nodeId === nodeId)
      if (step) arrived.push({ key: record.key, name: record.name, record: step.input })
    }
  }
  return arrived.slice(0, limit)
}

const LOOKED_AT = 100
