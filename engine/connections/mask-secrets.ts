import type { JsonObject } from '#nodes/json.ts'
import { MASKED, maskPatterns } from '../run/mask-patterns.ts'

/** Shorter values are no secrets, and would blank out half of a text. */
const SHORTEST = 6

/**
 * Makes a function that blanks the values of a secret wherever they stand in a text, as they are or
 * as JSON, an address or a header writes them. The connectors mask what they know to be secret; this
 * is for what the other side repeats, such as a page of an error that quotes the request.
 */
export function maskerOf(secret: JsonObject): (text: string) => string {
  const values = Object.values(secret).flatMap((value) =>
    typeof value === 'string' ? [value, ...value.split(/\s+/)] : [],
  )
  const forms = new Set(
    values
      .filter((value) => value.length >= SHORTEST)
      .flatMap((value) => [
        value,
        JSON.stringify(value).slice(1, -1),
        encodeURIComponent(value),
        Buffer.from(value).toString('base64'),
      ]),
  )
  // The longest first: one secret may be a part of another.
  const ordered = [...forms].toSorted((a, b) => b.length - a.length)
  return (text) =>
    maskPatterns(ordered.reduce((masked, form) => masked.replaceAll(form, MASKED), text))
}
