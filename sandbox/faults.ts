import { setTimeout as sleep } from 'node:timers/promises'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { MiddlewareHandler } from 'hono'
import { z } from 'zod'
import type { SandboxEnv } from './context.ts'

/**
 * One kind of trouble. `latency` waits; `status` answers with an HTTP status in the system's own
 * error shape and does nothing (or, with `after`, has done it); `drop-before` closes the socket before the request is carried out,
 * `drop-after` carries it out (commits) and then closes the socket without an answer.
 */
export const faultSchema = z.strictObject({
  kind: z.enum(['latency', 'status', 'drop-before', 'drop-after']),
  /** HTTP status for `status`: 429, 500, 503 … */
  status: z.number().int().min(400).max(599).optional(),
  /** The system's own name of the error, where a status has several: `lock_timeout` for 429. */
  code: z.string().optional(),
  /** Headers of the answer, for `status`: `{"Stripe-Should-Retry": "true"}`, `Retry-After`. */
  headers: z.record(z.string(), z.string()).optional(),
  /** For `status`: carries the request out (commits) and then answers that it failed. */
  after: z.boolean().optional(),
  /** Milliseconds to wait, for `latency`. */
  delayMs: z.number().min(0).max(600_000).optional(),
  /** Only this HTTP method; every method when left out. */
  method: z.string().toUpperCase().optional(),
  /** Only paths that match this regular expression; every path when left out. */
  path: z.string().optional(),
  /** Strike this many times, then disappear; for ever when left out. */
  times: z.number().int().positive().optional(),
  /** Strike with this probability, 0 to 1; always when left out. */
  probability: z.number().min(0).max(1).optional(),
})

export type Fault = z.infer<typeof faultSchema>

/** The faults set on one stand-in system. They live in memory: a restart heals the system. */
export interface Faults {
  list: () => Fault[]
  add: (fault: Fault) => void
  clear: () => void
  /** Hono middleware; `refuse` builds the system's own error answer for a status and a code. */
  middleware: (refuse: (status: number, code?: string) => Response) => MiddlewareHandler<SandboxEnv>
}

/** Makes an empty set of faults. `random` (0 ≤ x < 1) decides faults with a probability. */
export function createFaults(random: () => number = Math.random): Faults {
  let faults: (Fault & { pattern: RegExp | null; left: number })[] = []
  const strikes = (fault: (typeof faults)[number], method: string, path: string): boolean => {
    if (fault.left <= 0) return false
    if (fault.method && fault.method !== method) return false
    if (fault.pattern && !fault.pattern.test(path)) return false
    if (fault.probability !== undefined && random() >= fault.probability) return false
    fault.left -= 1
    return true
  }
  return {
    list: () =>
      faults.map(({ pattern: _, left, ...fault }) =>
        left === Infinity ? fault : { ...fault, times: left },
      ),
    add: (fault) => {
      const pattern = fault.path === undefined ? null : new RegExp(fault.path)
      faults.push({ ...fault, pattern, left: fault.times ?? Infinity })
    },
    clear: () => {
      faults = []
    },
    middleware: (refuse) => async (c, next) => {
      if (c.req.path.startsWith('/_sandbox')) return next()
      const struck = faults.filter((fault) => strikes(fault, c.req.method, c.req.path))
      faults = faults.filter((fault) => fault.left > 0)
      for (const fault of struck) if (fault.kind === 'latency') await sleep(fault.delayMs ?? 1000)
      const status = struck.find((fault) => fault.kind === 'status')
      if (status && !status.after) return answer(status, refuse)
      if (struck.some((fault) => fault.kind === 'drop-before')) {
        c.env.incoming.socket.destroy()
        return RESPONSE_ALREADY_SENT
      }
      await next()
      if (struck.some((fault) => fault.kind === 'drop-after')) {
        c.env.incoming.socket.destroy()
        return RESPONSE_ALREADY_SENT
      }
      if (status) c.res = answer(status, refuse)
    },
  }
}

function answer(fault: Fault, refuse: (status: number, code?: string) => Response): Response {
  const response = refuse(fault.status ?? 500, fault.code)
  for (const [name, value] of Object.entries(fault.headers ?? {})) {
    response.headers.set(name, value)
  }
  return response
}
