import type { JsonObject } from '../../json.ts'
import { HELD_IN_STRIPE, SKIP_ROW } from '../settings.ts'

/** Which invoices are looked at, before anything is asked about them. */
export const ELIGIBLE: JsonObject[] = [
  {
    condition: '$not(status = "B" and stripestatus = "paid")',
    reason: 'Stripe has it as paid already.',
  },
  {
    condition: '$contains(stripeinvoice ?: "", /^in_/)',
    reason: 'It names no Stripe invoice: there is no status to bring over.',
  },
  {
    condition: '$not(held = "T")',
    reason: 'The invoice is held back: "Do Not Sync with Stripe" is ticked in NetSuite.',
  },
  {
    condition: '$setting("startDate", "") = "" or trandate >= $setting("startDate", "")',
    reason: 'The invoice is older than the day on which the settings start.',
  },
  SKIP_ROW,
]

/** What is left alone, for now or for good, once both sides are known. */
export const TO_DO: JsonObject[] = [
  {
    condition: 'plan.processing = false',
    reason:
      'Deferred: a bank payment for it is on its way in Stripe. It is looked at again on each run until that has settled.',
  },
  {
    condition: '$not(status = "B" and settlement.asVoid)',
    reason:
      'It was credited in full instead of voided: the flow NetSuite Void Invoice → Stripe Void Invoice deals with it.',
  },
  {
    condition: 'status = "A" or stripeInvoice.status in ["paid", "void"] or plan.elsewhere',
    reason: 'Every payment of it came from Stripe, which knows of them.',
  },
  {
    condition: `status = "B" or $not(stripestatus = "paid") or $exists(stripeInvoice.metadata.netsuite_paid_date)`,
    reason: 'It is paid in Stripe; the payment is on its way to NetSuite.',
  },
  {
    condition: `status = "B" or stripestatus = "paid"
or (stripeInvoice.status = "open" and $count(plan.payments) > 0)`,
    reason: 'It is paid in part, but not by money that Stripe could be told of.',
  },
  HELD_IN_STRIPE,
]
