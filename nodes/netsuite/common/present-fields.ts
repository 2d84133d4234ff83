import type { Json, JsonObject } from '../../json.ts'
import { isJsonObject } from '../../json.ts'

/**
 * What stands in a NetSuite record for each field of a payload, in the payload's own shape, so that
 * the two can be compared: references reduced to their id, links dropped, lines in their order, null
 * where NetSuite has nothing. Field names are compared without regard to case, as NetSuite does.
 */
export function presentFields(payload: JsonObject, record: JsonObject): JsonObject {
  const there = new Map(Object.entries(record).map(([name, value]) => [name.toLowerCase(), value]))
  return Object.fromEntries(
    Object.entries(payload).map(([name, wanted]) => [
      name,
      alike(wanted, there.get(name.toLowerCase())),
    ]),
  )
}

function alike(wanted: Json, there: Json | undefined): Json {
  if (there === undefined || there === null) return null
  if (isJsonObject(wanted)) {
    if (Array.isArray(wanted.items) && isJsonObject(there))
      return { items: linesAlike(wanted.items, there.items) }
    if (isJsonObject(there)) return presentFields(wanted, there)
    return 'id' in wanted ? { id: String(there) } : there
  }
  if (Array.isArray(wanted)) return linesAlike(wanted, there)
  if (!isJsonObject(there)) return there
  return there.id ?? null
}

function linesAlike(wanted: readonly Json[], there: Json | undefined): Json {
  if (!Array.isArray(there)) return []
  // Lines beyond ours are shown with the fields of our last one.
  return there.map((line, at) => alike(wanted[at] ?? wanted.at(-1) ?? {}, line))
}

/** True when a record has all of a payload's values: NetSuite may answer numbers where texts were sent. */
export function sameFields(payload: JsonObject, present: JsonObject): boolean {
  return Object.entries(payload).every(([name, wanted]) => same(wanted, present[name] ?? null))
}

/** The fields of a payload whose value in the record is another one. */
export function changedFields(payload: JsonObject, present: JsonObject): JsonObject {
  const changed = Object.entries(payload).filter(
    ([name, wanted]) => !same(wanted, present[name] ?? null),
  )
  return Object.fromEntries(changed)
}

function same(wanted: Json, there: Json): boolean {
  if (wanted === null || there === null || typeof wanted !== 'object' || typeof there !== 'object')
    return plain(wanted) === plain(there)
  if (Array.isArray(wanted) || Array.isArray(there))
    return (
      Array.isArray(wanted) &&
      Array.isArray(there) &&
      wanted.length === there.length &&
      wanted.every((one, at) => same(one, there[at] ?? null))
    )
  return sameFields(wanted, there)
}

/** A blank is nothing, and one moment is the same moment in whatever zone it is told. */
function plain(value: Json): string | null {
  if (value === null || value === '') return null
  const text = String(value)
  return MOMENT.test(text) ? new Date(text).toISOString() : text
}

const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[-+]\d{2}:\d{2})$/
