import type { ParsedFields } from './parse-body.ts'
import type { FieldValues } from './store.ts'

/**
 * Merges sent lines into a sublist as NetSuite does
 * (https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/section_1545295601.html): in a keyed
 * sublist a line whose key matches is updated and any other added; without key every sent line is
 * added. With `replace`, lines that were not sent disappear.
 */
export function mergeLines(options: {
  key: string | null
  existing: FieldValues[]
  sent: ParsedFields[]
  replace: boolean
}): FieldValues[] {
  const { key, existing, sent, replace } = options
  const keyOf = (line: ParsedFields) => (key === null ? undefined : (line[key] ?? undefined))
  const sentByKey = new Map<unknown, ParsedFields>()
  const added: FieldValues[] = []
  const known = new Set(existing.map(keyOf))
  for (const line of sent) {
    const value = keyOf(line)
    if (value !== undefined && known.has(value)) sentByKey.set(value, line)
    else added.push(mergeFields({}, line))
  }
  const kept = existing.flatMap((line) => {
    const value = keyOf(line)
    const change = value === undefined ? undefined : sentByKey.get(value)
    if (change) return [mergeFields(line, change)]
    return replace ? [] : [line]
  })
  return [...kept, ...added]
}

/** Lays sent fields over stored ones; null removes a field, in subrecords too. */
export function mergeFields(stored: FieldValues, sent: ParsedFields): FieldValues {
  const merged = { ...stored }
  for (const [name, value] of Object.entries(sent)) {
    if (value === null) delete merged[name]
    else if (typeof value === 'object') {
      const before = merged[name]
      merged[name] = mergeFields(typeof before === 'object' ? before : {}, value)
    } else merged[name] = value
  }
  return merged
}
