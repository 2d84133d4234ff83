import { NodeError } from '../../errors.ts'
import type { NetSuiteReader } from './client.ts'

/** The zone in which SuiteQL shows and compares moments. */
export interface AccountZone {
  /** Minutes that the account is ahead of UTC now; negative west of Greenwich. */
  offsetMinutes: number
  /** False when the named zone has another offset now than NetSuite. */
  agrees: boolean
  /** Account time, `YYYY-MM-DD HH24:MI:SS`, at or before which nothing after the instant can lie. */
  atOrBefore(instant: Date): string
  /** Account time at or after which nothing before the instant can lie. */
  atOrAfter(instant: Date): string
}

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

/** Zones differ from UTC by whole quarters of an hour. */
const QUARTER_MINUTES = 15

/** Without a name it is not known when the clocks change: nearly every zone moves by one hour. */
const UNKNOWN_CHANGE_MINUTES = 60

/**
 * Learns the account's zone. NetSuite tells its present offset only, which is wrong on the other side
 * of a change of clocks; so a connection may name the zone, and each instant is converted with the
 * offset of its day. Within a day of a change, and without a name for everything older than a day,
 * the bounds are moved by the size of the change: a local time then exists twice, and what is read
 * too much is found unchanged.
 * https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/article_0528010158.html
 */
export async function accountZone(
  client: Pick<NetSuiteReader, 'query' | 'serverTime'>,
  named: string | null,
  signal: AbortSignal,
): Promise<AccountZone> {
  const now = await client.serverTime(signal)
  const offsetMinutes = await presentOffset(client, now, signal)
  const agrees = named === null || zoneOffset(named, now) === offsetMinutes
  // A name that does not fit the account would shift every cursor: what NetSuite says counts.
  return zoneOf({ named: agrees ? named : null, offsetMinutes, now, agrees })
}

/** The conversions for a zone that is known by its name, or else by its present offset. */
export function zoneOf(zone: {
  named: string | null
  offsetMinutes: number
  now: Date
  agrees?: boolean
}): AccountZone {
  const { named, offsetMinutes, now, agrees = true } = zone
  const offsetAt = (instant: Date) => (named ? zoneOffset(named, instant) : offsetMinutes)
  const doubtAt = (instant: Date) => {
    if (!named) return now.getTime() - instant.getTime() > DAY_MS ? UNKNOWN_CHANGE_MINUTES : 0
    const around = [-DAY_MS, 0, DAY_MS].map((ms) => offsetAt(new Date(instant.getTime() + ms)))
    return Math.max(...around) - Math.min(...around)
  }
  const shown = (instant: Date, shift: number) => {
    const minutes = offsetAt(instant) + shift * doubtAt(instant)
    const local = new Date(instant.getTime() + minutes * MINUTE_MS)
    return local.toISOString().slice(0, 19).replace('T', ' ')
  }
  return {
    offsetMinutes,
    agrees,
    atOrBefore: (instant) => shown(instant, -1),
    // Account times have no fractions: the second that has begun is still to be read.
    atOrAfter: (instant) => shown(new Date(Math.ceil(instant.getTime() / 1000) * 1000), 1),
  }
}

/** Minutes that NetSuite's local time is ahead of UTC now. */
async function presentOffset(
  client: Pick<NetSuiteReader, 'query'>,
  now: Date,
  signal: AbortSignal,
): Promise<number> {
  const sql = "SELECT TO_CHAR(CURRENT_TIMESTAMP,'YYYY-MM-DD HH24:MI:SS') AS t FROM DUAL"
  const page = await client.query(sql, [], { limit: 1, signal })
  const shown = page.rows[0]?.t
  const local = shown ? Date.parse(`${shown.replace(' ', 'T')}Z`) : Number.NaN
  if (Number.isNaN(local))
    throw new NodeError({
      class: 'parse',
      code: 'time-zone',
      message: `NetSuite did not tell its local time, but "${shown ?? ''}".`,
    })
  const quarters = Math.round((local - now.getTime()) / MINUTE_MS / QUARTER_MINUTES)
  return quarters * QUARTER_MINUTES
}

/** Minutes that a named zone is ahead of UTC at an instant. */
function zoneOffset(timeZone: string, instant: Date): number {
  const parts = formatFor(timeZone).formatToParts(instant)
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? ''
  const [, sign, hours = '0', minutes = '0'] = /([+-])(\d+):(\d+)/.exec(name) ?? []
  const ahead = Number(hours) * 60 + Number(minutes)
  return sign === '-' ? -ahead : ahead
}

/** Making a format costs a hundred times as much as using it. */
const formats = new Map<string, Intl.DateTimeFormat>()

function formatFor(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known) return known
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
  formats.set(timeZone, format)
  return format
}
