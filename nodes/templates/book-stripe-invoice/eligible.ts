import type { JsonObject } from '../../json.ts'

/** Which invoices are booked; the reason is stored with each one that is not. */
export const ELIGIBLE: JsonObject[] = [
  {
    condition: 'invoice.status != "draft"',
    reason: 'The invoice is a draft. It is booked as soon as it is finalized.',
  },
  {
    condition: `invoice.status != "void" or (
  /* Void after it was booked: a person must void it in NetSuite too. */
  booked.id
    ? $error("The invoice was voided in Stripe, but it is booked as NetSuite invoice " & booked.id & ". Void it there, then mark this error as resolved.")
    : false
)`,
    reason: 'The invoice is void.',
  },
  {
    condition: 'invoice.status in ["open", "paid", "uncollectible"]',
    reason: 'The invoice is neither open nor paid nor uncollectible.',
  },
  {
    condition: '$exists(booked.id) or $not($exists(invoice.metadata.netsuite_invoice_id))',
    reason: 'The invoice came from NetSuite: its metadata has a netsuite_invoice_id.',
  },
  {
    condition:
      '$not($lowercase($string(invoice.metadata.netsuite_block_integration)) in ["true", "1", "yes"])',
    reason: 'The invoice is held back: its metadata says netsuite_block_integration.',
  },
  {
    condition: 'invoice.total >= 0 or $setting("negativeTotal") != "leaveOut"',
    reason:
      'The total is below 0, and the settings leave such invoices out: Stripe adds them to the customer’s balance.',
  },
  {
    condition: 'invoice.total != 0 or $not($setting("excludeZero"))',
    reason: 'The total is 0, and the settings leave such invoices out.',
  },
  {
    condition: `$setting("startDate", "") = "" or $isoDate(
  invoice.effective_at ?: (invoice.status_transitions.finalized_at ?: invoice.created),
  $setting("accountTimeZone")
) >= $setting("startDate", "")`,
    reason: 'The invoice is older than the day on which the settings start.',
  },
]
