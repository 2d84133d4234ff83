import { setTimeout as sleep } from 'node:timers/promises'
import type { Engine } from './engine.ts'
import { isOver, runSnapshot, type RunSnapshot } from './runs.ts'

/** At most four snapshots a second: more than an eye follows, little for the database. */
const PAUSE_MS = 250
/** Looks by itself now and then, should a notification be lost with its connection. */
const LOOK_MS = 3_000

/**
 * Follows a run: its present snapshot at once, then one after each change, until it is over or the
 * signal aborts. Subscribes before it reads, so no change falls between the two.
 */
export async function* watchRun(
  engine: Engine,
  runId: number,
  signal?: AbortSignal,
): AsyncGenerator<RunSnapshot> {
  let changed: boolean
  let wake = () => {}
  const listener = await engine.database.pool.listen('tributary_run', (payload) => {
    if (payload !== String(runId)) return
    changed = true
    wake()
  })
  const stop = () => wake()
  signal?.addEventListener('abort', stop)
  try {
    while (!signal?.aborted) {
      changed = false
      const snapshot = await runSnapshot(engine, runId)
      yield snapshot
      if (isOver(snapshot)) return
      await pause(PAUSE_MS, signal)
      if (changed || signal?.aborted) continue
      const woken = new Promise<void>((resolve) => {
        wake = resolve
      })
      await Promise.race([woken, pause(LOOK_MS, signal)])
    }
  } finally {
    signal?.removeEventListener('abort', stop)
    await listener.unlisten()
  }
}

/** Waits until a run is over and gives its last snapshot. */
export async function waitForRun(
  engine: Engine,
  runId: number,
  signal?: AbortSignal,
): Promise<RunSnapshot> {
  for await (const snapshot of watchRun(engine, runId, signal)) {
    if (isOver(snapshot)) return snapshot
  }
  return runSnapshot(engine, runId)
}

async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await sleep(ms, undefined, { ...(signal ? { signal } : {}), ref: false }).catch(() => undefined)
}
