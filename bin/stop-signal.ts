const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const PARENT_POLL_MS = 1000

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
  if (!process.env.npm_lifecycle_event) return
  const parent = process.ppid
  setInterval(() => {
    if (process.ppid !== parent) once()
  }, PARENT_POLL_MS).unref()
}
