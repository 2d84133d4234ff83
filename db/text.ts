/**
 * Makes text that Postgres can store: NUL cannot be in a text column, and a lone surrogate is not
 * valid UTF-8. Both become U+FFFD, so that the loss is visible.
 */
export function storable(text: string): string {
  return text.includes('\0') || !text.isWellFormed()
    ? text.replaceAll('\0', '\uFFFD').toWellFormed()
    : text
}

// JSON.stringify writes NUL and lone surrogates, and nothing else, as these escapes.
const TRAPS = /\\u(?:0000|d[89a-f][0-9a-f]{2})/i

/**
 * The same for serialised JSON: gives the text with NUL and lone surrogates replaced in every key
 * and string. Costs one scan where there is nothing to do.
 */
export function storableJson(text: string): string {
  if (!TRAPS.test(text)) return text
  return JSON.stringify(JSON.parse(text, (_key, value: unknown) => cleanValue(value)))
}

function cleanValue(value: unknown): unknown {
  if (typeof value === 'string') return storable(value)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [storable(key), one]))
}
