import { join } from 'node:path'
import { loadSecretKey } from '#db/secrets.ts'
import {
  createFlow,
  openEngine,
  publishFlow,
  saveIntegration,
  startRun,
  type Engine,
} from '#engine/api.ts'
import { WORKER_ARGS, WORKER_ENV } from '../bin/services.ts'
import type { BenchDatabase } from './database.ts'
import { startProcess } from './process.ts'
import type { Target } from './target.ts'
import { w1Flow } from './w1/flow.ts'

const INTEGRATION = 'bench'

/**
 * Tributary as it is run in earnest: a worker in a process of its own, jobs through the queue, the
 * effects ledger and a full trace in Postgres. Each run is of a fresh flow, so nothing is unchanged.
 */
export async function openTributary(
  database: BenchDatabase,
  options: { base: string; nodeArgs?: readonly string[] },
): Promise<Target> {
  const { home, url } = database
  const secretKey = loadSecretKey({ fromEnv: undefined, keyFile: join(home, 'secret.key') })
  const engine = await openEngine({ databaseUrl: url, secretKey, pool: 3 })
  const none = { stripeConnectionId: null, netsuiteConnectionId: null, settings: {} }
  await saveIntegration(engine, { id: INTEGRATION, name: 'Bench', ...none })
  const worker = await startProcess([...(options.nodeArgs ?? []), ...WORKER_ARGS], {
    ...WORKER_ENV,
    DATABASE_URL: url,
    TRIBUTARY_HOME: home,
    TRIBUTARY_ALLOW_PRIVATE_HTTP: '1',
  })
  return {
    name: 'tributary',
    pids: () => [worker.pid, ...(database.serverPid ? [database.serverPid] : [])],
    mainPid: worker.pid,
    run: () => runOnce(engine, options.base),
    traceBytes: () => traceBytes(engine),
    [Symbol.asyncDispose]: async () => {
      await worker[Symbol.asyncDispose]()
      await engine.close()
    },
  }
}

async function runOnce(engine: Engine, base: string): Promise<void> {
  const { flowId } = await createFlow(engine, {
    integrationId: INTEGRATION,
    document: w1Flow(base),
  })
  const published = await publishFlow(engine, { flowId })
  if (!published.ok) throw new Error(published.problems.map((one) => one.message).join(' '))
  const started = await startRun(engine, { flowId, trigger: 'manual' })
  if (!started.ok) throw new Error(started.problems.map((one) => one.message).join(' '))
  await runOver(engine, started.runId)
}

/** Ends within a millisecond of the run's last commit: no pauses as on a screen. */
async function runOver(engine: Engine, runId: number): Promise<void> {
  const { pool } = engine.database
  let changed = true
  let wake = () => {}
  const listener = await pool.listen('tributary_run', () => {
    changed = true
    wake()
  })
  for (;;) {
    if (!changed) {
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
    changed = false
    const [run] = await pool<{ state: string; failure: string | null }[]>`
      select state, failure from runs where id = ${runId}`
    if (run?.state === 'running' || run?.state === 'queued') continue
    await listener.unlisten()
    if (run?.state === 'done') return
    throw new Error(`The run ended as ${run?.state}: ${run?.failure ?? ''}`)
  }
}

async function traceBytes(engine: Engine): Promise<number> {
  const [row] = await engine.database.pool<{ bytes: number }[]>`
    select coalesce(sum(pg_total_relation_size(inhrelid)), 0)::float8 as bytes from pg_inherits
    where inhparent in ('trace_bundles'::regclass, 'record_index'::regclass)`
  return row?.bytes ?? 0
}
