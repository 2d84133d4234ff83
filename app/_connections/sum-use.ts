import type { Outputs } from '../_server/router.ts'

type Minute = Outputs['connections']['use'][number]

/** What was done with a connection in a part of the time shown. */
export interface UseBucket {
  /** Beginning, in ms since 1970. */
  at: number
  requests: number
  failed: number
  rateLimited: number
  /** Most requests under way at once. */
  peak: number
  limit: number
}

/**
 * Sums minutes up to equal parts of the time that ends with `now` (ms). Parts in which nothing was
 * asked are there as well, with zeros.
 */
export function sumUse(
  minutes: readonly Minute[],
  span: { now: number; hours: number; parts: number },
): UseBucket[] {
  const width = (span.hours * 3_600_000) / span.parts
  const start = span.now - span.hours * 3_600_000
  const buckets = Array.from({ length: span.parts }, (_, index): UseBucket => ({
    at: start + index * width,
    requests: 0,
    failed: 0,
    rateLimited: 0,
    peak: 0,
    limit: 0,
  }))
  for (const minute of minutes) {
    const index = Math.floor((new Date(minute.at).getTime() - start) / width)
    const bucket = buckets[Math.min(Math.max(index, 0), span.parts - 1)]
    if (!bucket) continue
    bucket.requests += minute.requests
    bucket.failed += minute.failed
    bucket.rateLimited += minute.rateLimited
    bucket.peak = Math.max(bucket.peak, minute.peakInFlight)
    bucket.limit = Math.max(bucket.limit, minute.limit)
  }
  return buckets
}
