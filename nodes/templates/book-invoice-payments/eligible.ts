import type { JsonObject } from '../../json.ts'
import { BALANCE_USED } from './mappings.ts'

/** Where nothing is left to book for want of money. */
export const WITH_MONEY: JsonObject = {
  condition: 'invoice.amount_paid > 0',
  reason:
    'No money was paid for the invoice. What credit settled is booked with the invoice itself.',
}

/**
 * Which invoices have something to book; the reason is stored with each one that has not. An invoice
 * that NetSuite sent to Stripe brings the balance that paid it even where no money did.
 */
export const ELIGIBLE: JsonObject[] = [
  {
    ...WITH_MONEY,
    condition: `invoice.amount_paid > 0
  or invoice.status = "paid" and $exists(invoice.metadata.netsuite_invoice_id) and ${BALANCE_USED} > 0`,
  },
  {
    condition:
      '$not($lowercase($string(invoice.metadata.netsuite_block_integration)) in ["true", "1", "yes"])',
    reason: 'The invoice is held back: its metadata says netsuite_block_integration.',
  },
]

/** Which payments are booked. */
export const BOOKABLE: JsonObject[] = [
  {
    condition: '$not($exists(paid.failed))',
    reason: 'The bank took the payment back after it had succeeded: there is no money to book.',
  },
  {
    condition: `$setting("startDate", "") = ""
  or $isoDate(paid.created, $setting("accountTimeZone")) >= $setting("startDate", "")`,
    reason: 'The payment is older than the day on which the settings start.',
  },
]
