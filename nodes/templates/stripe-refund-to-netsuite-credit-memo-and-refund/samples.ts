import type { JsonObject } from '../../json.ts'

/** 2026-03-01 07:30 UTC in seconds: still the last of February in Los Angeles. */
const CREATED = 1_772_350_200

/** A refund with the fields that the flow reads; amount in minor units. */
export function refund(amount: number, currency: string, over: JsonObject = {}): JsonObject {
  return {
    ...{ id: 're_1', object: 'refund', amount, currency, created: CREATED, status: 'succeeded' },
    ...{ charge: 'ch_1', payment_intent: 'pi_1', reason: 'requested_by_customer', metadata: {} },
    ...over,
  }
}

/** A record as it comes to the step "Decide what is paid out"; `over` replaces what differs. */
export function found(over: JsonObject = {}): JsonObject {
  return {
    ...{ id: 're_1', object: 'refund', refund: refund(5000, 'usd'), bookedRefund: null },
    ...{ bookedMemo: null, charge: { id: 'ch_1', payment_method_details: { type: 'card' } } },
    ...{ invoice: { id: 'in_1' }, netsuiteInvoice: paidInvoice('50'), paidInvoices: [] },
    money: [payment('0')],
    ...over,
  }
}

/** A row of the NetSuite invoice, paid in full unless told otherwise. */
export function paidInvoice(total: string, unpaid = '0'): JsonObject {
  return { id: '70', tranid: 'INV7', foreigntotal: total, foreignamountunpaid: unpaid }
}

/** A row of the customer payment. */
export function payment(unused: string): JsonObject {
  return { id: '80', type: 'CustPymt', tranid: 'PYMT8', total: '50', unused }
}

const LINES: JsonObject[] = [
  { item: { id: '101' }, description: 'Team plan', quantity: 1, amount: 100 },
  { item: { id: '102' }, description: 'Seats', quantity: 3, amount: 33.33 },
  { item: { id: '91' }, description: 'Discount', amount: -13.33 },
  { item: { id: '92' }, description: 'Tax', amount: 12 },
]

/** A record as it comes to the step "Share the credit out": an invoice of 132.00 with its tax. */
export function toShare(amount: number, over: JsonObject = {}): JsonObject {
  return {
    ...found({ refund: refund(amount, 'usd') }),
    plan: { amount: amount / 100, credit: amount / 100, invoice: '70', documents: [] },
    invoiceRecord: {
      id: '70',
      tranId: 'INV7',
      total: 132,
      exchangeRate: 1,
      item: { items: LINES },
    },
    credited: [],
    ...over,
  }
}

/** A record as it comes to the step "Only refunds to book". */
export function read(over: JsonObject = {}, booked: JsonObject | null = null): JsonObject {
  return { id: 're_1', refund: refund(5000, 'usd', over), bookedRefund: booked, bookedMemo: null }
}

/** Records to try the flow's steps on. */
export const SAMPLES: JsonObject[] = [
  { node: 'eligible', name: 'Succeeded', record: read() },
  { node: 'eligible', name: 'Pending at the bank', record: read({ status: 'pending' }) },
  { node: 'plan', name: 'Payment of a paid invoice', record: found() },
  { node: 'plan', name: 'Payment that is unapplied', record: found({ money: [payment('50')] }) },
  { node: 'credit', name: 'The whole invoice', record: toShare(13_200) },
  { node: 'credit', name: 'A part of it', record: toShare(5000) },
]
