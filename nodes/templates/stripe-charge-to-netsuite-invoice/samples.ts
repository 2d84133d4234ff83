import type { JsonObject } from '../../json.ts'
import { charge } from '../stripe-payment-to-netsuite-payment/samples.ts'

const FOUND: JsonObject = {
  ...{ netsuiteCustomer: { id: '5001' }, currency: { id: '1', symbol: 'USD' } },
  postingDay: '2026-02-28',
}

/** USD 49.99 by card. */
export const CARD: JsonObject = {
  ...{ id: 'ch_1', charge: charge({ amount: 4999, amount_captured: 4999 }), ...FOUND },
}

/** ¥5,000: no minor unit. */
export const YEN: JsonObject = {
  ...{ ...FOUND, id: 'ch_1', currency: { id: '5', symbol: 'JPY' } },
  charge: charge({ amount_captured: 5000, currency: 'jpy', description: null }),
}

/** USD 100.00 were reserved, 60.00 of them captured. */
export const PARTLY: JsonObject = {
  ...{ ...FOUND, id: 'ch_1', charge: charge({ amount_captured: 6000 }) },
}

/** It pays an invoice that is in NetSuite. */
export const FOR_INVOICE: JsonObject = {
  ...{ id: 'ch_1', charge: charge({}, { netsuite_invoice_id: '11' }), booked: null },
}

/** Its order number is the PO number of an invoice that is in NetSuite. */
export const FOR_ORDER: JsonObject = {
  ...{ id: 'ch_1', charge: charge({}, { order_id: 'PO-1' }), booked: null },
  pay: { id: 'pi_1', ids: [], numbers: ['PO-1'] },
  named: [{ id: '11', tranid: 'INV11', otherrefnum: 'PO-1' }],
}

/** Records to try the flow's steps on. */
export const SAMPLES: JsonObject[] = [
  { node: 'fields', name: 'USD by card', record: CARD },
  { node: 'fields', name: 'JPY', record: YEN },
  { node: 'fields', name: 'Captured in part', record: PARTLY },
  { node: 'eligible', name: 'Pays a NetSuite invoice', record: FOR_INVOICE },
  { node: 'unnamed', name: 'Names a NetSuite invoice by number', record: FOR_ORDER },
]
