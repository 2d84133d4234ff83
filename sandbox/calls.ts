import type { MiddlewareHandler } from 'hono'
import type postgres from 'postgres'
import type { SandboxEnv } from './context.ts'

/** A request that reached a stand-in system. `writing` = it could have changed something there. */
export interface Call {
  at: Date
  method: string
  path: string
  status: number
  writing: boolean
}

/** Counts every request of one stand-in system, so that "zero writing calls" can be shown. */
export interface CallLog {
  middleware: (
    isWriting: (method: string, path: string) => boolean,
  ) => MiddlewareHandler<SandboxEnv>
  /**
   * Counts the calls from a moment on, or behind the mark of an earlier count (all when left out),
   * after everything so far has been stored.
   */
  count: (from?: { since?: Date; after?: number }) => Promise<CallCounts>
  clear: () => Promise<void>
}

export interface CallCounts {
  total: number
  writing: number
  byPath: CallCount[]
  /** Number of the last call so far. Unlike a time it falls between two calls for sure. */
  mark: number
}

export interface CallCount {
  method: string
  path: string
  status: number
  count: number
}

/** Makes the table of the calls; nothing when it is there. */
export async function prepareCalls(tx: postgres.TransactionSql): Promise<void> {
  await tx`create table if not exists sandbox.calls (
    system text not null, at timestamptz not null, method text not null, path text not null,
    status int not null, writing boolean not null)`
  await tx`alter table sandbox.calls
    add column if not exists number bigint generated always as identity`
}

/**
 * Makes the call log of one system. Rows are written in batches after the answer, because a
 * statement per call would double the sandbox's own work.
 */
export function createCallLog(sql: postgres.Sql, system: 'stripe' | 'netsuite'): CallLog {
  let waiting: Call[] = []
  let storing: Promise<unknown> = Promise.resolve()
  const store = () => {
    const rows = waiting
    waiting = []
    if (rows.length === 0) return storing
    storing = storing.then(
      () => sql`insert into sandbox.calls ${sql(rows.map((row) => ({ ...row, system })))}`,
    )
    return storing
  }
  return {
    middleware: (isWriting) => async (c, next) => {
      await next()
      if (c.req.path.startsWith('/_sandbox')) return
      const { method, path } = c.req
      const writing = isWriting(method, path)
      waiting.push({ at: new Date(), method, path, status: c.res.status, writing })
      if (waiting.length >= 200) await store()
    },
    count: async ({ since = new Date(0), after = 0 } = {}) => {
      await store()
      const [last] = await sql<{ mark: number }[]>`
        select coalesce(max(number), 0)::int as mark from sandbox.calls where system = ${system}`
      const mark = last?.mark ?? 0
      const byPath = await sql<(CallCount & { writing: boolean })[]>`
        select method, regexp_replace(path, '/[^/]*[0-9][^/]*', '/:id', 'g') as path, status, writing,
               count(*)::int as count
        from sandbox.calls
        where system = ${system} and at >= ${since} and number > ${after} and number <= ${mark}
        group by 1, 2, 3, 4 order by count(*) desc, 1, 2`
      const sum = (rows: { count: number }[]) => rows.reduce((total, row) => total + row.count, 0)
      return {
        total: sum(byPath),
        writing: sum(byPath.filter((row) => row.writing)),
        byPath: byPath.map(({ writing: _, ...row }) => row),
        mark,
      }
    },
    clear: async () => {
      await store()
      await sql`delete from sandbox.calls where system = ${system}`
    },
  }
}
