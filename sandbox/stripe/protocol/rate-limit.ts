/** Counts the calls of the last second, whatever they ask for. */
export interface RateLimit {
  /** Counts a call and lets it in, unless `perSecond` have been let in within a second. */
  admits: (perSecond: number) => boolean
}

/**
 * Stripe's limit on calls per second and account (https://docs.stripe.com/rate-limits). `clock`
 * gives milliseconds; it is the wall clock, because calls come in real time.
 */
export function createRateLimit(clock: () => number = () => performance.now()): RateLimit {
  let admitted: number[] = []
  return {
    admits: (perSecond) => {
      const now = clock()
      admitted = admitted.filter((at) => at > now - 1000)
      if (admitted.length >= perSecond) return false
      admitted.push(now)
      return true
    },
  }
}
