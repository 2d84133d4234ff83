import type { JsonObject } from '../../json.ts'
import { CAME_IN } from '../stripe-payment-to-netsuite-payment/charge.ts'

/** Which charges become invoices; the reason is stored with each one that does not. */
export const ELIGIBLE: JsonObject[] = [
  ...CAME_IN,
  {
    condition: `$exists(booked.id) or $not($exists(
  $merge([charge.metadata, charge.payment_intent.metadata]).netsuite_invoice_id
))`,
    reason:
      'It pays an invoice that is in NetSuite: its metadata has a netsuite_invoice_id. The flow of payments books it.',
  },
]

/** Of charges that name an invoice by number, those whose number is on no invoice in NetSuite. */
export const UNNAMED: JsonObject[] = [
  {
    condition: '$count(named) = 0',
    reason:
      'It pays an invoice that is in NetSuite: its metadata invoice_number or order_id is the number, or the PO number, of one. The flow of payments books it.',
  },
]
