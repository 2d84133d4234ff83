const last = new Map<string, Promise<unknown>>()

/**
 * Runs `work` after every other work under the same key in this process has ended. Stripe answers
 * `lock_timeout` when two requests change one object at once
 * (https://docs.stripe.com/rate-limits#object-lock-timeouts); between processes the retry has to do.
 */
export async function withObjectLock<T>(key: string, work: () => Promise<T>): Promise<T> {
  const before = last.get(key)
  const mine = (before ?? Promise.resolve()).then(work, work)
  const ended = mine.catch(() => undefined)
  last.set(key, ended)
  try {
    return await mine
  } finally {
    if (last.get(key) === ended) last.delete(key)
  }
}
