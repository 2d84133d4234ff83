import type postgres from 'postgres'
import type { Sql } from './store.ts'
import type { Due } from './work.ts'

/** When the next thing is due, known without asking the database at every request. */
export interface Schedule {
  /** Unix seconds; Infinity when nothing is due at all. */
  next: () => Promise<number>
  /** Keeps what a change has scheduled, in the change's own transaction. */
  store: (tx: Sql, due: Due[]) => Promise<void>
  /** Asks the database again next time; to be called after a change that has scheduled something. */
  forget: () => void
}

export function createSchedule(sql: postgres.Sql): Schedule {
  let known: Promise<number> | null = null
  return {
    next: () => {
      known ??= earliest(sql).catch((error: unknown) => {
        known = null
        throw error
      })
      return known
    },
    store: async (tx, due) => {
      if (due.length === 0) return
      // Of several moments for the same thing the last one counts.
      const last = new Map(due.map(({ kind, id, at }) => [`${kind} ${id}`, { kind, id, at }]))
      await tx`
        insert into sandbox.stripe_due ${tx([...last.values()])}
        on conflict (kind, id) do update set at = excluded.at`
    },
    forget: () => {
      known = null
    },
  }
}

async function earliest(sql: postgres.Sql): Promise<number> {
  const rows = await sql<{ at: number | null }[]>`
    select min(at)::float8 as at from sandbox.stripe_due`
  return rows[0]?.at ?? Infinity
}
