import stringify from 'safe-stable-stringify'
import type { Field, Fields } from '#nodes/fields.ts'
import { isJsonObject, type Json, type JsonObject } from '#nodes/json.ts'
import { mappingChanges } from '../mapping/changes.ts'
import type { DifferenceKind, FieldDifference } from './difference.ts'

/**
 * What differs between two configs of a node, in the order of its form: expressions by what they
 * mean, lists of rows row by row, choices by what they are called.
 */
export function compareConfig(
  fields: Fields,
  before: JsonObject,
  after: JsonObject,
): FieldDifference[] {
  const known = Object.keys(fields)
  const others = Object.keys({ ...before, ...after }).filter((key) => !known.includes(key))
  return [...known, ...others].flatMap((key) => {
    const place = { path: key, label: fields[key]?.label ?? key }
    return compareField(fields[key], place, before[key], after[key])
  })
}

interface Place {
  path: string
  label: string
}

function compareField(
  field: Field | undefined,
  place: Place,
  before: Json | undefined,
  after: Json | undefined,
): FieldDifference[] {
  if (same(before, after)) return []
  if (field?.widget === 'rows' && Array.isArray(before) && Array.isArray(after)) {
    return compareRows(field, place, before, after)
  }
  const was = shown(field, before)
  const is = shown(field, after)
  if (was === is) return []
  const isExpression = field?.widget === 'mapping' || field?.widget === 'expression'
  const found = isExpression && was !== null && is !== null ? mappingChanges(was, is) : null
  return [
    {
      field: place.path,
      label: place.label,
      kind: kindOf(was, is),
      before: was,
      after: is,
      layoutOnly: found?.length === 0,
      targets: field?.widget === 'mapping' ? (found ?? []) : [],
    },
  ]
}

type RowsField = Extract<Field, { widget: 'rows' }>

/** Rows that stand alike at the beginning and the end are the same ones; those between are paired. */
function compareRows(
  field: RowsField,
  place: Place,
  before: readonly Json[],
  after: readonly Json[],
): FieldDifference[] {
  const shorter = Math.min(before.length, after.length)
  let head = 0
  while (head < shorter && same(before[head], after[head])) head += 1
  let tail = 0
  while (tail < shorter - head && same(before.at(-1 - tail), after.at(-1 - tail))) tail += 1
  const was = before.slice(head, before.length - tail)
  const is = after.slice(head, after.length - tail)
  return Array.from({ length: Math.max(was.length, is.length) }, (_, index) => {
    const row = { path: `${place.path}[${head + index}]`, label: rowLabel(field, head + index) }
    return compareRow(field, row, was[index], is[index])
  }).flat()
}

function compareRow(
  field: RowsField,
  row: Place,
  before: Json | undefined,
  after: Json | undefined,
): FieldDifference[] {
  if (isJsonObject(before) && isJsonObject(after)) {
    return Object.entries(field.columns).flatMap(([key, column]) => {
      const place = { path: `${row.path}.${key}`, label: `${row.label}, ${column.label}` }
      return compareField(column, place, before[key], after[key])
    })
  }
  const was = rowText(field, before)
  const is = rowText(field, after)
  const values = { kind: kindOf(was, is), before: was, after: is, layoutOnly: false, targets: [] }
  return [{ field: row.path, label: row.label, ...values }]
}

function rowLabel(field: RowsField, index: number): string {
  return `${field.rowLabel} ${index + 1}`
}

function rowText(field: RowsField, row: Json | undefined): string | null {
  if (!isJsonObject(row)) return shown(undefined, row)
  const cells = Object.entries(field.columns).map(([key, column]) => shown(column, row[key]))
  return cells.filter((cell) => cell !== null).join(' · ') || null
}

/** A value as its form shows it; null = blank. */
function shown(field: Field | undefined, value: Json | undefined): string | null {
  if (value === undefined || value === null || value === '') return null
  if (field?.widget === 'choice') {
    return field.options.find((option) => option.value === value)?.label ?? String(value)
  }
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value)) {
    if (value.length === 0) return null
    return value.every((one) => typeof one === 'string') ? value.join(', ') : stringify(value)
  }
  return typeof value === 'object' ? stringify(value) : String(value)
}

function kindOf(before: string | null, after: string | null): DifferenceKind {
  if (before === null) return 'added'
  return after === null ? 'removed' : 'changed'
}

function same(one: Json | undefined, other: Json | undefined): boolean {
  return one === other || stringify(one) === stringify(other)
}
