import type postgres from 'postgres'
import { invalidParameter } from '../errors.ts'
import type { Field } from './record-fields.ts'
import type { RecordType } from './record-types.ts'

type Fragment = postgres.PendingQuery<postgres.Row[]>

/**
 * Turns the `q` of a collection into a condition over `sandbox.netsuite_records`: `field OP value`
 * joined by AND and OR, AND binding tighter, with parentheses
 * (https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/section_1545222128.html).
 */
export function filterSql(sql: postgres.Sql, type: RecordType, q: string): Fragment {
  const tokens = tokenise(q)
  let position = 0
  const peek = () => tokens[position]
  const take = (): string => {
    const token = tokens[position]
    if (token === undefined) throw malformed(q)
    position += 1
    return token
  }
  const isWord = (word: string) => peek()?.toUpperCase() === word
  const either = (): Fragment => {
    let left = both()
    while (isWord('OR')) {
      take()
      left = sql`(${left} or ${both()})`
    }
    return left
  }
  const both = (): Fragment => {
    let left = one()
    while (isWord('AND')) {
      take()
      left = sql`(${left} and ${one()})`
    }
    return left
  }
  const one = (): Fragment => {
    if (peek() === '(') {
      take()
      const inner = either()
      if (take() !== ')') throw malformed(q)
      return inner
    }
    const field = take()
    const operator = take().toUpperCase()
    const values: string[] = []
    if (!operator.startsWith('EMPTY')) {
      if (peek() === '[') {
        take()
        while (peek() !== ']') {
          const value = take()
          if (value !== ',') values.push(unquoted(value))
        }
        take()
      } else values.push(unquoted(take()))
    }
    return condition(sql, type, field, operator, values)
  }
  const where = either()
  if (position < tokens.length) throw malformed(q)
  return where
}

function condition(
  sql: postgres.Sql,
  type: RecordType,
  name: string,
  operator: string,
  values: string[],
): Fragment {
  const { expression, kind } = operand(sql, type, name)
  const negated = operator.endsWith('_NOT') || operator === 'IS_NOT'
  const plain = operator === 'IS_NOT' ? 'IS' : operator.replace(/_NOT$/, '')
  const positive = positiveCondition(sql, expression, kind, plain, values)
  if (!positive) {
    throw invalidParameter(`Invalid query operator '${operator}' for the field '${name}'.`, 'q')
  }
  return negated ? sql`not coalesce(${positive}, false)` : positive
}

function positiveCondition(
  sql: postgres.Sql,
  field: Fragment,
  kind: Operand,
  operator: string,
  values: string[],
): Fragment | null {
  const [value = '', second = ''] = values
  if (operator === 'EMPTY') return sql`(${field}) is null`
  if (kind === 'boolean') {
    return operator === 'IS'
      ? sql`coalesce(${field}, 'false') = ${String(/^(true|t)$/i.test(value))}`
      : null
  }
  if (kind === 'text') {
    if (operator === 'IS') return sql`lower(${field}) = ${value.toLowerCase()}`
    if (operator === 'ANY_OF') return sql`(${field}) in ${sql(values)}`
    const pattern = value.toLowerCase().replace(/[\\%_]/g, '\\$&')
    if (operator === 'CONTAIN') return sql`lower(${field}) like ${`%${pattern}%`}`
    if (operator === 'START_WITH') return sql`lower(${field}) like ${`${pattern}%`}`
    if (operator === 'END_WITH') return sql`lower(${field}) like ${`%${pattern}`}`
    return null
  }
  if (kind === 'number') {
    const numbers = values.map((one) => numberIn(one))
    const number = sql`(${field})::numeric`
    if (operator === 'EQUAL') return sql`${number} = ${numbers[0] ?? 0}`
    if (operator === 'GREATER') return sql`${number} > ${numbers[0] ?? 0}`
    if (operator === 'GREATER_OR_EQUAL') return sql`${number} >= ${numbers[0] ?? 0}`
    if (operator === 'LESS') return sql`${number} < ${numbers[0] ?? 0}`
    if (operator === 'LESS_OR_EQUAL') return sql`${number} <= ${numbers[0] ?? 0}`
    if (operator === 'BETWEEN' || operator === 'WITHIN') {
      return sql`${number} between ${numbers[0] ?? 0} and ${numbers[1] ?? 0}`
    }
    if (operator === 'ANY_OF') return sql`${number} in ${sql(numbers)}`
    return null
  }
  const day = sql`(${field})::date`
  if (operator === 'ON') return sql`${day} = ${dateIn(value)}`
  if (operator === 'BEFORE') return sql`${day} < ${dateIn(value)}`
  if (operator === 'AFTER') return sql`${day} > ${dateIn(value)}`
  if (operator === 'ON_OR_BEFORE') return sql`${day} <= ${dateIn(value)}`
  if (operator === 'ON_OR_AFTER') return sql`${day} >= ${dateIn(value)}`
  if (operator === 'BETWEEN' || operator === 'WITHIN') {
    return sql`${day} between ${dateIn(value)} and ${dateIn(second)}`
  }
  return null
}

type Operand = 'text' | 'number' | 'boolean' | 'date'

const OPERANDS: Record<Field['kind'], Operand | null> = {
  text: 'text',
  choice: 'text',
  boolean: 'boolean',
  integer: 'number',
  number: 'number',
  money: 'number',
  reference: 'number',
  date: 'date',
  datetime: 'date',
  subrecord: null,
}

function operand(sql: postgres.Sql, type: RecordType, name: string) {
  const lower = name.toLowerCase()
  if (lower === 'id') return { expression: sql`id`, kind: 'number' as const }
  if (lower === 'externalid') return { expression: sql`externalid`, kind: 'text' as const }
  if (lower === 'lastmodifieddate') return { expression: sql`modified`, kind: 'date' as const }
  if (lower === 'datecreated' || lower === 'createddate') {
    return { expression: sql`created`, kind: 'date' as const }
  }
  const found = Object.entries(type.fields).find(([field]) => field.toLowerCase() === lower)
  const kind = found ? OPERANDS[found[1].kind] : null
  if (!found || !kind) {
    throw invalidParameter(
      `Invalid query parameter 'q': the field '${name}' does not exist or cannot be filtered on.`,
      'q',
    )
  }
  return { expression: sql`fields->>${found[0]}`, kind }
}

const tokenise = (q: string): string[] =>
  [...q.matchAll(/"(?:[^"\\]|\\.)*"|[()[\],]|[^\s()[\],"]+/g)].map(([token]) => token)

const unquoted = (token: string): string =>
  token.startsWith('"') ? token.slice(1, -1).replace(/\\(.)/g, '$1') : token

function numberIn(value: string): number {
  const parsed = Number(value)
  if (value.trim() !== '' && Number.isFinite(parsed)) return parsed
  throw invalidParameter(`Invalid query parameter 'q': '${value}' is not a number.`, 'q')
}

/** Dates stand in the account's format, month first. */
function dateIn(value: string): string {
  const [, month = '', day = '', year = ''] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(value) ?? []
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  if (year !== '' && !Number.isNaN(Date.parse(iso))) return iso
  throw invalidParameter(
    `Invalid query parameter 'q': '${value}' is not a date in the format M/D/YYYY.`,
    'q',
  )
}

const malformed = (q: string) => invalidParameter(`Invalid query parameter 'q': ${q}.`, 'q')
