import { Listr } from 'listr2'
import { join } from 'node:path'
import { migrate } from '#db/migrate.ts'
import { loadSecretKey } from '#db/secrets.ts'
import type { Env } from '../env.ts'
import { build, isBuilt } from './build.ts'
import type { Instance } from './instance.ts'
import { resolveDatabase } from './resolve-database.ts'
import { sandboxService, webService, workerService, type ServiceEnv } from './services.ts'
import type { StartOptions } from './start-options.ts'

/** What the tasks need, and what they find out. */
export interface StartPlan {
  env: Env
  options: StartOptions
  dev: boolean
  instance: Instance
  port: number
  url: string
  sandbox: { stripeUrl: string; netsuiteUrl: string } | null
  /** Stops the build. */
  signal: AbortSignal
}

/**
 * Brings everything up, showing each step: on a terminal as a list that changes, else line by line.
 * Gives the one-time code for the owner's account; null when there is an owner.
 */
export async function runStartTasks(plan: StartPlan): Promise<string | null> {
  const { env, options, dev, instance, sandbox } = plan
  const log = join(env.home, 'logs/build.log')
  const services: ServiceEnv = {
    home: env.home,
    databaseUrl: '',
    port: plan.port,
    url: plan.url,
    sandbox,
  }
  const built = dev || (await isBuilt())
  let code: string | null = null

  const openDatabase = async (say: (text: string) => void) => {
    const database = await resolveDatabase(env, say)
    instance.useDatabase(database)
    services.databaseUrl = database.url
    say('Bringing the tables up to date')
    await migrate(database.url)
  }

  const firstRecords = async () => {
    if (sandbox) await instance.run(sandboxService(services))
    instance.tell({ sandbox })
    // Loaded only now, so that the first lines appear at once.
    const { prepareFirstStart } = await import('./first-start.ts')
    const secretKey = loadSecretKey({ fromEnv: env.secretKey, keyFile: env.keyFile })
    code = await prepareFirstStart({ databaseUrl: services.databaseUrl, secretKey, sandbox })
  }

  const database = {
    title: 'Database',
    task: (_: unknown, task: { output: string }) =>
      openDatabase((text) => {
        task.output = text
      }),
  }
  const contents = {
    title: sandbox ? 'Sandbox and its flows' : 'Owner account',
    task: firstRecords,
  }
  const worker = {
    title: options.workers === 1 ? 'Worker' : `${options.workers} workers`,
    task: async () => {
      const workers = Array.from({ length: options.workers }, (_, index) =>
        workerService(services, index),
      )
      await Promise.all(workers.map((service) => instance.run(service)))
    },
  }
  const web = {
    title: built ? 'Web app' : 'Web app, built anew because its sources changed (takes a minute)',
    task: async () => {
      if (!built) await build({ log, signal: plan.signal })
      await instance.run(webService(services, { host: options.host, dev }))
    },
  }
  const settings = {
    registerSignalListeners: false,
    rendererOptions: { showErrorMessage: false },
  }
  await new Listr([database], settings).run()
  await new Listr([contents, worker, web], { ...settings, concurrent: true }).run()
  return code
}
