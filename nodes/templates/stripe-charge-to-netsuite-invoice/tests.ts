import type { JsonObject } from '../../json.ts'
import { ELIGIBLE } from './eligible.ts'
import { CARD, FOR_INVOICE, PARTLY, YEN } from './samples.ts'

/** What the tests assume, whatever the flow's own settings are. */
const SETTINGS: JsonObject = {
  ...{ accountTimeZone: 'America/Los_Angeles', subsidiary: '1', defaultItem: '90' },
  ...{ chargeItem: '95', exchangeRateSource: 'netsuite' },
}

const BOOKED: JsonObject = { ...FOR_INVOICE, booked: { id: '11' } }

/** The flow's own tests: each gives one record to one step and says what must come out. */
export const TESTS: JsonObject[] = [
  test('a charge that pays a NetSuite invoice makes no other one', 'eligible', FOR_INVOICE, {
    filtered: ELIGIBLE.at(-1)?.reason ?? null,
  }),
  test('a charge that this flow booked goes on', 'eligible', BOOKED, BOOKED),
  test('49.99 by card', 'fields', CARD, mapped(CARD, 49.99)),
  test(
    '¥5,000 stay 5,000',
    'fields',
    YEN,
    mapped(YEN, 5000, { currency: '5', memo: 'Stripe charge ch_1' }),
  ),
  test('only what was captured is booked', 'fields', PARTLY, mapped(PARTLY, 60)),
  test('the default item stands in', 'fields', CARD, mapped(CARD, 49.99, { item: '90' }), {
    chargeItem: '',
  }),
]

function mapped(
  input: JsonObject,
  amount: number,
  { currency = '1', memo = 'Workshop', item = '95' } = {},
): JsonObject {
  const line = {
    ...{ item: { id: item }, description: memo, quantity: 1, price: { id: '-1' } },
    ...{ rate: amount, amount },
  }
  return {
    ...input,
    invoiceFields: {
      ...{ entity: { id: '5001' }, subsidiary: { id: '1' }, currency: { id: currency } },
      ...{ tranDate: '2026-02-28', dueDate: '2026-02-28', memo },
      ...{ custbody_stripe_charge_id: 'ch_1', custbody_stripe_payment_id: 'pi_1' },
      item: { items: [line] },
    },
  }
}

function test(
  name: string,
  node: string,
  input: JsonObject,
  expect: JsonObject,
  settings: JsonObject = {},
): JsonObject {
  return { name, node, input, expect, settings: { ...SETTINGS, ...settings } }
}
