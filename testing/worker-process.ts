import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../engine/main.ts', import.meta.url))

/** A worker as its own process, as `npm start` runs it. */
export interface WorkerProcess {
  /** SIGKILL: nothing of the process's own clean-up runs. Resolves when it is gone. */
  kill: () => Promise<void>
  /** SIGTERM: it finishes what it is doing. Resolves when it is gone. */
  stop: () => Promise<void>
  /** Everything it has written to its log so far. */
  output: () => string
}

/** Starts a worker process and waits until it takes jobs. */
export async function spawnWorker(options: {
  databaseUrl: string
  secretText: string
  /** Pages it executes at once. */
  pages?: number
}): Promise<WorkerProcess> {
  const child = spawn(process.execPath, [MAIN], {
    env: {
      ...process.env,
      DATABASE_URL: options.databaseUrl,
      TRIBUTARY_SECRET_KEY: options.secretText,
      ...(options.pages ? { TRIBUTARY_WORKER_PAGES: String(options.pages) } : {}),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout.on('data', (chunk) => (output += String(chunk)))
  child.stderr.on('data', (chunk) => {
    output += String(chunk)
    process.stderr.write(chunk)
  })
  const gone = once(child, 'exit')
  const [line] = await Promise.race([once(child.stdout, 'data'), gone])
  if (!String(line).includes('"ready":true')) throw new Error(`The worker did not start: ${line}`)
  const end = async (signal: 'SIGKILL' | 'SIGTERM') => {
    child.kill(signal)
    await gone
  }
  return {
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    output: () => output,
  }
}
