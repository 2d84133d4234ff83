import stringify from 'safe-stable-stringify'
import { isJsonObject, type Json, type JsonObject } from '#nodes/json.ts'
import type { FieldChange } from '#nodes/runner.ts'

/**
 * What writing `wanted` over `present` would change, field by field; objects are compared inside,
 * lists as a whole. Fields that `wanted` does not name stay as they are and are not listed.
 */
export function fieldChanges(present: JsonObject, wanted: JsonObject, path = ''): FieldChange[] {
  return Object.entries(wanted).flatMap(([key, to]): FieldChange[] => {
    const field = path + key
    const from: Json = present[key] ?? null
    if (isJsonObject(from) && isJsonObject(to)) return fieldChanges(from, to, `${field}.`)
    return same(from, to) ? [] : [{ field, from, to }]
  })
}

/** Equal values; a number equals its text, because NetSuite's queries give every value as text. */
function same(from: Json, to: Json): boolean {
  if (typeof from === 'object' || typeof to === 'object') return stringify(from) === stringify(to)
  return String(from) === String(to)
}
