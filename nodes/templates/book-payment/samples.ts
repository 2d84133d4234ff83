import type { JsonObject } from '../../json.ts'

/** 2026-03-01 07:59 UTC: still the last of February in Los Angeles. */
const CREATED = 1_772_351_940

/** USD 100.00 by card for one invoice, as it comes to the step "Fields of the payment". */
export const CARD: JsonObject = {
  payment: {
    externalId: 'inpay_1',
    source: { type: 'invoice_payment', id: 'inpay_1' },
    ...{ paymentIntent: 'pi_1', charge: 'ch_1', amount: 10_000, currency: 'usd' },
    ...{ created: CREATED, method: 'card', memo: 'Stripe invoice NC-0001', exchangeRate: null },
  },
  netsuiteCustomer: { id: '5001' },
  invoices: [{ id: '777' }],
}

/** EUR 50.00 that Stripe has converted. */
export const EURO: JsonObject = {
  ...CARD,
  payment: {
    ...{ externalId: 'pi_2', source: { type: 'payment_intent', id: 'pi_2' } },
    ...{ paymentIntent: 'pi_2', charge: 'ch_2', amount: 5000, currency: 'eur' },
    ...{ created: CREATED, method: 'sepa_debit', memo: null, exchangeRate: 1.1 },
  },
}

/** USD 20.00 that was paid by cheque and only noted in Stripe. */
export const CHEQUE: JsonObject = {
  ...CARD,
  payment: {
    ...{ externalId: 'in_3-oob', source: { type: 'invoice', id: 'in_3' } },
    ...{ paymentIntent: null, charge: null, amount: 2000, currency: 'usd' },
    ...{ created: CREATED, method: 'out_of_band', memo: 'Paid outside of Stripe' },
  },
}

/** Records to try the part's steps on. */
export const SAMPLES: JsonObject[] = [
  { node: 'fields', name: 'USD by card', record: CARD },
  { node: 'fields', name: 'EUR by direct debit', record: EURO },
  { node: 'fields', name: 'USD outside of Stripe', record: CHEQUE },
  { node: 'tell', name: 'USD by card', record: CARD },
]
