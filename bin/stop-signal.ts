import { readFileSync } from 'node:fs'
import { isPidAlive } from './file-lock.mjs'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const NPM_POLL_MS = 1000
/** npm → sh → bootstrap → us, at most. */
const GENERATIONS = 4

/**
 * Calls `stop` once when we are told to end: Ctrl-C, SIGTERM, or the terminal closing. Under npm
 * also when npm itself was killed, which it cannot pass on.
 */
export function onStopSignal(stop: () => void): void {
  let called = false
  const once = () => {
    if (called) return
    called = true
    stop()
  }
  for (const signal of SIGNALS) process.on(signal, once)
  // Once the terminal is gone each line printed to it fails; that must not end us half-way.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
  const npm = npmAbove()
  if (npm === null) return
  setInterval(() => {
    if (!isPidAlive(npm)) once()
  }, NPM_POLL_MS).unref()
}

/** Process number of the npm that started us; null without npm or where there is no /proc. */
function npmAbove(): number | null {
  if (!process.env.npm_lifecycle_event) return null
  let pid = process.ppid
  try {
    for (let generation = 0; generation < GENERATIONS && pid > 1; generation++) {
      if (/^npm\b/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'))) return pid
      const status = readFileSync(`/proc/${pid}/status`, 'utf8')
      pid = Number(/^PPid:\s*(\d+)/m.exec(status)?.[1] ?? 0)
    }
  } catch {
    return null
  }
  return null
}
