import type { SourcePage } from '#nodes/runner.ts'

const HOUR_MS = 3_600_000

/** How far back is looked, one after the other, in ms. */
const SPANS_MS = [HOUR_MS, 24 * HOUR_MS, 7 * 24 * HOUR_MS, 30 * 24 * HOUR_MS, 365 * 24 * HOUR_MS]

/**
 * Reads a few of the newest records of a source, whatever order it gives them in: of the shortest span
 * of time up to `until` that holds enough, else of all times. Gives one page that ends the source.
 */
export async function readNewest(
  read: (since: Date | null) => Promise<SourcePage>,
  { until, limit }: { until: Date; limit: number },
): Promise<SourcePage> {
  for (const span of SPANS_MS) {
    const page = await read(new Date(until.getTime() - span))
    if (page.records.length >= limit) return { ...page, next: null }
  }
  return { ...(await read(null)), next: null }
}
