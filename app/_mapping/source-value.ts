import type { Json } from '#nodes/json.ts'

/**
 * What a record has at a path such as `lines.data.price.id`; of a list, what its first entry has.
 * Names in backticks may hold anything. Undefined where there is nothing.
 */
export function sourceValue(record: Json, path: string): Json | undefined {
  return partsOf(path).reduce<Json | undefined>((value, part) => {
    const one = Array.isArray(value) ? value[0] : value
    if (typeof one !== 'object' || one === null || Array.isArray(one)) return undefined
    return Object.hasOwn(one, part) ? one[part] : undefined
  }, record)
}

/** A value in one line: texts as they are, a reference by its id, other lists and objects by their size. */
export function shortValue(value: Json | undefined): string {
  if (value === undefined) return ''
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return `[${value.length}]`
  if (value !== null && typeof value === 'object') {
    const [only, ...others] = Object.entries(value)
    return only?.[0] === 'id' && others.length === 0 && !isNested(only[1])
      ? `id ${String(only[1])}`
      : `{${Object.keys(value).length}}`
  }
  return String(value)
}

function isNested(value: Json): boolean {
  return typeof value === 'object' && value !== null
}

function partsOf(path: string): string[] {
  return [...path.matchAll(/`([^`]*)`|([^.`]+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')
}
