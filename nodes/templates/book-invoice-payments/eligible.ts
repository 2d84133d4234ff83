import type { JsonObject } from '../../json.ts'

/** Which invoices have money to book; the reason is stored with each one that has not. */
export const ELIGIBLE: JsonObject[] = [
  {
    condition: 'invoice.amount_paid > 0',
    reason:
      'No money was paid for the invoice. What credit settled is booked with the invoice itself.',
  },
  {
    condition:
      '$not($lowercase($string(invoice.metadata.netsuite_block_integration)) in ["true", "1", "yes"])',
    reason: 'The invoice is held back: its metadata says netsuite_block_integration.',
  },
]

/** Which payments are booked. */
export const RECENT: JsonObject[] = [
  {
    condition: `$setting("startDate", "") = ""
  or $isoDate(paid.created, $setting("accountTimeZone")) >= $setting("startDate", "")`,
    reason: 'The payment is older than the day on which the settings start.',
  },
]
