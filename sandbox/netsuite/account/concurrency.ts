import type { MiddlewareHandler } from 'hono'
import type { SandboxEnv } from '../../context.ts'

/** Counts the requests under way, as the account's concurrency governance does over all services. */
export interface Concurrency {
  /** Middleware of a service; `refuse` builds its answer to the request that is one too many. */
  middleware: (refuse: () => Response) => MiddlewareHandler<SandboxEnv>
  /** The most requests that have been under way at once, the refused ones included. */
  highest: () => number
  forget: () => void
}

/**
 * Refuses requests while `limit` are under way; nothing waits. The limit is asked at each request,
 * so that it can be lowered while requests run.
 */
export function createConcurrency(limit: () => Promise<number>): Concurrency {
  let running = 0
  let highest = 0
  return {
    middleware: (refuse) => async (_, next) => {
      const allowed = await limit()
      highest = Math.max(highest, running + 1)
      if (running >= allowed) return refuse()
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
