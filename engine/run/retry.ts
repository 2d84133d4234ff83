import { RETRIED_CLASSES, type NodeError } from '#nodes/errors.ts'

/** A record is tried this often by itself before it becomes a person's business. */
export const MAX_TRIES = 5

const FIRST_DELAY_MS = 1_000
/** Five tries then outlast a trouble of half a minute, as when a server is replaced. */
const DELAY_GROWTH = 3

/**
 * When a failed record is tried again, in ms from now; null when only a person can help. The
 * destination's own wish (Retry-After, RFC 9110 §10.2.3) is obeyed; else the delay triples from 1 s,
 * with "equal jitter" (half fixed, half chance), so that records that failed together do not come
 * back together. `tries` counts the tries so far, the failed one included; `random` is in [0, 1).
 */
export function retryDelay(error: NodeError, tries: number, random: number): number | null {
  if (!RETRIED_CLASSES.has(error.class) || tries >= MAX_TRIES) return null
  const delay = FIRST_DELAY_MS * DELAY_GROWTH ** (tries - 1)
  const jittered = delay / 2 + (delay / 2) * random
  return Math.round(Math.max(jittered, error.retryAfterMs ?? 0))
}
