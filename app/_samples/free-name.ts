import type { JsonObject } from '#nodes/json.ts'

/** What people call a record: its number, name or id. */
export function recordName(record: JsonObject): string {
  for (const key of ['number', 'tranid', 'tranId', 'name', 'companyName', 'email', 'id']) {
    const value = record[key]
    if (typeof value === 'string' && value !== '') return value.slice(0, LONGEST)
    if (typeof value === 'number') return String(value)
  }
  return 'Record'
}

/** The name, or the name with a number behind it where others have it. */
export function freeName(name: string, taken: readonly string[]): string {
  const others = new Set(taken)
  for (let number = 1; ; number += 1) {
    const tried = number === 1 ? name : `${name} (${number})`
    if (!others.has(tried)) return tried
  }
}

const LONGEST = 120
