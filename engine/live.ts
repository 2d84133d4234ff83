import { setTimeout as sleep } from 'node:timers/promises'
import { listConnections, type ConnectionSummary } from './connections/list-connections.ts'
import type { Engine } from './engine.ts'
import { isOver, runSnapshot, type RunSnapshot } from './runs.ts'

/** At most four snapshots a second: more than an eye follows, little for the database. */
const PAUSE_MS = 250
/** Looks by itself now and then, should a notification be lost with its connection. */
const LOOK_MS = 3_000

/** Follows a run: its present snapshot at once, then one after each change, until it is over. */
export function watchRun(
  engine: Engine,
  runId: number,
  signal?: AbortSignal,
): AsyncGenerator<RunSnapshot> {
  return watch(engine, {
    channel: 'tributary_run',
    concerns: (payload) => payload === String(runId),
    read: () => runSnapshot(engine, runId),
    isLast: isOver,
    signal,
  })
}

/** Follows all connections: as they are at once, then after each change of one of them. */
export function watchConnections(
  engine: Engine,
  signal?: AbortSignal,
): AsyncGenerator<ConnectionSummary[]> {
  return watch(engine, {
    channel: 'tributary_connection',
    concerns: () => true,
    read: () => listConnections(engine),
    isLast: () => false,
    signal,
  })
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

interface Watched<T> {
  channel: string
  concerns: (payload: string) => boolean
  read: () => Promise<T>
  /** Nothing can follow it. */
  isLast: (value: T) => boolean
  signal: AbortSignal | undefined
}

/** Subscribes before it reads, so no change falls between the two; ends when the signal aborts. */
export async function* watch<T>(engine: Engine, watched: Watched<T>): AsyncGenerator<T> {
  const { channel, signal } = watched
  let changed: boolean
  let wake = () => {}
  const listener = await engine.database.pool.listen(channel, (payload) => {
    if (!watched.concerns(payload)) return
    changed = true
    wake()
  })
  const stop = () => wake()
  signal?.addEventListener('abort', stop)
  try {
    while (!signal?.aborted) {
      changed = false
      const value = await watched.read()
      yield value
      if (watched.isLast(value)) return
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

async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await sleep(ms, undefined, { ...(signal ? { signal } : {}), ref: false }).catch(() => undefined)
}
