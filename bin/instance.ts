import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { processIdentity } from './file-lock.mjs'
import { startGuard } from './guard.ts'
import type { ResolvedDatabase } from './resolve-database.ts'
import { removeRunning, writeRunning, type Running } from './running-file.ts'
import type { Service } from './services.ts'
import { supervise, type Supervised } from './supervised.ts'

const WATCH_MS = 500

/** All that one `npm start` runs, so that it can be stopped in good order. */
export interface Instance {
  /** Looks after the embedded Postgres: starts it again when it dies. */
  useDatabase: (database: ResolvedDatabase) => void
  /** Starts a process and keeps it alive; resolves when it is ready. */
  run: (service: Service) => Promise<void>
  /** Changes what `running.json` tells. */
  tell: (facts: Partial<Running>) => void
  /** Stops workers, web, sandbox and Postgres, in this order. Safe to call twice. */
  stop: () => Promise<void>
}

/** Sets up the home folder and the guard; nothing runs yet. `onNews` hears sentences to show. */
export function createInstance(options: {
  home: string
  facts: Pick<Running, 'url' | 'port' | 'databaseUrl'>
  onNews: (text: string) => void
}): Instance {
  const { home, onNews } = options
  mkdirSync(join(home, 'logs'), { recursive: true })
  const guard = startGuard(home)
  const pids = new Map<string, number>()
  const services: Supervised[] = []
  let database: ResolvedDatabase | null = null
  let watch: NodeJS.Timeout | undefined
  let stopped: Promise<void> | null = null
  let running: Running = {
    ...options.facts,
    supervisor: processIdentity(process.pid),
    sandbox: null,
    processes: [],
    ready: false,
  }

  const tell = (facts: Partial<Running>) => {
    running = { ...running, ...facts }
    writeRunning(home, running)
  }

  const changed = () => {
    if (stopped) return
    guard.watch([...pids.values()])
    const processes = [...pids].map(([name, pid]) => ({
      ...{ name, pid },
      identity: processIdentity(pid),
    }))
    tell({ processes })
  }

  const watchDatabase = async () => {
    const embedded = database?.embedded
    if (embedded && embedded.pid() === null && !stopped) {
      onNews('Postgres ended unexpectedly; starting it again now.')
      await embedded.revive().catch((error: Error) => onNews(error.message))
      changed()
    }
    if (!stopped) watch = setTimeout(() => void watchDatabase(), WATCH_MS)
  }

  const stopAll = async () => {
    clearTimeout(watch)
    for (const group of ['worker', 'web', 'sandbox']) {
      const members = services.filter((service) => service.name.startsWith(group))
      await Promise.all(members.map((service) => service.stop()))
    }
    await database?.release()
    removeRunning(home)
    guard.dismiss()
  }

  return {
    tell,
    useDatabase: (resolved) => {
      database = resolved
      tell({ databaseUrl: resolved.url })
      changed()
      void watchDatabase()
    },
    run: async (service) => {
      const log = join(home, 'logs', `${service.name}.log`)
      const onPid = (pid: number | null) => {
        if (pid === null) pids.delete(service.name)
        else pids.set(service.name, pid)
        changed()
      }
      const supervised = supervise({ ...service, log, onNews, onPid })
      services.push(supervised)
      await supervised.ready
    },
    stop: () => (stopped ??= stopAll()),
  }
}
