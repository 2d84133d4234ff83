/** Any JSON value. Records, configs and cursors are made of it. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

export type JsonObject = { [key: string]: Json }

/** True for a JSON object, false for arrays, null and scalars. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** True for a value that counts as "not set" in a form. */
export function isBlank(value: Json | undefined): boolean {
  return value === undefined || value === null || value === ''
}

/** True for what says nothing: a blank value, an empty list, an object that holds nothing else. */
export function isEmpty(value: Json | undefined): boolean {
  if (Array.isArray(value)) return value.length === 0
  return isBlank(value) || (isJsonObject(value) && Object.values(value).every(isEmpty))
}
