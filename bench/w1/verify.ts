import stringify from 'safe-stable-stringify'
import { z } from 'zod'
import { invoice } from './data.ts'
import { keep, map } from './mapping.ts'

/** What the sink received, compared record by record with the mapping by hand. */
export interface Verified {
  distinct: number
  duplicates: number
  /** Bodies that are no expected record, or differ from it in a field. */
  mismatches: number
  bytes: number
}

const received = z.looseObject({ externalId: z.string() })

/** Compares the bodies of a run over the first `count` invoices; the order of fields is free. */
export function verify(bodies: readonly Buffer[], count: number): Verified {
  const wanted = new Map<string, string | undefined>()
  for (let index = 0; index < count; index += 1) {
    const record = invoice(index)
    // Through JSON once, because it drops fields without a value.
    if (keep(record)) wanted.set(`stripe:${record.id}`, stringify(map(record)))
  }
  const seen = new Set<string>()
  let duplicates = 0
  let mismatches = 0
  for (const body of bodies) {
    const parsed = received.safeParse(parse(body))
    const key = parsed.success ? parsed.data.externalId : ''
    const expected = wanted.get(key)
    if (!parsed.success || expected === undefined || stringify(parsed.data) !== expected) {
      mismatches += 1
    }
    if (seen.has(key)) duplicates += 1
    if (expected !== undefined) seen.add(key)
  }
  const bytes = bodies.reduce((sum, body) => sum + body.length, 0)
  return { distinct: seen.size, duplicates, mismatches, bytes }
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString())
  } catch {
    return undefined
  }
}
