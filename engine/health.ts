import type { Engine } from './engine.ts'

export interface Health {
  ok: boolean
  /** Milliseconds that a trivial query took; null = no answer. */
  databaseMs: number | null
  workers: number
  /** Runs that are queued or running. */
  activeRuns: number
}

/** Whether the database answers and somebody executes jobs. */
export async function health(engine: Engine): Promise<Health> {
  const started = performance.now()
  try {
    const [row] = await engine.database.pool<{ workers: number; runs: number }[]>`
      select (select count(*)::int from workers) as workers,
             (select count(*)::int from runs where state in ('queued', 'running')) as runs`
    const databaseMs = Math.round(performance.now() - started)
    const workers = row?.workers ?? 0
    return { ok: workers > 0, databaseMs, workers, activeRuns: row?.runs ?? 0 }
  } catch {
    return { ok: false, databaseMs: null, workers: 0, activeRuns: 0 }
  }
}
