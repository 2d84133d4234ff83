import type { JsonObject } from '../../json.ts'

const PAID_AT = 1_772_351_940

/** A Stripe invoice over USD 100.00, with what the part reads of it. */
function invoice(over: JsonObject): JsonObject {
  return {
    ...{ id: 'in_1', object: 'invoice', number: 'NC-0001', status: 'paid', currency: 'usd' },
    ...{ customer: 'cus_1', amount_paid: 10_000, created: PAID_AT - 86_400, metadata: {} },
    status_transitions: { paid_at: PAID_AT },
    ...over,
  }
}

/** A payment as Stripe tells it of an invoice. */
function payment(id: string, amount: number, charge: JsonObject = {}): JsonObject {
  return {
    ...{ id: `inpay_${id}`, amount, currency: 'usd', paid_at: PAID_AT, outOfBand: false },
    payment_intent: { id: `pi_${id}`, amount_received: amount },
    charge: {
      ...{ id: `ch_${id}`, created: PAID_AT - 3600, receipt_number: null },
      payment_method_details: { type: 'card' },
      ...charge,
    },
    balance_transaction: { exchange_rate: null },
  }
}

/** Money that came another way and was put on record in Stripe. */
function onRecord(id: string, amount: number, metadata: JsonObject): JsonObject {
  return {
    ...{ id: `inpay_${id}`, amount, currency: 'usd', paid_at: PAID_AT, outOfBand: true },
    ...{ payment_intent: null, charge: null, balance_transaction: null },
    payment_record: { id: `pr_${id}`, metadata },
  }
}

const OPEN: JsonObject = {
  ...{ id: '777', tranid: 'INV777', entity: '5001', voided: 'F' },
  ...{ foreignamountunpaid: '100', custbody_stripe_status: 'open' },
}

/** Paid in two parts, 40.00 and 60.00. */
export const TWO: JsonObject = {
  ...{ id: 'in_1', invoice: invoice({}), bookedInvoice: OPEN },
  payments: [payment('1', 4000), payment('2', 6000)],
}

/** Paid with 40.00 by card; a person has noted the rest in Stripe. */
export const ASIDE: JsonObject = { ...TWO, payments: [payment('1', 4000)] }

/** The bank took the 40.00 back. */
export const FAILED: JsonObject = {
  ...ASIDE,
  payments: [payment('1', 4000, { status: 'failed' })],
}

/** Paid with 40.00 by card; the rest came from NetSuite. */
export const FROM_NETSUITE: JsonObject = {
  ...ASIDE,
  invoice: invoice({ metadata: { netsuite_paid_date: '2026-02-27' } }),
}

/** The rest is two payments on record: NetSuite told of the first, a person of the second. */
export const ON_RECORD: JsonObject = {
  ...TWO,
  payments: [
    payment('1', 4000),
    onRecord('2', 3500, { netsuite_customer_payment_id: '3001' }),
    onRecord('3', 2500, {}),
  ],
}

/** Settled by credit: no money was paid. */
export const CREDITED: JsonObject = { id: 'in_1', invoice: invoice({ amount_paid: 0 }) }

/** Held back by a person. */
export const HELD: JsonObject = {
  id: 'in_1',
  invoice: invoice({ metadata: { netsuite_block_integration: 'true' } }),
}

/** Records to try the part's steps on. */
export const SAMPLES: JsonObject[] = [
  { node: 'money', name: 'Two payments', record: TWO },
  { node: 'money', name: 'Partly outside of Stripe', record: ASIDE },
  { node: 'eligible', name: 'Settled by credit', record: CREDITED },
]
