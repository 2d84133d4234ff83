import type { JsonObject } from '../../json.ts'
import { SKIP_ROW } from '../settings.ts'

/** Which refunds are booked; the reason is stored with each one that is not. */
export const ELIGIBLE: JsonObject[] = [
  {
    condition: 'refund.status != "pending"',
    reason:
      'The refund is pending: the bank has not paid it out yet. It is booked when it has succeeded.',
  },
  {
    condition: 'refund.status != "requires_action"',
    reason: 'The refund waits for the customer. It is booked when it has succeeded.',
  },
  {
    condition: '$not(refund.status in ["failed", "canceled"]) or $exists(bookedRefund.id)',
    reason: 'The refund failed or was cancelled before it was booked: no money went out.',
  },
  {
    condition:
      '$exists(bookedRefund.id) or $not($exists(refund.metadata.netsuite_customer_refund_id))',
    reason:
      'The refund is in NetSuite already: its metadata has a netsuite_customer_refund_id that is not ours.',
  },
  {
    condition:
      '$not($lowercase($string(refund.metadata.netsuite_block_integration)) in ["true", "1", "yes"])',
    reason: 'The refund is held back: its metadata says netsuite_block_integration.',
  },
  {
    condition: `$setting("startDate", "") = "" or
  $isoDate(refund.created, $setting("accountTimeZone")) >= $setting("startDate", "")`,
    reason: 'The refund is older than the day on which the settings start.',
  },
  SKIP_ROW,
]

/** Refunds of credit notes, where another flow books those. */
export const NOT_OF_CREDIT_NOTE: JsonObject[] = [
  {
    condition: '$not($setting("skipCreditNotes")) or $not(refund.id in creditNotes.refunds.refund)',
    reason: 'The refund belongs to a credit note, and the settings leave those to another flow.',
  },
]
