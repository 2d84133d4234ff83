import type { NetSuiteReader } from './client.ts'

/** SuiteQL's mask for account time to the second. */
const MASK = 'YYYY-MM-DD HH24:MI:SS'

/** SQL that reads a moment in account time from a bound value. */
export const MOMENT = `TO_TIMESTAMP(?, '${MASK}')`

/** SQL that shows a moment column as text in account time. */
export const momentText = (column: string) => `TO_CHAR(${column}, '${MASK}')`

/** A period as bounds in account time: nothing that changed in it lies outside of them. */
export async function accountPeriod(
  client: Pick<NetSuiteReader, 'zone'>,
  period: { since: Date; until: Date },
  signal: AbortSignal,
): Promise<{ since: string; until: string }> {
  const zone = await client.zone(signal)
  return { since: zone.atOrBefore(period.since), until: zone.atOrAfter(period.until) }
}

const DAY_MS = 24 * 3600 * 1000

/** Where a source begins to read: at its cursor, or some days back on the first run. */
export function readsSince(
  context: { since: Date | null; until: Date },
  backfillDays: number | null,
): Date {
  return context.since ?? new Date(context.until.getTime() - (backfillDays ?? 365) * DAY_MS)
}
