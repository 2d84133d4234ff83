import type { JsonObject } from '../../json.ts'
import { CARD, CHEQUE, EURO } from './samples.ts'

/** What the tests assume, whatever the part's own settings are. */
const SETTINGS: JsonObject = {
  ...{ subsidiary: '1', accountTimeZone: 'America/Los_Angeles', paymentAccount: '20' },
  ...{ paymentAccountMap: { EUR: '21' }, paymentOption: '9' },
  ...{ paymentOptionMap: { sepa_debit: '10' }, exchangeRateSource: 'netsuite' },
}

/** The part's own tests: each gives one record to one step and says what must come out. */
export const TESTS: JsonObject[] = [
  test('a payment of 23:59 in Los Angeles is of that day', 'wanted', CARD, {
    wantedDay: '2026-02-28',
  }),
  test('money goes to the account of payments', 'fields', CARD, {
    paymentFields: {
      ...{ subsidiary: { id: '1' }, account: { id: '20' }, paymentOption: { id: '9' } },
      memo: 'Stripe invoice NC-0001',
      ...{ custbody_stripe_payment_id: 'pi_1', custbody_stripe_charge_id: 'ch_1' },
    },
  }),
  test(
    'without an account it goes to undeposited funds',
    'fields',
    CARD,
    {
      paymentFields: {
        ...{ subsidiary: { id: '1' }, undepFunds: true, paymentOption: { id: '9' } },
        memo: 'Stripe invoice NC-0001',
        ...{ custbody_stripe_payment_id: 'pi_1', custbody_stripe_charge_id: 'ch_1' },
      },
    },
    { paymentAccount: '' },
  ),
  test(
    'currency, payment method and Stripe’s rate have their own values',
    'fields',
    EURO,
    {
      paymentFields: {
        ...{ subsidiary: { id: '1' }, account: { id: '21' }, paymentOption: { id: '10' } },
        exchangeRate: 1.1,
        ...{ custbody_stripe_payment_id: 'pi_2', custbody_stripe_charge_id: 'ch_2' },
      },
    },
    { exchangeRateSource: 'stripe' },
  ),
  test('money outside of Stripe is not on Stripe’s account', 'fields', CHEQUE, {
    paymentFields: {
      ...{ subsidiary: { id: '1' }, undepFunds: true, memo: 'Paid outside of Stripe' },
    },
  }),
]

/** What must come out is the record with what the step adds. */
function test(
  name: string,
  node: string,
  input: JsonObject,
  added: JsonObject,
  settings: JsonObject = {},
): JsonObject {
  const expect = { ...input, ...added }
  return { name, node, input, expect, settings: { ...SETTINGS, ...settings } }
}
