/** NetSuite's clock: signatures and tokens are refused when ours is minutes off. */
export interface Clock {
  /** Milliseconds since 1970, UTC, as NetSuite sees it. */
  now(): number
  /** Learns from the `Date` header of an answer; true when that moved our idea of the time. */
  learn(dateHeader: string | undefined): boolean
}

/** Differences below this are left alone: the header is exact to the second only. */
const TOLERATED_MS = 5_000

/** A clock that begins as the machine's own and follows the answers of the server. */
export function serverClock(machine: () => number = Date.now): Clock {
  let offset = 0
  return {
    now: () => machine() + offset,
    learn: (dateHeader) => {
      const date = dateHeader ? Date.parse(dateHeader) : Number.NaN
      if (Number.isNaN(date)) return false
      const seen = date - machine()
      if (Math.abs(seen - offset) < TOLERATED_MS) return false
      offset = seen
      return true
    },
  }
}
