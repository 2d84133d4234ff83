import type { JsonObject } from '../../json.ts'
import { BOOKABLE, ELIGIBLE } from './eligible.ts'
import { ASIDE, CREDITED, FAILED, FROM_NETSUITE, HELD, ON_RECORD, TWO } from './samples.ts'

/** What the tests assume, whatever the part's own settings are. */
const SETTINGS: JsonObject = {
  ...{ accountTimeZone: 'America/Los_Angeles', outOfBand: false, paymentDate: 'paid' },
}

const FIRST: JsonObject = {
  ...{ id: 'inpay_1', paymentIntent: 'pi_1', charge: 'ch_1', amount: 4000, currency: 'usd' },
  ...{ created: 1_772_351_940, method: 'card', receipt: null, exchangeRate: null, last: false },
  whole: true,
}
const SECOND: JsonObject = {
  ...{ ...FIRST, id: 'inpay_2', paymentIntent: 'pi_2', charge: 'ch_2' },
  ...{ amount: 6000, last: true },
}
const OUTSIDE: JsonObject = {
  ...{ id: 'in_1-oob', amount: 6000, currency: 'usd', created: 1_772_351_940 },
  ...{ method: 'out_of_band', last: true },
}

/** The part's own tests: each gives one record to one step and says what must come out. */
export const TESTS: JsonObject[] = [
  test('an invoice that credit settled has no money to book', 'eligible', CREDITED, {
    filtered: ELIGIBLE[0]?.reason ?? null,
  }),
  test('an invoice that is held back is left out', 'eligible', HELD, {
    filtered: ELIGIBLE[1]?.reason ?? null,
  }),
  test('two payments are booked as two', 'money', TWO, { ...TWO, money: [FIRST, SECOND] }),
  test('a payment that failed in the end says so', 'money', FAILED, {
    ...FAILED,
    money: [{ ...FIRST, failed: true, last: true }],
  }),
  test(
    'a payment that failed in the end is not booked',
    'recent',
    { paid: { failed: true } },
    {
      filtered: BOOKABLE[0]?.reason ?? null,
    },
  ),
  test('money outside of Stripe is left out', 'money', ASIDE, {
    ...ASIDE,
    money: [{ ...FIRST, last: true }],
  }),
  test(
    'money outside of Stripe is booked when the setting says so',
    'money',
    ASIDE,
    { ...ASIDE, money: [FIRST, OUTSIDE] },
    { outOfBand: true },
  ),
  test(
    'money that NetSuite told Stripe of does not come back',
    'money',
    FROM_NETSUITE,
    { ...FROM_NETSUITE, money: [{ ...FIRST, last: true }] },
    { outOfBand: true },
  ),
  test(
    'a payment of a part that NetSuite put on record does not come back',
    'money',
    ON_RECORD,
    { ...ON_RECORD, money: [FIRST, { ...OUTSIDE, id: 'inpay_3', amount: 2500 }] },
    { outOfBand: true },
  ),
  test(
    'a payment is of the day of its charge when the setting says so',
    'money',
    ASIDE,
    { ...ASIDE, money: [{ ...FIRST, created: 1_772_348_340, last: true }] },
    { paymentDate: 'charged' },
  ),
]

function test(
  name: string,
  node: string,
  input: JsonObject,
  expect: JsonObject,
  settings: JsonObject = {},
): JsonObject {
  return { name, node, input, expect, settings: { ...SETTINGS, ...settings } }
}
