import type { JsonObject } from '../../json.ts'
import { HELD_IN_STRIPE, SKIP_ROW } from '../settings.ts'

/** Which invoices are looked at, before anything is asked about them. */
export const ELIGIBLE: JsonObject[] = [
  {
    condition: '$not(stripestatus = "void")',
    reason: 'Stripe has it as void already.',
  },
  {
    condition: '$contains(stripeinvoice ?: "", /^in_/)',
    reason: 'It names no Stripe invoice: there is nothing to void.',
  },
  {
    condition: 'status != "V" or $setting("branchVoided")',
    reason: 'The settings leave voided invoices alone.',
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

/** Of the paid ones only those that were credited instead of voided. */
export const CREDITED: JsonObject[] = [
  {
    condition: 'status = "V" or settlement.asVoid',
    reason: 'It was paid or credited in the usual way; the flow of invoice statuses tells Stripe.',
  },
]

/** Which deleted invoices matter. */
export const KNOWN: JsonObject[] = [
  {
    condition: '$setting("branchDeleted")',
    reason: 'The settings leave deleted invoices alone.',
  },
  {
    condition: '$exists(sent.id)',
    reason: 'It was never sent to Stripe: there is nothing to void.',
  },
  SKIP_ROW,
]

/** What has to wait before anything is done in Stripe. */
export const READY: JsonObject[] = [
  {
    condition: `$count(stripeInvoice.payments.data[status = "open"].payment.payment_intent[status = "processing"]) = 0`,
    reason:
      'Deferred: a bank payment for it is on its way in Stripe. It is looked at again on each run until that has settled.',
  },
  HELD_IN_STRIPE,
  {
    condition: '$setting("confirmVoids") = "act"',
    reason:
      'Would be voided in Stripe, which cannot be undone. Look through these records, then let the settings of the flow void them.',
  },
]

/** Of what is void in Stripe, or gone there, only invoices that are still in NetSuite. */
export const DONE: JsonObject[] = [
  {
    condition: 'void.why != "deleted"',
    reason: 'Stripe has it as void already, and in NetSuite it is gone.',
  },
]
