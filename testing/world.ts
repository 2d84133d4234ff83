import { randomBytes } from 'node:crypto'
import { loadSecretKey } from '#db/secrets.ts'
import { openEngine, provisionSandbox, type Engine, type SandboxSeed } from '#engine/api.ts'
import { startWorker, type RunningWorker } from '#engine/worker.ts'
import { startSandbox, type Sandbox } from '../sandbox/main.ts'
import { testDatabase } from './database.ts'
import { spawnWorker, type WorkerProcess } from './worker-process.ts'

/** A whole Tributary of its own for one test file, without the web process. */
export interface World extends AsyncDisposable {
  engine: Engine
  sandbox: Sandbox
  databaseUrl: string
  integrationId: string
  /** Starts a worker in this process; stopped with the world. */
  work: (options?: { pages?: number }) => Promise<RunningWorker>
  /** Starts a worker as a process of its own, to be killed; `pages` = pages it executes at once. */
  spawn: (options?: { pages?: number }) => Promise<WorkerProcess>
}

/**
 * Starts both stand-in systems, seeded, on free ports, joined in an engine on a fresh database, with
 * all templates or the wanted ones (and what they call) published.
 */
export async function openWorld(
  options: { templates?: readonly string[]; seed?: SandboxSeed } = {},
): Promise<World> {
  const database = await testDatabase({ migrated: true })
  const secretText = randomBytes(24).toString('hex')
  const sandbox = await startSandbox({ databaseUrl: database.url, stripePort: 0, netsuitePort: 0 })
  const engine = await openEngine({
    databaseUrl: database.url,
    secretKey: loadSecretKey({ fromEnv: secretText, keyFile: '' }),
    worker: true,
  })
  const { integrationId, drafts } = await provisionSandbox(engine, sandbox, options)
  if (drafts.length > 0) {
    const reasons = drafts.map(({ template, problem }) => `${template}: ${problem}`)
    throw new Error(`Templates cannot be published. ${reasons.join(' ')}`)
  }
  const workers: RunningWorker[] = []
  const processes: WorkerProcess[] = []
  return {
    engine,
    sandbox,
    databaseUrl: database.url,
    integrationId,
    work: async (options = {}) => {
      const worker = await startWorker(engine, { pages: options.pages ?? 4 })
      workers.push(worker)
      return worker
    },
    spawn: async (options = {}) => {
      const started = await spawnWorker({ databaseUrl: database.url, secretText, ...options })
      processes.push(started)
      return started
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(processes.map((one) => one.kill()))
      for (const worker of workers) await worker.stop()
      await engine.close()
      await sandbox.close()
      await database.drop()
    },
  }
}
