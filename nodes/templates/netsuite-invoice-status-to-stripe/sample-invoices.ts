import type { JsonObject } from '../../json.ts'

/** A paid invoice as the flow's query gives it. */
export const PAID: JsonObject = {
  ...{ id: '1215', name: 'INV1215', amount: '108.25', currency: 'USD', status: 'B' },
  ...{ trandate: '2026-02-20', stripeinvoice: 'in_1Qx', stripestatus: 'open', held: 'F' },
}

/** What settled it, as the look-up gives it: a check over all of it. */
export const CHECK: JsonObject = {
  ...{ id: '3001', type: 'CustPymt', amount: '108.25', day: '2026-02-25', name: 'PYMT12' },
  voids: 'F',
}

/** The same money, but it came through Stripe. */
export const FROM_STRIPE: JsonObject = { ...CHECK, stripepayment: 'pi_3Nx' }

/** A credit memo over all of it. */
export const CREDIT: JsonObject = {
  ...{ id: '3002', type: 'CustCred', amount: '108.25', day: '2026-02-26', name: 'CM7' },
  voids: 'F',
}

/** How a settlement looks when one check has paid everything. */
export const BY_CHECK: JsonObject = {
  ...{ creditedInFull: false, asVoid: false, voidReason: null },
  ...{ outside: ['3001'], creditMemos: '', numbers: 'PYMT12', day: '2026-02-25' },
}

/** How it looks when a credit memo has taken everything back. */
export const BY_CREDIT: JsonObject = {
  ...{ creditedInFull: true, asVoid: false, voidReason: null },
  ...{ outside: [], creditMemos: '3002', numbers: 'CM7', day: '2026-02-26' },
}

/** The open Stripe invoice, asking for all of it. */
export const OPEN: JsonObject = {
  ...{ id: 'in_1Qx', object: 'invoice', status: 'open', currency: 'usd', total: 10_825 },
  ...{ amount_paid: 0, amount_remaining: 10_825, metadata: { netsuite_invoice_id: '1215' } },
  payments: { object: 'list', data: [payment('requires_payment_method')] },
}

/** A payment of a Stripe invoice that has not ended yet. */
export function payment(status: string): JsonObject {
  return { status: 'open', payment: { type: 'payment_intent', payment_intent: { status } } }
}
