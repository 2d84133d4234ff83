import { isEmpty, isJsonObject, type Json, type JsonObject } from '../../json.ts'

/**
 * What stands in a Stripe object for each field of a payload, in the payload's own shape, so that the
 * two can be compared: expanded objects reduced to their id, null where there is nothing.
 */
export function presentFields(payload: JsonObject, object: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(payload).map(([name, wanted]) => [name, alike(wanted, object[name])]),
  )
}

/** Whether Stripe holds a wanted value already; a blank equals nothing, a number its text. */
export function sameValue(wanted: Json, there: Json): boolean {
  if (isEmpty(wanted)) return isEmpty(there)
  if (Array.isArray(wanted))
    return (
      Array.isArray(there) &&
      there.length === wanted.length &&
      wanted.every((one, at) => sameValue(one, there[at] ?? null))
    )
  if (isJsonObject(wanted))
    return (
      isJsonObject(there) &&
      Object.entries(wanted).every(([name, one]) => sameValue(one, there[name] ?? null))
    )
  return !isJsonObject(there) && !Array.isArray(there) && String(wanted) === String(there)
}

function alike(wanted: Json, there: Json | undefined): Json {
  if (there === undefined || there === null) return null
  if (isJsonObject(wanted) && isJsonObject(there)) return presentFields(wanted, there)
  if (Array.isArray(wanted) && Array.isArray(there))
    return there.map((one, at) => alike(wanted[at] ?? wanted.at(-1) ?? null, one))
  if (!isJsonObject(wanted) && isJsonObject(there) && typeof there.id === 'string') return there.id
  return there
}
