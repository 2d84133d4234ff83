import { migrate } from '#db/migrate.ts'
import { loadSecretKey } from '#db/secrets.ts'
import * as api from '#engine/api.ts'
import type { Engine } from '#engine/engine.ts'
import { startWorker } from '#engine/worker.ts'
import { readEnv, type Env } from '../../env.ts'
import { resolveDatabase } from '../resolve-database.ts'
import { readRunning } from '../running-file.ts'
import { readStartOptions } from '../start-options.ts'
import { onStopSignal } from '../stop-signal.ts'
import { connectSandbox, type SandboxLink } from './connect-sandbox.ts'

type EngineApi = typeof api

/** What a command works with. */
export interface CliContext {
  api: EngineApi
  engine: Engine
  env: Env
  /** Addresses of the sandbox, started if it is down; null when this home has none. */
  sandbox: () => Promise<SandboxLink | null>
  /** Is there a worker that executes runs? If not, this process becomes one until the end. */
  ensureWorker: () => Promise<void>
}

/** Opens what commands work with; `cleanup` closes it in reverse order. */
export async function openContext(cleanup: AsyncDisposableStack): Promise<CliContext> {
  const env = readEnv()
  onStopSignal(() => void cleanup.disposeAsync().finally(() => process.exit(130)))

  const running = readRunning(env.home)
  const database = await resolveDatabase(env, note)
  cleanup.defer(() => database.release())
  if (!running) {
    await migrate(database.url)
  }
  const secretKey = loadSecretKey({ fromEnv: env.secretKey, keyFile: env.keyFile })
  const engine = await api.openEngine({ databaseUrl: database.url, secretKey, pool: 4 })
  cleanup.defer(() => engine.close())

  const usesSandbox = readStartOptions(process.env).sandbox
  let link: Promise<SandboxLink> | null = null
  const sandbox = async () => {
    if (!usesSandbox) return null
    if (!link) {
      link = connectSandbox(env, database.url)
      const opened = await link
      cleanup.defer(() => opened.close())
    }
    return link
  }
  if (usesSandbox && !running && (await api.listIntegrations(engine)).length === 0) {
    note('Filling the sandbox (first use only)')
    const opened = await sandbox()
    if (opened) await api.provisionSandbox(engine, opened)
  }

  const ensureWorker = async () => {
    if ((await api.health(engine)).workers > 0) return
    const pool = env.workerPages * 2 + 6
    const own = await api.openEngine({ databaseUrl: database.url, secretKey, pool, worker: true })
    cleanup.defer(() => own.close())
    const worker = await startWorker(own, { pages: env.workerPages })
    cleanup.defer(() => worker.stop())
  }
  return { api, engine, env, sandbox, ensureWorker }
}

function note(text: string): void {
  process.stderr.write(`${text} …\n`)
}
