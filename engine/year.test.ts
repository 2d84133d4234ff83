import { expect, test } from 'vitest'
import { runYear, type YearResult } from '../testing/year/run-year.ts'

/** Alone on a machine of two cores it takes about a minute; several may share it. */
const TIME = { timeout: 600_000 }

/**
 * What only a person can settle in the life of this company. An invoice is voided in Stripe after it
 * was booked: the flows of invoices (by schedule and in real time) ask for its void in NetSuite.
 */
const EXPECTED_ERROR =
  /^The invoice was voided in Stripe, but it is booked as NetSuite invoice \d+\./

/** The books agree, nothing is double, all that was left out says why, and nothing is left to do. */
function expectClosed(year: YearResult): void {
  const messages = year.errors.map((error) => error.message)
  expect(messages.filter((text) => !EXPECTED_ERROR.test(text))).toEqual([])
  expect(year.report.differing).toEqual([])
  expect(year.report.duplicates).toEqual([])
  expect(year.report.excluded.filter((one) => one.reason.trim() === '')).toEqual([])
  for (const row of year.report.objects) expect(row.netsuite).toEqual(row.stripe)
  expect(year.lastWrites).toBe(0)
}

test('after a quarter of business with every flow at work the books agree', TIME, async () => {
  const year = await runYear({ seed: 7, size: 'tiny', everyWeeks: 4 })
  expect(year.flows).toHaveLength(12)
  expect(year.ledger['Stripe invoices']).toBeGreaterThan(30)
  expect(year.ledger['invoices voided in Stripe']).toBe(1)
  expectClosed(year)
})
