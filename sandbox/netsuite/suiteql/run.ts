import postgres from 'postgres'
import { createCoerce, textOf } from './coerce.ts'
import { compileCondition } from './condition.ts'
import type { Compiler } from './expression.ts'
import { parseQuery } from './parse.ts'
import { queryError } from './query-error.ts'
import { createBinder } from './scope.ts'
import { createSelectCompiler } from './select.ts'

interface SuiteQlQuery {
  q: string
  /** Values of `?`, in order. */
  params: (string | number | null)[]
  limit: number
  offset: number
  /** IANA zone of the account. */
  timeZone: string
  now: Date
}

/** Most rows one query may give, however it is paged. */
const ROW_CAP = 100_000

/**
 * Runs a SuiteQL query. The text is parsed and compiled into SQL of our own making over a list of
 * known tables, columns and functions; nothing of it reaches Postgres except bound values.
 * Every value comes back as text, empty ones are left out.
 */
export async function runSuiteQl(
  sql: postgres.Sql,
  query: SuiteQlQuery,
): Promise<{ items: Record<string, string>[]; total: number }> {
  const statement = parseQuery(query.q)
  const binder = createBinder()
  const zone = binder.bind(query.timeZone, 'text')
  const now = binder.bind(query.now.toISOString(), 'timestamptz')
  const compiler: Compiler = {
    binder,
    coerce: createCoerce(binder, zone),
    zone,
    now,
    params: query.params,
    compileSelect: createSelectCompiler(() => compiler),
    compileCondition: (expr, scope) => compileCondition(expr, scope, compiler),
  }
  const { sql: inner, columns } = compiler.compileSelect(statement, null)
  const shown = columns.map(({ type }, index) => textOf({ sql: `q.c${index}`, type }, zone))
  const text = `select count(*) over ()::text, ${shown.join(', ')} from (${inner}) q
    limit ${query.limit} offset ${query.offset}`
  const { values } = binder
  try {
    const rows = await sql.unsafe(mentioningAll(text, values), values).values()
    const total =
      rows.length > 0 || query.offset === 0
        ? Number(rows[0]?.[0] ?? 0)
        : await countAll(sql, inner, binder.values)
    return { items: rows.map((row) => itemOf(row, columns)), total: Math.min(total, ROW_CAP) }
  } catch (error) {
    if (error instanceof postgres.PostgresError) throw queryError(error.message)
    throw error
  }
}

async function countAll(sql: postgres.Sql, inner: string, values: (string | null)[]) {
  const text = mentioningAll(`select count(*)::text from (${inner}) q`, values)
  const rows = await sql.unsafe(text, values).values()
  return Number(rows[0]?.[0] ?? 0)
}

/** Postgres refuses bound values that a statement does not mention; this mentions them all. */
function mentioningAll(text: string, values: (string | null)[]): string {
  const unused = values.flatMap((_, index) => {
    const name = `$${index + 1}`
    return new RegExp(`\\${name}(?!\\d)`).test(text) ? [] : [`${name}::text`]
  })
  return unused.length === 0 ? text : `with unused as (select ${unused.join(', ')}) ${text}`
}

function itemOf(row: unknown[], columns: { name: string }[]): Record<string, string> {
  const item: Record<string, string> = {}
  columns.forEach(({ name }, index) => {
    const value = row[index + 1]
    if (typeof value === 'string') item[name] = value
  })
  return item
}
