import { spawn, type ChildProcess } from 'node:child_process'
import { createWriteStream, existsSync, readFileSync, renameSync, statSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'

const LONGEST_DELAY_MS = 30_000
/** A process that lived this long is healthy: its next death counts as the first again. */
const HEALTHY_MS = 60_000
const LAST_WORDS_MS = 1_000
const LARGEST_LOG = 20 * 1024 * 1024

/** A process that is started again whenever it dies. */
export interface Supervised {
  name: string
  /** Rejects with the end of the log when it dies before it was ready for the first time. */
  ready: Promise<void>
  /** Stops it for good: SIGTERM, and SIGKILL when it does not end in `graceMs`. */
  stop: () => Promise<void>
}

export interface SupervisedOptions {
  name: string
  /** Arguments for Node: the script and its own. */
  args: string[]
  env: Record<string, string | undefined>
  log: string
  /** Has it come up? Asked for every line it prints and every 100 ms. */
  isReady: (line: string | null) => boolean | Promise<boolean>
  /** How long it may take to finish what it is at when told to stop. */
  graceMs: number
  /** Hears sentences worth showing, such as a death and the errors it logs. */
  onNews: (text: string) => void
  /** Hears the process number at every start, and null at every end. */
  onPid: (pid: number | null) => void
}

/**
 * Starts a Node process and, once it was ready, keeps it alive: started again at once after the
 * first death, then after 1, 2, 4 … 30 s. All it prints goes to its log file.
 */
export function supervise(options: SupervisedOptions): Supervised {
  const { name, log } = options
  if (existsSync(log) && statSync(log).size > LARGEST_LOG) renameSync(log, `${log}.1`)
  const output = createWriteStream(log, { flags: 'a' })
  const stopping = new AbortController()
  let child: ChildProcess | null = null
  let deaths = 0
  let wasReady = false

  const launch = () => {
    const startedAt = Date.now()
    // A session of its own: Ctrl-C reaches the supervisor only, which stops all in good order.
    const started = spawn(process.execPath, options.args, {
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    })
    child = started
    options.onPid(started.pid ?? null)
    const ready = untilReady(started, options)
    for (const stream of [started.stdout, started.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        output.write(`${line}\n`)
        const error = loggedError(line)
        if (error) options.onNews(`${name}: ${error}`)
      })
    }
    started.on('exit', (code, signal) => {
      child = null
      options.onPid(null)
      if (stopping.signal.aborted || !wasReady) return
      deaths = Date.now() - startedAt > HEALTHY_MS ? 1 : deaths + 1
      const delay = deaths === 1 ? 0 : Math.min(1000 * 2 ** (deaths - 2), LONGEST_DELAY_MS)
      const when = delay === 0 ? 'now' : `in ${delay / 1000} s`
      options.onNews(
        `${name} ended unexpectedly (${signal ?? `code ${code}`}); starting it again ${when}. Its log: ${log}`,
      )
      // A new try that fails ends in this handler again.
      void pause(delay, null, { signal: stopping.signal })
        .then(launch)
        .catch(() => {})
    })
    return ready
  }

  const ready = launch().then(() => {
    wasReady = true
  })
  // Whoever waits for it hears of the failure; nobody may wait while all is being stopped.
  ready.catch(() => {})

  return {
    name,
    ready,
    stop: async () => {
      stopping.abort()
      if (child) await end(child, options.graceMs)
      await new Promise<void>((written) => output.end(written))
    },
  }
}

async function untilReady(child: ChildProcess, options: SupervisedOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const check = async (line: string | null) => {
      if (await options.isReady(line)) settle()
    }
    const timer = setInterval(() => void check(null), 100)
    const settle = (fault?: Error) => {
      clearInterval(timer)
      if (fault) reject(fault)
      else resolve()
    }
    if (child.stdout)
      createInterface({ input: child.stdout }).on('line', (line) => void check(line))
    child.on('exit', (code, signal) => {
      // Let the last lines reach the log before it is quoted.
      setTimeout(() => {
        const how = signal ?? `code ${code}`
        settle(new Error(`${options.name} did not start (${how}). ${logTail(options.log)}`))
      }, 200)
    })
  })
}

function end(child: ChildProcess, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), graceMs)
    child.once('exit', () => {
      clearTimeout(timer)
      // Its last words are still in the pipe; a grandchild may hold the pipe open for ever.
      setTimeout(resolve, LAST_WORDS_MS)
    })
    child.once('close', () => resolve())
    child.kill('SIGTERM')
  })
}

/** The message of a log line of level error or above (pino: 50); null for any other line. */
function loggedError(line: string): string | null {
  if (!line.startsWith('{')) return null
  try {
    const entry: unknown = JSON.parse(line)
    if (typeof entry !== 'object' || entry === null || !('level' in entry)) return null
    const isError = typeof entry.level === 'number' ? entry.level >= 50 : entry.level === 'error'
    return isError && 'msg' in entry ? String(entry.msg) : null
  } catch {
    return null
  }
}

function logTail(log: string): string {
  const lines = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').slice(-15) : []
  return `The end of ${log}:\n${lines.join('\n')}`
}
