import type { JsonObject } from '../../json.ts'
import { ELIGIBLE, UNNAMED } from './eligible.ts'
import { CARD, FOR_INVOICE, FOR_ORDER, PARTLY, YEN } from './samples.ts'

/** What the tests assume, whatever the flow's own settings are. */
const SETTINGS: JsonObject = {
  ...{ accountTimeZone: 'America/Los_Angeles', subsidiary: '1', defaultItem: '90' },
  ...{ chargeItem: '95', exchangeRateSource: 'netsuite' },
}

const BOOKED: JsonObject = { ...FOR_INVOICE, booked: { id: '11' } }
const ORDER_BOOKED: JsonObject = { ...FOR_ORDER, booked: { id: '11' } }
const NEW_ORDER: JsonObject = { ...FOR_ORDER, named: [] }
const NUMBERLESS: JsonObject = { ...FOR_ORDER, pay: { id: 'pi_1', ids: [], numbers: [] } }

/** The flow's own tests: each gives one record to one step and says what must come out. */
export const TESTS: JsonObject[] = [
  test('a charge that pays a NetSuite invoice makes no other one', 'eligible', FOR_INVOICE, {
    filtered: ELIGIBLE.at(-1)?.reason ?? null,
  }),
  test('a charge that this flow booked goes on', 'eligible', BOOKED, BOOKED),
  test('an invoice is looked for by the number that the charge names', 'isNamed', FOR_ORDER, {
    ...{ port: 'yes', record: FOR_ORDER },
  }),
  test('a charge that names no number is not asked about', 'isNamed', NUMBERLESS, {
    ...{ port: 'otherwise', record: NUMBERLESS },
  }),
  test('nor is one that this flow booked', 'isNamed', ORDER_BOOKED, {
    ...{ port: 'otherwise', record: ORDER_BOOKED },
  }),
  test('a charge whose number a NetSuite invoice bears makes no other one', 'unnamed', FOR_ORDER, {
    filtered: UNNAMED[0]?.reason ?? null,
  }),
  test('a charge for an order without an invoice goes on', 'unnamed', NEW_ORDER, NEW_ORDER),
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
