import { rowPlace } from '#engine/mapping/row-place.ts'
import { placedRows, type MappingRow } from '#engine/mapping/rows.ts'
import type { RecordField } from '#nodes/connection.ts'
import { isJsonObject, type Json } from '#nodes/json.ts'
import { pathKey } from './held-text.ts'

/** One line of the Fields view. */
export interface TargetLine {
  /** Of its expression. */
  path: readonly string[]
  /** What is moved, renamed and removed: around `path` where both are shown as one line. */
  owner: readonly string[]
  /** The owner's name. */
  key: string
  /** What follows the name in the same line, such as `.id` of a reference. */
  inner: string
  depth: number
  /** Null while the field is only asked for: nothing in the mapping stands for it yet. */
  row: MappingRow | null
  /** What a first expression is put into. */
  wrap: 'id' | 'items' | null
  /** What the target says of the field. */
  field: RecordField | undefined
  /** A later line gives the same field: this one counts only where that gives nothing. */
  isOverruled: boolean
  lines: TargetLine[]
}

interface Target {
  fields: readonly RecordField[]
  /** Where in the mapped object the record begins, dotted; blank for its top. */
  under: string
  system?: 'stripe' | 'netsuite'
}

interface Asked {
  target: Target
  /** What the mapping gives for the sample: a required field that has a value there is not missing. */
  result: Json | undefined
  /** Lines that a person has added and not filled yet, by the place they lie in. */
  added: ReadonlyMap<string, readonly string[]>
}

/** The rows of a mapping with what the target says of them, and a line for each field still missing. */
export function targetLines(rows: readonly MappingRow[], asked: Asked): TargetLine[] {
  const placed = placedRows(rows)
  return linesIn(rows, { ...asked, path: [], depth: 0, placed, isPart: false })
}

type Place = Asked & {
  path: readonly string[]
  depth: number
  /** The rows of the object that all parts are merged to. */
  placed: readonly MappingRow[]
  /** These are the rows of one of its parts. */
  isPart: boolean
}

function linesIn(rows: readonly MappingRow[], place: Place): TargetLine[] {
  const { depth, path, target, added, result, placed } = place
  const present = rows.map((owner): TargetLine => {
    const row = only(owner)
    const inner = row.kind === 'lines' ? [...row.path, '[]'] : row.path
    const isGroup = row.kind === 'group'
    const hasRows = isGroup || row.kind === 'object' || row.kind === 'lines'
    const within = isGroup ? placed : placedRows(row.rows)
    return {
      ...{ path: row.path, owner: owner.path, key: owner.key, depth, row, wrap: null },
      inner: row === owner ? '' : `.${row.key}`,
      field: fieldAt(target, owner.path),
      lines: hasRows
        ? linesIn(row.rows, {
            ...{ ...place, path: inner, depth: depth + 1 },
            ...{ placed: within, isPart: isGroup },
          })
        : [],
      isOverruled: !isGroup && row.path.length > 0 && !placed.includes(owner),
    }
  })
  const taken = new Set(placed.map((row) => row.key))
  // What is missing stands below the object itself, not in each part that is merged into it.
  const missing = (place.isPart ? [] : fieldsIn(target, path))
    .filter((field) => field.required && !field.readOnly && !taken.has(field.id))
    .filter((field) => !hasValue(result, [...path, field.id]))
    .map((field) => field.id)
  const wanted = [...missing, ...(added.get(pathKey(path)) ?? [])].filter((key) => !taken.has(key))
  const empty = [...new Set(wanted)].map((key): TargetLine => {
    const at = [...path, key]
    const field = fieldAt(target, at)
    const wrap = target.system === 'netsuite' ? WRAPS[field?.type ?? ''] : undefined
    return {
      ...{ path: at, owner: at, key, inner: '', depth, row: null, field, lines: [] },
      ...{ wrap: wrap ?? null, isOverruled: false },
    }
  })
  return [...present, ...empty]
}

/**
 * NetSuite writes a reference as `{ "id": … }` and lines as `{ "items": […] }`: such an object is one
 * line with what is inside it.
 */
function only(row: MappingRow): MappingRow {
  const [inner] = row.rows
  if (row.kind !== 'object' || row.rows.length !== 1 || !inner) return row
  const isId = inner.key === 'id' && inner.kind === 'value'
  return isId || (inner.key === 'items' && inner.kind !== 'object') ? inner : row
}

const WRAPS: { [type: string]: 'id' | 'items' | undefined } = { reference: 'id', lines: 'items' }

/** What the target says of a place in the result; undefined for what it does not know. */
export function fieldAt(target: Target, path: readonly string[]): RecordField | undefined {
  const parts = below(target.under, path)
  const found = parts === null ? undefined : around(target, parts)
  return found?.id === parts?.at(-1) ? found : undefined
}

/** The innermost known field that a place lies in. */
function around(target: Target, parts: readonly string[]): RecordField | undefined {
  let fields: readonly RecordField[] = target.fields
  let found: RecordField | undefined
  for (const part of parts) {
    if (part === '[]') continue
    const next: RecordField | undefined = fields.find((field) => field.id === part)
    // NetSuite writes the lines of a list below a name of its own: item.items.
    if (!next && part === 'items' && found?.type === 'lines') continue
    if (!next) return undefined
    found = next
    fields = next.fields ?? []
  }
  return found
}

/** The fields that the target knows inside a place of the result. */
export function fieldsIn(target: Target, path: readonly string[]): readonly RecordField[] {
  const parts = below(target.under, path)
  if (parts === null) return []
  if (parts.every((part) => part === '[]')) return target.fields
  const field = around(target, parts)
  if (!field) return []
  // Fields of lines lie in a line, not in the list itself.
  if (field.type === 'lines' && !path.includes('[]')) return []
  return field.fields ?? []
}

/** The path from where the record begins; null outside of it. */
function below(under: string, path: readonly string[]): readonly string[] | null {
  const before = under === '' ? [] : under.split('.')
  const place = rowPlace(path)
  return before.every((part, at) => place[at] === part) ? place.slice(before.length) : null
}

/** Names of the fields that stand at a place of the result, in whatever part of it they are written. */
export function keysAt(lines: readonly TargetLine[], path: readonly string[]): Set<string> {
  const place = pathKey(rowPlace(path))
  const within = (list: readonly TargetLine[]): string[] =>
    list.flatMap((line) => {
      const around = pathKey(rowPlace(line.owner.slice(0, -1)))
      return [...(around === place ? [line.key] : []), ...within(line.lines)]
    })
  return new Set(within(lines))
}

function hasValue(result: Json | undefined, path: readonly string[]): boolean {
  const value = rowPlace(path).reduce<Json | undefined>((found, part) => {
    if (part === '[]') return Array.isArray(found) ? found[0] : found
    return isJsonObject(found) && Object.hasOwn(found, part) ? found[part] : undefined
  }, result)
  return value !== undefined && value !== null && value !== ''
}
