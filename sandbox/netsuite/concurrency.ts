import type { MiddlewareHandler } from 'hono'
import type { SandboxEnv } from '../context.ts'
import { errorOfStatus } from './errors.ts'

/** Counts the requests under way, as the account's concurrency governance does. */
export interface Concurrency {
  middleware: MiddlewareHandler<SandboxEnv>
  /** The most requests that have been under way at once, the refused ones included. */
  highest: () => number
  forget: () => void
}

/** Answers 429 while `limit` requests are under way; nothing waits. */
export function createConcurrency(limit: () => Promise<number>): Concurrency {
  let running = 0
  let highest = 0
  return {
    middleware: async (_, next) => {
      const allowed = await limit()
      highest = Math.max(highest, running + 1)
      if (running >= allowed) return errorOfStatus(429).response()
      running += 1
      try {
        await next()
      } finally {
        running -= 1
      }
    },
    highest: () => highest,
    forget: () => {
      highest = 0
    },
  }
}
