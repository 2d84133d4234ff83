import { describe, expect, test } from 'vitest'
import { accountZone, zoneOf } from './time-zone.ts'

const signal = new AbortController().signal

/** An account that answers with its local time and the time in UTC. */
const account = (shown: string, utc: string) => ({
  query: () => Promise.resolve({ rows: [{ t: shown }], hasMore: false, total: 1 }),
  serverTime: () => Promise.resolve(new Date(utc)),
})

describe('the time zone of an account', () => {
  test('is learnt to the quarter of an hour, although the two answers are seconds apart', async () => {
    const offsets = await Promise.all(
      [
        account('2026-11-01 15:30:07', '2026-11-01T10:00:00Z'),
        account('2026-11-01 15:45:00', '2026-11-01T09:59:58Z'),
        account('2026-10-31 23:30:00', '2026-11-01T03:00:01Z'),
      ].map(async (one) => (await accountZone(one, null, signal)).offsetMinutes),
    )
    expect(offsets).toEqual([330, 345, -210])
  })

  test('that is named converts each instant with the offset of its own day', async () => {
    const winter = account('2026-12-01 04:00:00', '2026-12-01T12:00:00Z')
    const zone = await accountZone(winter, 'America/Los_Angeles', signal)
    expect(zone.agrees).toBe(true)
    expect(zone.atOrBefore(new Date('2026-12-01T12:00:00Z'))).toBe('2026-12-01 04:00:00')
    expect(zone.atOrBefore(new Date('2026-07-01T12:00:00Z'))).toBe('2026-07-01 05:00:00')
    const india = zoneOf({ named: 'Asia/Kolkata', offsetMinutes: 330, now: new Date(0) })
    expect(india.atOrAfter(new Date('2026-07-01T12:00:00.200Z'))).toBe('2026-07-01 17:30:01')
  })

  test('that is named wrongly counts for nothing', async () => {
    const winter = account('2026-12-01 04:00:00', '2026-12-01T12:00:00Z')
    const zone = await accountZone(winter, 'Europe/Berlin', signal)
    expect(zone).toMatchObject({ agrees: false, offsetMinutes: -480 })
    expect(zone.atOrBefore(new Date('2026-12-01T12:00:00Z'))).toBe('2026-12-01 04:00:00')
  })

  test('keeps both passes of the hour that clocks run through twice inside the bounds', () => {
    const now = new Date('2026-11-02T00:00:00Z')
    const zone = zoneOf({ named: 'America/Los_Angeles', offsetMinutes: -480, now })
    // 1:30 happens at 8:30 and again at 9:30 UTC; NetSuite may mean either.
    const [first, second] = ['2026-11-01T08:30:00Z', '2026-11-01T09:30:00Z']
    expect(zone.atOrBefore(new Date(first)) <= '2026-11-01 00:30:00').toBe(true)
    expect(zone.atOrBefore(new Date(second)) <= '2026-11-01 01:30:00').toBe(true)
    expect(zone.atOrAfter(new Date(first)) >= '2026-11-01 01:30:00').toBe(true)
    expect(zone.atOrAfter(new Date(second)) >= '2026-11-01 01:30:00').toBe(true)
  })

  test('without a name allows an hour for what lies more than a day back', () => {
    const now = new Date('2026-11-10T12:00:00Z')
    const zone = zoneOf({ named: null, offsetMinutes: -480, now })
    expect(zone.atOrBefore(new Date('2026-11-10T11:00:00Z'))).toBe('2026-11-10 03:00:00')
    // It was UTC−7 then: 5:00 in the account, which the bound must not be later than.
    expect(zone.atOrBefore(new Date('2026-10-20T12:00:00Z'))).toBe('2026-10-20 03:00:00')
    expect(zone.atOrAfter(new Date('2026-10-20T12:00:00Z'))).toBe('2026-10-20 05:00:00')
  })
})
