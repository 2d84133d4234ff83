import type { JsonObject } from '../../json.ts'

/** Booked by this part: others link invoices as well, but only it gives them Stripe’s id as external id. */
const OURS = `(
  dayInNetsuite.externalid = invoice.id or ($exists(booked.id) and $not($exists(dayInNetsuite.id)))
)`

/** Which invoices are booked; the reason is stored with each one that is not. */
export const ELIGIBLE: JsonObject[] = [
  {
    condition: 'invoice.status != "draft"',
    reason: 'The invoice is a draft. It is booked as soon as it is finalized.',
  },
  {
    condition: `invoice.status != "void" or (
  /* Void after it was booked: a person must void it in NetSuite too, unless nothing is left of it there. */
  dayInNetsuite.externalid = invoice.id and $not(dayInNetsuite.voided = "T")
    and $not($number(dayInNetsuite.foreignamountunpaid) = 0)
    ? $error("The invoice was voided in Stripe, but it is booked as NetSuite invoice " & dayInNetsuite.id & ". Void it there, then mark this error as resolved.")
    : false
)`,
    reason: 'The invoice is void.',
  },
  {
    condition: 'invoice.status in ["open", "paid", "uncollectible"]',
    reason: 'The invoice is neither open nor paid nor uncollectible.',
  },
  {
    condition: `${OURS} or $not(
  $exists(invoice.metadata.netsuite_invoice_id) or $exists(dayInNetsuite.id)
)`,
    reason: 'The invoice came from NetSuite, as its metadata or a link says.',
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
