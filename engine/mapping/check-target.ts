import type { RecordField } from '#nodes/connection.ts'
import { isJsonObject, type Json, type JsonObject } from '#nodes/json.ts'
import { type MappingRow, placedRows } from './rows.ts'

/** Something about a field of the result that the other system may not take. */
export interface TargetCheck {
  /** Dotted, lines as `item.items[].rate`. */
  path: string
  severity: 'error' | 'warning' | 'hint'
  message: string
}

/**
 * Compares what a mapping makes with the fields of the record it is for. Without a result only the
 * rows are looked at; with one its real values are, also where a row is code. `under` is where in
 * the mapped object the record begins. At most one finding per field.
 */
export function checkTarget(
  rows: readonly MappingRow[],
  fields: readonly RecordField[],
  result: Json | undefined,
  under = '',
): TargetCheck[] {
  if (fields.length === 0) return []
  let place: Place = {
    ...{ rows: placedRows(rows), values: result === undefined ? null : [result], path: '' },
  }
  for (const part of under === '' ? [] : under.split('.')) place = within(place, part)
  const found = checkObject(place, fields)
  return [...new Map(found.toReversed().map((check) => [check.path, check])).values()].toReversed()
}

/** One object of the result: its rows, and its values in the sample (of lines, several). */
interface Place {
  rows: readonly MappingRow[]
  /** Null while there is no result. */
  values: readonly Json[] | null
  path: string
}

function checkObject(place: Place, fields: readonly RecordField[]): TargetCheck[] {
  const objects = place.values?.filter(isJsonObject) ?? null
  const byId = new Map(fields.map((field) => [field.id, field]))
  return [
    ...fields.filter(isRequired).flatMap((field) => missing(place, objects, field)),
    ...[...keysOf(place, objects)].flatMap((key) => {
      const field = byId.get(key)
      const inner = within(place, key)
      return field ? checkField(inner, field) : unknown(inner.path, key, fields)
    }),
  ]
}

function isRequired({ required, readOnly }: RecordField): boolean {
  return required && !readOnly
}

function missing(place: Place, objects: JsonObject[] | null, field: RecordField): TargetCheck[] {
  const { path } = within(place, field.id)
  const found = (message: string): TargetCheck[] => [{ path, severity: 'error', message }]
  if (objects) {
    if (objects.every((object) => !isBlank(object[field.id]))) return []
    const mapped = place.rows.some((row) => row.key === field.id)
    return mapped
      ? found(`${field.label} must have a value, and this record gives none.`)
      : found(`${field.label} must have a value. Add it to the mapping.`)
  }
  if (place.rows.length === 0 || place.rows.some(({ kind }) => kind === 'code')) return []
  if (place.rows.some((row) => row.key === field.id)) return []
  return found(`${field.label} must have a value. Add it to the mapping.`)
}

/** Names that are written in the mapping, and those that came about. */
function keysOf(place: Place, objects: JsonObject[] | null): Set<string> {
  const written = place.rows.filter((row) => row.path.at(-1) === row.key).map(({ key }) => key)
  return new Set([...written, ...(objects ?? []).flatMap((object) => Object.keys(object))])
}

function unknown(path: string, key: string, fields: readonly RecordField[]): TargetCheck[] {
  const alike = fields.find(({ id }) => id.toLowerCase() === key.toLowerCase())
  const message = alike
    ? `There is no field ${key}. Write ${alike.id}.`
    : `There is no field ${key} on this record.`
  return [{ path, severity: 'warning', message }]
}

function checkField(place: Place, field: RecordField): TargetCheck[] {
  const { path } = place
  if (field.readOnly) {
    const message = `${field.label} cannot be written: the other system keeps it itself.`
    return [{ path, severity: 'warning', message }]
  }
  for (const value of place.values ?? []) {
    const fault = isBlank(value) ? null : faultOf(value, field)
    if (fault) return [{ path, ...fault }]
  }
  if (!field.fields || field.fields.length === 0) return []
  if (field.type === 'object') return checkObject(place, field.fields)
  return field.type === 'lines' ? checkLines(place, field.fields) : []
}

/** NetSuite has its lines under `items`, Stripe has a plain list. */
function checkLines(place: Place, fields: readonly RecordField[]): TargetCheck[] {
  const asItems =
    place.rows.some(({ key }) => key === 'items') ||
    (place.values ?? []).some((value) => isJsonObject(value) && 'items' in value)
  const list = asItems ? within(place, 'items') : place
  const values = list.values?.flatMap((value) => (Array.isArray(value) ? value : [value])) ?? null
  return checkObject({ ...list, values, path: `${list.path}[]` }, fields)
}

function faultOf(
  value: Json,
  field: RecordField,
): Pick<TargetCheck, 'severity' | 'message'> | null {
  const { label, type, maxLength, choices } = field
  const plain = isJsonObject(value) && 'id' in value ? value.id : value
  const error = (message: string) => ({ severity: 'error', message }) as const
  const wrong = (wanted: string) =>
    error(`${label} must be ${wanted}, and here it is ${shown(value)}.`)
  switch (type) {
    case 'text':
      if (typeof value === 'object') return wrong('a text')
      if (maxLength !== undefined && String(value).length > maxLength) {
        return error(
          `${label} may have ${maxLength} characters, and here it has ${String(value).length}. Cut it with $substring(…, 0, ${maxLength}).`,
        )
      }
      if (typeof value === 'boolean') return wrong('a text')
      return null
    case 'number':
      if (typeof value === 'number') return null
      return typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))
        ? {
            severity: 'hint',
            message: `${label} is a number, and here it is written as a text. Use $number(…).`,
          }
        : wrong('a number')
    case 'boolean':
      return typeof value === 'boolean' ? null : wrong('true or false')
    case 'date':
      return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}/.test(value)
        ? null
        : wrong('a date such as 2026-01-31')
    case 'datetime':
      return typeof value === 'number' || typeof value === 'string' ? null : wrong('a time')
    case 'reference':
      return typeof plain === 'object' && !refers(plain) ? wrong('the id of a record') : null
    case 'choice':
      if (!choices || choices.length === 0) return null
      if (choices.some(({ id }) => id === String(plain))) return null
      return error(
        `${label} must be one of ${choices
          .slice(0, MOST_CHOICES)
          .map(({ id }) => id)
          .join(
            ', ',
          )}${choices.length > MOST_CHOICES ? ', …' : ''}, and here it is ${shown(plain)}.`,
      )
    case 'object':
      return isJsonObject(value) ? null : wrong('an object { … }')
    case 'lines':
      return typeof value === 'object' ? null : wrong('a list of lines')
  }
}

const MOST_CHOICES = 12
const LONGEST = 40

/** NetSuite also finds a record by its external id or its name. */
function refers(value: Json | undefined): boolean {
  return isJsonObject(value) && ('externalId' in value || 'refName' in value)
}

function shown(value: Json | undefined): string {
  if (typeof value === 'object' && value !== null)
    return Array.isArray(value) ? 'a list' : 'an object'
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}

function within({ rows, values, path }: Place, key: string): Place {
  const row = rows.find((one) => one.key === key)
  return {
    rows: placedRows(row?.rows ?? []),
    values:
      values?.flatMap((value) => {
        const inner = isJsonObject(value) ? value[key] : undefined
        return inner === undefined ? [] : [inner]
      }) ?? null,
    path: path === '' ? key : `${path}.${key}`,
  }
}

function isBlank(value: Json | undefined): boolean {
  return value === undefined || value === null || value === ''
}
