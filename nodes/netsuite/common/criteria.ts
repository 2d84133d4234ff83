import { NodeError } from '../../errors.ts'
import type { Json } from '../../json.ts'
import { isColumnName } from '../suiteql-names.ts'

/** How a criterion compares; the values are what flow documents store. */
export const OPERATORS: readonly { value: string; label: string }[] = [
  { value: 'is', label: 'is' },
  { value: 'isNot', label: 'is not' },
  { value: 'anyOf', label: 'is any of' },
  { value: 'noneOf', label: 'is none of' },
  { value: 'contains', label: 'contains' },
  { value: 'startsWith', label: 'starts with' },
  { value: 'greater', label: 'is greater than' },
  { value: 'atLeast', label: 'is at least' },
  { value: 'less', label: 'is less than' },
  { value: 'atMost', label: 'is at most' },
  { value: 'onOrAfter', label: 'is on or after (date)' },
  { value: 'before', label: 'is before (date)' },
  { value: 'empty', label: 'is empty' },
  { value: 'notEmpty', label: 'is not empty' },
]

/** Operators that take no value. */
export const WITHOUT_VALUE: ReadonlySet<string> = new Set(['empty', 'notEmpty'])

/**
 * SQL of one criterion, with its values to be bound. A field that is empty is not the value, so "is
 * not" finds it too. Throws NodeError for a name or a value that cannot stand in a query.
 */
export function criterionSql(
  field: string,
  operator: string,
  value: Json | undefined,
): { sql: string; params: string[] } {
  if (!isColumnName(field))
    throw refused(field, `"${field}" is no NetSuite field id: letters, digits and _ only.`)
  if (operator === 'empty') return { sql: `${field} IS NULL`, params: [] }
  if (operator === 'notEmpty') return { sql: `${field} IS NOT NULL`, params: [] }
  const values = (Array.isArray(value) ? value : [value]).map((one) => textOf(field, one))
  const [first = ''] = values
  const marks = values.map(() => '?').join(', ')
  switch (operator) {
    case 'anyOf':
      return { sql: `${field} IN (${marks})`, params: values }
    case 'noneOf':
      return { sql: `(${field} NOT IN (${marks}) OR ${field} IS NULL)`, params: values }
    case 'isNot':
      return { sql: `(${field} <> ? OR ${field} IS NULL)`, params: [first] }
    case 'contains':
    case 'startsWith': {
      const plain = first.toLowerCase().replace(/[%_]/g, '')
      const pattern = operator === 'contains' ? `%${plain}%` : `${plain}%`
      return { sql: `LOWER(${field}) LIKE ?`, params: [pattern] }
    }
    case 'onOrAfter':
    case 'before': {
      const date = /^\d{4}-\d{2}-\d{2}/.exec(first)?.[0]
      if (!date) throw refused(field, `"${first}" is no date such as 2026-11-01.`)
      const sign = operator === 'before' ? '<' : '>='
      return { sql: `${field} ${sign} TO_DATE(?, 'YYYY-MM-DD')`, params: [date] }
    }
    default:
      return { sql: `${field} ${SIGNS[operator] ?? '='} ?`, params: [first] }
  }
}

const SIGNS: Record<string, string> = { greater: '>', atLeast: '>=', less: '<', atMost: '<=' }

/** NetSuite keeps true and false as T and F. */
function textOf(field: string, value: Json | undefined): string {
  if (typeof value === 'boolean') return value ? 'T' : 'F'
  if (typeof value === 'number' || (typeof value === 'string' && value !== '')) return String(value)
  throw refused(
    field,
    `The criterion on "${field}" has no value. Correct it, or the setting it reads.`,
  )
}

function refused(field: string, message: string): NodeError {
  return new NodeError({ class: 'value', field, message })
}
