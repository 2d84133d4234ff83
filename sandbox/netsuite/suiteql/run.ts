import postgres from 'postgres'
import { createCoerce, textOf } from './coerce.ts'
import { compileCondition } from './condition.ts'
import type { Compiler } from './compiler.ts'
import { compileExpression } from './expression.ts'
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
  /** The tables there are. */
  tables: Compiler['tables']
  now: Date
  /** Milliseconds after which the query is stopped; 10 seconds when left out. */
  timeLimitMs?: number
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
    tables: query.tables,
    params: query.params,
    compileSelect: createSelectCompiler(() => compiler),
    compileExpression: (expr, scope) => compileExpression(expr, scope, compiler),
    compileCondition: (expr, scope) => compileCondition(expr, scope, compiler),
  }
  const { sql: inner, columns } = compiler.compileSelect(statement, null)
  const shown = columns.map(({ type }, index) => textOf({ sql: `q.c${index}`, type }, zone))
  const capped = `(select * from (${inner}) everything limit ${ROW_CAP}) q`
  const page = `select count(*) over ()::text, ${shown.join(', ')} from ${capped}
    limit ${query.limit} offset ${query.offset}`
  const { values } = binder
  const run = (text: string) =>
    runReadOnly(sql, mentioningAll(text, values), values, query.timeLimitMs)
  const rows = await run(page)
  const isPast = rows.length === 0 && query.offset > 0
  const [[total] = []] = isPast ? await run(`select count(*)::text from ${capped}`) : rows
  return { items: rows.map((row) => itemOf(row, columns)), total: Number(total ?? 0) }
}

/** Runs one statement that cannot write and cannot run for longer than NetSuite would let it. */
async function runReadOnly(
  sql: postgres.Sql,
  text: string,
  values: (string | null)[],
  timeLimitMs = 10_000,
): Promise<unknown[][]> {
  try {
    return await sql.begin('read only', async (tx) => {
      // Both are sent at once: the limit costs no round trip of its own.
      const [, rows] = await Promise.all([
        tx.unsafe(`set local statement_timeout = ${timeLimitMs}`),
        tx.unsafe(text, values).values(),
      ])
      return rows
    })
  } catch (error) {
    if (error instanceof postgres.PostgresError) throw queryError(reasonOf(error))
    throw error
  }
}

/** Why a compiled statement failed, without the names it was compiled to. */
function reasonOf({ code, message }: postgres.PostgresError): string {
  if (code === '57014') return 'The query took too long and was stopped.'
  if (code === '42803') return 'Not a GROUP BY expression.'
  // Errors of class 22 speak of the query's own values: a division by zero, a date that is none.
  if (code.startsWith('22')) return message
  return 'Invalid or unsupported search query.'
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
