import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../engine/main.ts', import.meta.url))

/** A worker as its own process, as `npm start` runs it. */
export interface WorkerProcess {
  /** SIGKILL: nothing of the process's own clean-up runs. Resolves when it is gone. */
  kill: () => Promise<void>
}

/** Starts a worker process and waits until it takes jobs. */
export async function spawnWorker(options: {
  databaseUrl: string
  secretText: string
}): Promise<WorkerProcess> {
  const child = spawn(process.execPath, [MAIN], {
    env: {
      ...process.env,
      DATABASE_URL: options.databaseUrl,
      TRIBUTARY_SECRET_KEY: options.secretText,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const gone = once(child, 'exit')
  const [line] = await Promise.race([once(child.stdout, 'data'), gone])
  if (!String(line).includes('"ready":true')) throw new Error(`The worker did not start: ${line}`)
  return {
    kill: async () => {
      child.kill('SIGKILL')
      await gone
    },
  }
}
