import { NodeError } from '../errors.ts'
import type { NetSuiteReader } from './client.ts'

/** Zones differ from UTC by whole quarters of an hour. */
const QUARTER_MINUTES = 15

/**
 * Minutes that the account's time zone is ahead of UTC just now (negative west of Greenwich): SuiteQL
 * shows and compares dates in the account's zone. It changes with daylight saving time, so ask per run.
 * https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/article_0528010158.html
 */
export async function accountZoneOffset(
  client: Pick<NetSuiteReader, 'query' | 'serverTime'>,
  signal: AbortSignal,
): Promise<number> {
  const [page, utc] = await Promise.all([
    client.query("SELECT TO_CHAR(CURRENT_TIMESTAMP,'YYYY-MM-DD HH24:MI:SS') AS t FROM DUAL", [], {
      limit: 1,
      signal,
    }),
    client.serverTime(signal),
  ])
  const shown = page.rows[0]?.t
  const local = shown ? Date.parse(`${shown.replace(' ', 'T')}Z`) : Number.NaN
  if (Number.isNaN(local))
    throw new NodeError({
      class: 'parse',
      code: 'time-zone',
      message: `NetSuite did not tell its local time, but "${shown ?? ''}".`,
    })
  const quarters = Math.round((local - utc.getTime()) / 60_000 / QUARTER_MINUTES)
  return quarters * QUARTER_MINUTES
}
