import type { SourceField } from '#engine/mapping/source-fields.ts'

interface Wanted {
  /** Words that the path or the value of a field has; blank for all. */
  search: string
  /** Only these paths, with those around them; null for all. */
  only: ReadonlySet<string> | null
  /** The value of a field, as it is shown. */
  valueOf: (path: string) => string
}

/** The fields that are wanted, with the fields that they lie in. */
export function filterFields(
  fields: readonly SourceField[],
  { search, only, valueOf }: Wanted,
): SourceField[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const fits = (field: SourceField) => {
    if (only && !only.has(field.path)) return false
    if (words.length === 0) return true
    const text = `${field.path} ${valueOf(field.path)}`.toLowerCase()
    return words.every((word) => text.includes(word))
  }
  const keep = (field: SourceField): SourceField[] => {
    const inner = field.fields.flatMap(keep)
    return inner.length > 0 || fits(field) ? [{ ...field, fields: inner }] : []
  }
  return fields.flatMap(keep)
}

/** Fields without fields of their own that no target takes, by themselves or with what is around them. */
export function unmappedFields(
  fields: readonly SourceField[],
  sources: ReadonlySet<string>,
): string[] {
  return fields.flatMap((field) => {
    if (sources.has(field.path)) return []
    return field.fields.length === 0 ? [field.path] : unmappedFields(field.fields, sources)
  })
}

/** Every field by its path. */
export function byPath(fields: readonly SourceField[]): Map<string, SourceField> {
  const all = new Map<string, SourceField>()
  const walk = (list: readonly SourceField[]) => {
    for (const field of list) {
      all.set(field.path, field)
      walk(field.fields)
    }
  }
  walk(fields)
  return all
}
