import type { JsonObject } from '../../json.ts'

/** A Stripe invoice with the fields that the flow reads; amounts in minor units. */
function invoice(over: JsonObject = {}): JsonObject {
  return {
    ...{ id: 'in_1', object: 'invoice', number: 'NC-0001', status: 'open', currency: 'usd' },
    ...{ total: 10_825, amount_due: 10_825, amount_remaining: 10_825, due_date: 1_774_915_200 },
    hosted_invoice_url: 'https://invoice.stripe.com/i/acct_1/test_1',
    invoice_pdf: 'https://pay.stripe.com/invoice/acct_1/test_1/pdf',
    ...{ next_payment_attempt: null, attempt_count: 0, metadata: {}, payments: { data: [] } },
    ...over,
  }
}

/** A record as it comes to the steps behind "Read the Stripe invoice". */
export function read(over: JsonObject = {}, open: JsonObject = {}): JsonObject {
  return {
    id: '70',
    open: {
      ...{ id: '70', number: 'INV7', customer: '5001', currency: '1' },
      ...{ total: 108.25, unpaid: 108.25, stripeId: 'in_1', ...open },
    },
    currency: { id: '1', symbol: 'USD' },
    invoice: invoice(over),
  }
}

/** A record as the source gives it. */
export const ROW: JsonObject = {
  ...{ id: '70', tranid: 'INV7', entity: '5001', currency: '1', foreigntotal: '108.25' },
  ...{ foreignamountunpaid: '78.25', custbody_stripe_invoice_id: 'in_1' },
}

/** An attempt to pay that the bank refused, with a next one. */
export const DUNNED: JsonObject = read({
  ...{ next_payment_attempt: 1_772_323_200, attempt_count: 2 },
  payments: {
    data: [
      {
        payment: {
          payment_intent: { last_payment_error: { message: 'Your card has insufficient funds.' } },
        },
      },
    ],
  },
})

/** Records to try the flow's steps on. */
export const SAMPLES: JsonObject[] = [
  { node: 'open', name: 'A linked invoice', record: ROW },
  { node: 'totals', name: 'A deposit taken off', record: read({ total: 7825, amount_due: 7825 }) },
  { node: 'details', name: 'Refused twice', record: { ...DUNNED, totals: { agree: true } } },
]
