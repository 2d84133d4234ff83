import type { JsonObject } from '../../json.ts'

const CREATED = 1_772_351_940

/** USD 100.00 by card, read with payment intent and customer. */
export function charge(over: JsonObject = {}, metadata: JsonObject = {}): JsonObject {
  return {
    ...{ id: 'ch_1', object: 'charge', status: 'succeeded', paid: true, captured: true },
    ...{ amount: 10_000, amount_captured: 10_000, currency: 'usd', created: CREATED },
    ...{ description: 'Workshop', receipt_email: null, metadata: {} },
    billing_details: { email: 'ada@example.com', name: 'Ada', phone: null, address: null },
    customer: { id: 'cus_1', email: 'ada@example.com', name: 'Ada GmbH', metadata: {} },
    payment_intent: { id: 'pi_1', metadata },
    payment_method_details: { type: 'card' },
    balance_transaction: { exchange_rate: null },
    ...over,
  }
}

/** What is known of it before an invoice is looked for. */
export const NAMED: JsonObject = {
  id: 'ch_1',
  charge: charge({}, { netsuite_invoice_id: '12, 11,x' }),
}

/** Two invoices that it names, the later one first. */
export const TWO_INVOICES: JsonObject = {
  pay: { id: 'pi_1', ids: ['12', '11'], numbers: [] },
  named: [
    { id: '12', tranid: 'INV12', entity: '5001', due: '2026-03-31', foreignamountunpaid: '60' },
    { id: '11', tranid: 'INV11', entity: '5001', due: '2026-02-28', foreignamountunpaid: '40' },
  ],
  chargeInvoice: null,
}

/** One number that two invoices bear. */
export const TWICE: JsonObject = {
  ...TWO_INVOICES,
  pay: { id: 'pi_1', ids: [], numbers: ['PO-1'] },
  named: [
    { id: '12', tranid: 'INV12', otherrefnum: 'PO-1', entity: '5001', due: '2026-03-31' },
    { id: '11', tranid: 'INV11', otherrefnum: 'PO-1', entity: '5001', due: '2026-02-28' },
  ],
}

/** Records to try the flow's steps on. */
export const SAMPLES: JsonObject[] = [
  { node: 'pay', name: 'Names two invoices', record: NAMED },
  { node: 'match', name: 'Two invoices', record: TWO_INVOICES },
  { node: 'match', name: 'A number that is there twice', record: TWICE },
]
