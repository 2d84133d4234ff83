import { NodeError } from '../../errors.ts'
import type { NodeContext } from '../../runner.ts'
import type { NetSuiteReader, QueryRow } from '../client/client.ts'
import { queryAll } from '../client/key-window.ts'
import { netSuiteRecord } from '../records.ts'
import { isColumnName } from '../suiteql-names.ts'

/** A column that must have a value. */
export interface Condition {
  field: string
  value: string
}

/** Which records are wanted: those whose field has one of the values, and that meet all conditions. */
export interface Question {
  recordType: string
  field: string
  values: readonly string[]
  conditions: readonly Condition[]
  /** Further columns to read; `id` is always there. */
  columns: readonly string[]
  activeOnly: boolean
}

/** Values of one query: a longer IN list makes NetSuite slow. */
const VALUES_PER_QUERY = 200

/** What was found: the records by folded value (see foldValue), each once. */
export interface Answer {
  rows: Map<string, QueryRow[]>
  /** Values that NetSuite could not even compare, such as a text with a number. */
  refused: Map<string, NodeError>
}

/**
 * Asks NetSuite by SuiteQL, in as few queries as it can. Names are checked, values are always bound.
 * A value that NetSuite refuses does not spoil the others; throws when it refuses the query itself.
 */
export async function findByValues(question: Question, context: Context): Promise<Answer> {
  const distinct = [...new Set(question.values.map((value) => foldValue(question.field, value)))]
  const answer: Answer = { rows: new Map(), refused: new Map() }
  for (let at = 0; at < distinct.length; at += VALUES_PER_QUERY)
    await ask(question, distinct.slice(at, at + VALUES_PER_QUERY), answer, context)
  return answer
}

type Context = Pick<NodeContext<Pick<NetSuiteReader, 'query'>>, 'client' | 'signal'>

async function ask(
  question: Question,
  values: readonly string[],
  answer: Answer,
  context: Context,
): Promise<void> {
  try {
    await readInto(answer.rows, question, values, context)
  } catch (error) {
    if (!(error instanceof NodeError) || error.class !== 'value') throw error
    // The same question with a value that fits any column tells whether a value is to blame.
    await readInto(new Map(), question, ['0'], context)
    await askHalves(question, values, { answer, error }, context)
  }
}

/** Asks again by halves until the values at fault stand alone. */
async function askHalves(
  question: Question,
  values: readonly string[],
  so: { answer: Answer; error: NodeError },
  context: Context,
): Promise<void> {
  const [first, ...others] = values
  if (first === undefined) return
  if (others.length === 0) {
    so.answer.refused.set(first, so.error)
    return
  }
  const middle = Math.ceil(values.length / 2)
  for (const half of [values.slice(0, middle), values.slice(middle)]) {
    try {
      await readInto(so.answer.rows, question, half, context)
    } catch (error) {
      if (!(error instanceof NodeError) || error.class !== 'value') throw error
      await askHalves(question, half, { answer: so.answer, error }, context)
    }
  }
}

async function readInto(
  found: Answer['rows'],
  question: Question,
  values: readonly string[],
  context: Context,
): Promise<void> {
  const { sql, params } = selectByValues(question, values)
  const seen = new Set<string>()
  const { client, signal } = context
  for await (const row of queryAll(client, { sql, params, key: 'id' }, signal)) {
    const { matched = '', ...rest } = row
    if (!rest.id || seen.has(rest.id)) continue
    seen.add(rest.id)
    const key = foldValue(question.field, matched)
    found.set(key, [...(found.get(key) ?? []), rest])
  }
}

/** The form in which two values count as the same: e-mail addresses without regard to capitals. */
export function foldValue(field: string, value: string): string {
  return isEmailField(field) ? value.trim().toLowerCase() : value
}

/** The query for up to 200 values, in no order; `params` are its bound values in their order. */
export function selectByValues(
  question: Question,
  values: readonly string[],
): { sql: string; params: string[] } {
  const record = netSuiteRecord(question.recordType)
  if (!record) throw badName(question.recordType)
  const names = [...new Set([...question.columns, ...record.names])].map(checkedName)
  const field = checkedName(question.field)
  const compared = isEmailField(field) ? `LOWER(${field})` : field
  const params = [...values]
  const where = [`${compared} IN (${values.map(() => '?').join(', ')})`]
  if (record.transactionType) {
    where.push('type = ?')
    params.push(record.transactionType)
  }
  if (question.activeOnly && record.hasInactive) where.push("isinactive = 'F'")
  for (const condition of question.conditions) {
    where.push(`${checkedName(condition.field)} = ?`)
    params.push(condition.value)
  }
  const columns = [
    'id',
    ...names.filter((name) => name !== 'id').map(selected),
    `${compared} AS matched`,
  ]
  return {
    sql: `SELECT ${columns.join(', ')} FROM ${record.table} WHERE ${where.join(' AND ')}`,
    params,
  }
}

/** Days of transactions; asked plainly, they would come in the account's own format. */
const DAYS: ReadonlySet<string> = new Set(['trandate', 'duedate', 'startdate', 'enddate'])

function selected(name: string): string {
  return DAYS.has(name.toLowerCase()) ? `TO_CHAR(${name}, 'YYYY-MM-DD') AS ${name}` : name
}

function isEmailField(field: string): boolean {
  return /e_?mail/i.test(field)
}

function checkedName(name: string): string {
  if (!isColumnName(name)) throw badName(name)
  return name.toLowerCase()
}

function badName(name: string): NodeError {
  return new NodeError({
    class: 'value',
    code: 'field-name',
    message: `"${name}" is no NetSuite field id: letters, digits and _ only. Correct the lookup.`,
  })
}

/** What people know a found record by. */
export function nameOf(recordType: string, row: QueryRow): string {
  const names = netSuiteRecord(recordType)?.names ?? []
  return names.flatMap((column) => row[column] ?? []).join(' ')
}
