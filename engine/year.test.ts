import { expect, test } from 'vitest'
import { dumpDifferences } from '../testing/year/dump.ts'
import { runYear, type YearResult } from '../testing/year/run-year.ts'

/** Alone on a machine of two cores a year takes a minute or two; several may share it. */
const TIME = { timeout: 900_000 }

/** What only a person can settle, as it happens in the life of every company. */
const EXPECTED_ERRORS = [
  /voided in Stripe, but it is booked/,
  /paid in NetSuite, (but )?void in Stripe/i,
  /\b(two|several|both|\d+) .*customers/i,
  /void/i,
]

/** The books agree, nothing is double, all that was left out says why, and nothing is left to do. */
function expectClosed(year: YearResult): void {
  const messages = year.errors.map((error) => error.message)
  const odd = messages.filter((text) => !EXPECTED_ERRORS.some((one) => one.test(text)))
  expect(odd).toEqual([])
  expect(year.report.differing).toEqual([])
  expect(year.report.duplicates).toEqual([])
  expect(year.report.excluded.filter((one) => one.reason.trim() === '')).toEqual([])
  for (const row of year.report.objects) expect(row.netsuite).toEqual(row.stripe)
  expect(year.lastWrites).toBe(0)
}

test('after a year of business with every flow at work the books agree', TIME, async () => {
  const year = await runYear({ seed: 1, size: 'quick', everyWeeks: 4 })
  expect(year.ledger['Stripe invoices']).toBeGreaterThan(300)
  expectClosed(year)
})

test('a quarter with faults, lost answers and killed workers comes to the same', TIME, async () => {
  const year = { seed: 2, size: 'tiny', everyWeeks: 2 } as const
  const plain = await runYear(year)
  expectClosed(plain)
  const troubled = await runYear({ ...year, faults: true })
  expectClosed(troubled)
  expect(dumpDifferences(plain.dump, troubled.dump)).toEqual([])
})
