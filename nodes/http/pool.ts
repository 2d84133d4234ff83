import { Agent } from 'undici'
import { lookupPublic } from './private-addresses.ts'
import { SLOTS } from './slots.ts'

const CONNECT_TIMEOUT_MS = 10_000
/** Larger answers are refused, so that one answer cannot fill a worker's memory. */
const LARGEST_ANSWER = 50_000_000

/**
 * Keep-alive sockets for HTTP nodes. `fetch` costs 0.3 ms more per request than a pool; redirects
 * are not followed. `public` refuses names that lead to private addresses, `any` does not.
 */
const pools = new Map<'public' | 'any', Agent>()

/** The process-wide pool; made at first use. */
export function httpPool(reach: 'public' | 'any'): Agent {
  const known = pools.get(reach)
  if (known) return known
  const pool = new Agent({
    connections: SLOTS,
    maxResponseSize: LARGEST_ANSWER,
    connect: {
      timeout: CONNECT_TIMEOUT_MS,
      ...(reach === 'public' ? { lookup: lookupPublic } : {}),
    },
  })
  pools.set(reach, pool)
  return pool
}

/** Closes every socket once its request has ended: at shutdown, and after tests. */
export async function closeHttpPools(): Promise<void> {
  const open = [...pools.values()]
  pools.clear()
  await Promise.all(open.map((pool) => pool.close()))
}
