import { NodeError } from '#nodes/errors.ts'
import type { NetSuiteReader, QueryRow } from '#nodes/netsuite/client/client.ts'

const PAGE = 1_000

/** A query over one table, called `t`, whose rows are read in the order of its ids. */
export interface RowsQuery {
  /** Columns beside the id. */
  columns: readonly string[]
  /** Custom fields, by the name under which they are given; an account need not have them. */
  fields: Readonly<Record<string, string>>
  from: string
  /** The condition, given the custom fields that exist. */
  where: (fields: Readonly<Record<string, string>>) => string
}

/**
 * All rows of a query. Goes on after the last id instead of by offset, which ends at 100,000 rows.
 * A custom field that the account does not have is left out. Throws NodeError.
 */
export async function queryRows(
  netsuite: NetSuiteReader,
  query: RowsQuery,
  signal: AbortSignal,
): Promise<QueryRow[]> {
  const fields = { ...query.fields }
  for (;;) {
    try {
      return await readAll(netsuite, selectOf(query, fields), signal)
    } catch (error) {
      const unknown = unknownField(error, fields)
      if (unknown === null) throw error
      delete fields[unknown]
    }
  }
}

function selectOf(query: RowsQuery, fields: Readonly<Record<string, string>>): string {
  const named = Object.entries(fields).map(([name, id]) => `t.${id} AS ${name}`)
  return `SELECT ${['t.id', ...query.columns, ...named].join(', ')} FROM ${query.from}
    WHERE (${query.where(fields)})`
}

async function readAll(
  netsuite: NetSuiteReader,
  select: string,
  signal: AbortSignal,
): Promise<QueryRow[]> {
  const all: QueryRow[] = []
  let after = '0'
  for (;;) {
    const { rows } = await netsuite.query(`${select} AND t.id > ? ORDER BY t.id`, [after], {
      limit: PAGE,
      signal,
    })
    all.push(...rows)
    const last = rows.at(-1)?.id
    if (rows.length < PAGE || last === undefined) return all
    after = last
  }
}

/** The field that NetSuite says it does not know; any of them where it does not say which. */
function unknownField(error: unknown, fields: Readonly<Record<string, string>>): string | null {
  if (!(error instanceof NodeError) || error.class !== 'value') return null
  const text = JSON.stringify([error.message, error.exchange?.response ?? '']).toLowerCase()
  const names = Object.keys(fields)
  const told = names.find((name) => text.includes(`'${(fields[name] ?? '').toLowerCase()}'`))
  return told ?? names.at(-1) ?? null
}
