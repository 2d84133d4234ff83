/** Requests under way at once per origin; the flows of a process share them. */
export const SLOTS = 10

const queues = new Map<string, { inUse: number; waiting: (() => void)[] }>()

/**
 * Runs `work` when fewer than SLOTS requests of this process are under way to the origin, first come
 * first served. Throws the signal's reason when it aborts while waiting.
 */
export async function inSlot<T>(
  origin: string,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  const queue = queues.get(origin) ?? { inUse: 0, waiting: [] }
  queues.set(origin, queue)
  signal.throwIfAborted()
  if (queue.inUse < SLOTS) queue.inUse += 1
  else await turn(queue.waiting, signal)
  try {
    return await work()
  } finally {
    const next = queue.waiting.shift()
    // The slot goes straight to the next in line, so that nobody can slip in between.
    if (next) next()
    else queue.inUse -= 1
    if (queue.inUse === 0) queues.delete(origin)
  }
}

function turn(waiting: (() => void)[], signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const start = () => {
      signal.removeEventListener('abort', leave)
      resolve()
    }
    const leave = () => {
      waiting.splice(waiting.indexOf(start), 1)
      reject(signal.reason)
    }
    signal.addEventListener('abort', leave, { once: true })
    waiting.push(start)
  })
}
