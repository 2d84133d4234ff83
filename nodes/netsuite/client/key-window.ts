import { NodeError } from '../../errors.ts'
import type { NetSuiteReader, QueryRow } from './client.ts'

/** A query that can be read in windows of its key. */
export interface WindowQuery {
  /** SELECT … FROM … WHERE …, without ORDER BY; further conditions are added at its end. */
  sql: string
  params: readonly string[]
  /** A column of the result with a value of its own in every row, such as `id`. */
  key: string
}

/** One window; `next` is what to go on after, null at the end. It may be kept across a crash. */
export interface Window {
  rows: QueryRow[]
  next: string | null
}

/** Rows that NetSuite gives at once. */
const LARGEST_WINDOW = 1000

/**
 * The rows after a key, in the order of the key. NetSuite stops at 100,000 rows of a query, so the
 * window moves by value, not by offset. It moves by a unique key and not by "last modified": many
 * records share one second, and an account's local time runs twice through one hour each autumn.
 * Throws NodeError, `value` when the key is empty or not unique: rows would be lost silently.
 * https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/section_156414087576.html
 */
export async function windowAfter(
  client: Pick<NetSuiteReader, 'query'>,
  query: WindowQuery,
  options: { after: string | null; limit: number; signal: AbortSignal },
): Promise<Window> {
  const { key } = query
  const { after, signal } = options
  const limit = Math.max(2, Math.min(LARGEST_WINDOW, options.limit))
  const where = after === null ? '' : ` AND (${key} > ? OR ${key} IS NULL)`
  const params = after === null ? [...query.params] : [...query.params, after]
  const sql = `${query.sql}${where} ORDER BY ${key}`
  const page = await client.query(sql, params, { limit, signal })
  const keys = page.rows.map((row) => row[key.toLowerCase()])
  if (keys.includes(undefined)) throw badKey(`has rows without a value in "${key}"`)
  if (new Set(keys).size < keys.length) throw badKey(`has several rows with one value in "${key}"`)
  if (!page.hasMore) return { rows: page.rows, next: null }
  // The last row is left to the next window: a twin of it just behind would otherwise be passed over.
  return { rows: page.rows.slice(0, -1), next: keys.at(-2) ?? null }
}

/** All rows of a query, whatever their number, in the order of its key. */
export async function* queryAll(
  client: Pick<NetSuiteReader, 'query'>,
  query: WindowQuery,
  signal: AbortSignal,
): AsyncGenerator<QueryRow> {
  let after: string | null = null
  do {
    const window: Window = await windowAfter(client, query, {
      after,
      limit: LARGEST_WINDOW,
      signal,
    })
    yield* window.rows
    after = window.next
  } while (after !== null)
}

function badKey(why: string): NodeError {
  return new NodeError({
    class: 'value',
    code: 'query-key',
    field: 'key',
    message: `The query ${why}. Choose a key column that has a different value in every row.`,
  })
}
