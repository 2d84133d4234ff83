import type { JsonObject } from '#nodes/json.ts'
import type { PreviewRecord, ToWorker } from './protocol.ts'

export interface RecordNumbers {
  /** What one worker knows; a new worker knows nothing. */
  forWorker: () => {
    /** The records' numbers, and the message that has to be sent before them, if any. */
    use: (records: readonly PreviewRecord[]) => {
      ids: number[]
      change: Extract<ToWorker, { type: 'records' }> | null
    }
  }
}

/**
 * Gives each record a number for as long as it lives, so that two hundred samples need not be
 * copied to the worker at every key. A changed record is another object, hence another number.
 */
export function recordNumbers(): RecordNumbers {
  const numbers = new WeakMap<JsonObject, number>()
  let last = 0

  function numberOf(record: JsonObject): number {
    const known = numbers.get(record)
    if (known !== undefined) return known
    last += 1
    numbers.set(record, last)
    return last
  }

  return {
    forWorker: () => {
      const sent = new Set<number>()
      return {
        use: (records) => {
          const ids = records.map(({ record }) => numberOf(record))
          const wanted = new Set(ids)
          const drop = sent.size > MOST_KEPT ? [...sent].filter((id) => !wanted.has(id)) : []
          for (const id of drop) sent.delete(id)
          const add: { id: number; record: JsonObject }[] = []
          for (const [at, { record }] of records.entries()) {
            const id = ids[at] ?? 0
            if (sent.has(id)) continue
            sent.add(id)
            add.push({ id, record })
          }
          const change = add.length > 0 || drop.length > 0
          return { ids, change: change ? { type: 'records', add, drop } : null }
        },
      }
    },
  }
}

/** Records that a worker keeps although the newest request does not name them. */
const MOST_KEPT = 1_000
