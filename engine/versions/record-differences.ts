import { isJsonObject, type Json, type JsonObject } from '#nodes/json.ts'

/** One value that differs between two records. */
interface ValueDifference {
  /** Its path; the entries of a list are told together, as `items[].rate`. */
  field: string
  /** Undefined = not there at all. */
  before: Json | undefined
  after: Json | undefined
}

/** Where two records differ, down to single values; a place in a list is told of once. */
export function recordDifferences(before: Json, after: Json): ValueDifference[] {
  const found = new Map<string, ValueDifference>()
  for (const one of differences(before, after, '')) {
    if (!found.has(one.field)) found.set(one.field, one)
  }
  return [...found.values()]
}

function differences(
  before: Json | undefined,
  after: Json | undefined,
  path: string,
): ValueDifference[] {
  // Steps copy a record shallowly: most of it is the very same object on both sides.
  if (before === after) return []
  const [was, is] = [fieldsOf(before, after), fieldsOf(after, before)]
  if (was && is) {
    return Object.keys({ ...was, ...is }).flatMap((key) =>
      differences(was[key], is[key], path === '' ? key : `${path}.${key}`),
    )
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    const both = Math.min(before.length, after.length)
    const inside = Array.from({ length: both }, (_, index) =>
      differences(before[index], after[index], `${path}[]`),
    ).flat()
    const length = { field: `${path}[]`, before: entries(before), after: entries(after) }
    return before.length === after.length ? inside : [length, ...inside]
  }
  return [{ field: path, before, after }]
}

/** Of an object its fields; where only the other side has the object, none of them. */
function fieldsOf(value: Json | undefined, other: Json | undefined): JsonObject | null {
  if (isJsonObject(value)) return value
  const isNew = value === undefined && isJsonObject(other) && Object.keys(other).length > 0
  return isNew ? {} : null
}

function entries(list: readonly Json[]): string {
  return list.length === 1 ? '1 entry' : `${list.length} entries`
}
