import { expect, it } from 'vitest'
import { compileExpression } from '../expression.ts'

const scope = { now: new Date('2026-05-06T07:08:09Z'), seed: '', settings: {} }
const evaluate = (text: string) => compileExpression(text).evaluate({}, scope)
const code = (text: string) =>
  evaluate(text).then(
    () => 'no fault',
    (fault: unknown) => (fault instanceof Error && 'code' in fault ? fault.code : fault),
  )

it('gives the date that the calendar of a time zone shows', async () => {
  expect(await evaluate('$isoDate(1767322800, "UTC")')).toBe('2026-01-02')
  expect(await evaluate('$isoDate(1767322800, "America/New_York")')).toBe('2026-01-01')
  expect(await evaluate('$isoDate("2026-01-02T03:00:00Z", "America/New_York")')).toBe('2026-01-01')
  expect(await evaluate('$isoDate("2026-01-02", "America/New_York")')).toBe('2026-01-02')
  expect(await evaluate('$isoDateTime(1767322800, "Asia/Kolkata")')).toBe(
    '2026-01-02T08:30:00+05:30',
  )
  expect(await evaluate('$isoDateTime(1767322800)')).toBe('2026-01-02T03:00:00+00:00')
})

it('finds the beginning of a day, also where clocks change', async () => {
  expect(await evaluate('$epochSeconds("2026-03-08", "America/New_York")')).toBe(
    Date.UTC(2026, 2, 8, 5) / 1000,
  )
  expect(await evaluate('$epochSeconds("2026-03-09", "America/New_York")')).toBe(
    Date.UTC(2026, 2, 9, 4) / 1000,
  )
  expect(await evaluate('$epochSeconds("2026-01-02T03:00:00Z")')).toBe(1767322800)
})

it('refuses what is no date, no time zone, or a time that would depend on the machine', async () => {
  expect(await code('$isoDate("yesterday")')).toBe('TR017')
  expect(await code('$isoDate("2026-02-31")')).toBe('TR017')
  expect(await code('$isoDate("2026-01-02T03:00:00", "UTC")')).toBe('TR017')
  expect(await code('$isoDate(0, "Mars/Base")')).toBe('TR018')
})

it('formats and reads with JSONata pictures', async () => {
  expect(await evaluate('$fromMillis(0, "[Y0001]-[M01]-[D01]")')).toBe('1970-01-01')
  expect(await evaluate('$toMillis("06 May 2026", "[D01] [MNn] [Y0001]")')).toBe(
    Date.UTC(2026, 4, 6),
  )
  expect(await evaluate('$toMillis("20260506", "[Y0001][M01][D01]")')).toBe(Date.UTC(2026, 4, 6))
})

it('knows countries by code and by English name', async () => {
  expect(await evaluate('$country("de")')).toBe('DE')
  expect(await evaluate('$country("Germany")')).toBe('DE')
  expect(await evaluate('$country("United States")')).toBe('US')
  expect(await evaluate('$country("U.S.A.")')).toBe('US')
  expect(await evaluate('$country("UK")')).toBe('GB')
  expect(await evaluate('$country("Côte d\'Ivoire")')).toBe('CI')
  expect(await evaluate('$country("")')).toBeUndefined()
  expect(await code('$country("Atlantis")')).toBe('TR016')
})
