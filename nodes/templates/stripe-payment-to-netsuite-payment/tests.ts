import { isJsonObject, type JsonObject } from '../../json.ts'
import { CAME_IN } from './charge.ts'
import { charge, NAMED, TWICE, TWO_INVOICES } from './samples.ts'

/** What the tests assume, whatever the flow's own settings are. */
const SETTINGS: JsonObject = {
  ...{ accountTimeZone: 'America/Los_Angeles', subsidiary: '1', tolerance: 1, autoMatch: 'off' },
  ...{ writeOffItem: '93', paymentAccount: '20', paymentOption: '9' },
}

const read = (over: JsonObject): JsonObject => ({ id: 'ch_1', charge: charge(over) })

const SHORT: JsonObject = {
  pay: { id: 'pi_1', intent: 'pi_1', amount: 99.5 },
  invoicesFound: [{ id: '11', foreignamountunpaid: '100' }],
  ...{ netsuiteCustomer: { id: '5001' }, currency: { id: '1' }, postingDay: '2026-02-28' },
  payment: {},
}

/** The flow's own tests: each gives one record to one step and says what must come out. */
export const TESTS: JsonObject[] = [
  test('a charge that failed brought no money', 'cameIn', read({ status: 'failed' }), {
    filtered: 'The charge failed: no money came in.',
  }),
  test('a bank debit that is under way is left out', 'cameIn', read({ status: 'pending' }), {
    filtered: CAME_IN[0]?.reason ?? null,
  }),
  test('money that is only reserved is left out', 'cameIn', read({ captured: false }), {
    filtered: CAME_IN[1]?.reason ?? null,
  }),
  test(
    'a charge that is held back is left out',
    'cameIn',
    read({
      metadata: { netsuite_block_integration: 'yes' },
    }),
    { filtered: CAME_IN[2]?.reason ?? null },
  ),
  test('the metadata name invoices by id', 'pay', NAMED, {
    ...NAMED,
    pay: {
      ...{ id: 'pi_1', externalId: 'pi_1', type: 'payment_intent', intent: 'pi_1', amount: 100 },
      ...{ from: '2026-02-25', to: '2026-03-03', ids: ['12', '11'], numbers: [] },
    },
  }),
  test('the invoice due first is paid first', 'match', TWO_INVOICES, {
    ...TWO_INVOICES,
    invoicesFound: [second(TWO_INVOICES), first(TWO_INVOICES)],
    ...{ ambiguous: false, netsuiteCustomer: { id: '5001' } },
  }),
  test('a number that two invoices bear decides nothing', 'match', TWICE, {
    ...TWICE,
    invoicesFound: [second(TWICE), first(TWICE)],
    ...{ ambiguous: true, netsuiteCustomer: { id: '5001' } },
  }),
  test('what is a little short is written off', 'short', SHORT, {
    ...{ port: 'write-off', record: SHORT },
  }),
  test(
    'what is more than a little short stays open',
    'short',
    SHORT,
    {
      ...{ port: 'otherwise', record: SHORT },
    },
    { tolerance: 0.49 },
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

function first({ named }: JsonObject): JsonObject {
  const [one] = Array.isArray(named) ? named : []
  return isJsonObject(one) ? one : {}
}

function second({ named }: JsonObject): JsonObject {
  const [, one] = Array.isArray(named) ? named : []
  return isJsonObject(one) ? one : {}
}
