import { isJsonObject, type Json } from '../../json.ts'

/**
 * Where a required path has no value: `item.items[].item.id` gives `item.items[2].item.id` for the
 * third line. Empty are a missing field, null, '' and an empty list; a list walked with `[]` may be
 * empty, because then there is nothing that could lack the field.
 */
export function emptyPaths(value: Json, path: string): string[] {
  const parts = path.split('.').filter((part) => part !== '')
  return walk(value, parts, '')
}

function walk(value: Json | undefined, parts: readonly string[], at: string): string[] {
  const [part, ...rest] = parts
  if (part === undefined) return isEmpty(value) ? [at] : []
  const isList = part.endsWith('[]')
  const name = isList ? part.slice(0, -2) : part
  const here = at === '' ? name : `${at}.${name}`
  const inner = isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined
  if (!isList) {
    // Names the whole path, not only the part where it breaks off.
    if (isEmpty(inner) && rest.length > 0) return [[here, ...rest].join('.')]
    return walk(inner, rest, here)
  }
  if (!Array.isArray(inner)) return [here]
  return inner.flatMap((element, index) => walk(element, rest, `${here}[${index}]`))
}

function isEmpty(value: Json | undefined): boolean {
  return (
    value === undefined ||
    value === null ||
    value === '' ||
    (Array.isArray(value) && value.length === 0)
  )
}
