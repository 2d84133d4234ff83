import type { JsonObject } from '../../json.ts'

/** A voided invoice as the flow's query gives it: NetSuite has made its amounts 0. */
export const VOIDED_INVOICE: JsonObject = {
  ...{ id: '1215', name: 'INV1215', amount: '0', currency: 'USD', status: 'V' },
  ...{ trandate: '2026-02-20', changed: '2026-02-27', stripeinvoice: 'in_1Qx' },
  ...{ stripestatus: 'open', held: 'F' },
}

/** An invoice that a credit memo settled. */
export const CREDITED_INVOICE: JsonObject = { ...VOIDED_INVOICE, amount: '108.25', status: 'B' }

/** What the credit memo did, marked as standing for voiding. */
export const AS_VOID: JsonObject = {
  ...{ creditedInFull: true, asVoid: true, voidReason: 'Wrong customer' },
  ...{ creditMemos: '3002', outside: [], numbers: 'CM7', day: '2026-02-26' },
}

/** What a payment did. */
export const AS_PAID: JsonObject = {
  ...{ creditedInFull: false, asVoid: false, voidReason: null },
  ...{ creditMemos: '', outside: ['3001'], numbers: 'PYMT12', day: '2026-02-26' },
}

/** An invoice that is gone, and what it was in Stripe. */
export const DELETED_INVOICE: JsonObject = {
  ...{ id: '1216', type: 'invoice', name: 'Invoice #INV1216' },
  deletedDate: '2026-02-28 16:05:00',
  sent: { system: 'stripe', type: 'invoice', id: 'in_2Qx' },
}

/** The Stripe invoice as it stands. */
export const OPEN: JsonObject = {
  ...{ id: 'in_1Qx', object: 'invoice', status: 'open', currency: 'usd', total: 10_825 },
  ...{ amount_paid: 0, amount_remaining: 10_825, post_payment_credit_notes_amount: 0 },
  payments: { object: 'list', data: [payment('requires_payment_method')] },
}

/** What the steps before know of a voided one. */
export const TO_VOID: JsonObject = {
  ...{ why: 'voided', name: 'INV1215', id: 'in_1Qx', day: '2026-02-27' },
  reason: 'Voided in NetSuite',
}

/** A payment of a Stripe invoice that has not ended yet. */
export function payment(status: string): JsonObject {
  return { status: 'open', payment: { type: 'payment_intent', payment_intent: { status } } }
}
