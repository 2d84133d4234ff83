import type { JsonObject } from '../../json.ts'
import { SKIP_ROW } from '../settings.ts'

/** Which invoices are sent; the reason is stored with each one that is not. */
export const ELIGIBLE: JsonObject[] = [
  {
    condition: '$exists(netsuiteInvoice.id)',
    reason: 'The invoice is gone from NetSuite.',
  },
  {
    condition: `$lookup(netsuiteInvoice, $setting("invoiceIdField")) ? false
: $lookup(netsuiteInvoice, $setting("chargeIdField")) ? false
: true`,
    reason:
      'The invoice is in Stripe already, or came from there: it names a Stripe invoice or charge.',
  },
  {
    condition: '$not($contains(netsuiteInvoice.externalId ?: "", /^(in|ch|pi)_/))',
    reason: 'The invoice came from Stripe: its external id is a Stripe id.',
  },
  {
    condition: `netsuiteInvoice.status.refName = "Open"
or (netsuiteInvoice.total = 0 and netsuiteInvoice.status.refName != "Voided")`,
    reason:
      'The invoice is not open in NetSuite: it is paid in full, voided or waiting for approval.',
  },
  {
    condition: '$not($string(netsuiteInvoice.approvalStatus.id) in ["1", "3"])',
    reason: 'The invoice is not approved in NetSuite. It is sent as soon as it is.',
  },
  {
    condition:
      'netsuiteInvoice.total > 0 or (netsuiteInvoice.total = 0 and $not($setting("excludeZero")))',
    reason: 'The total is 0 or less: there is nothing to pay in Stripe.',
  },
  {
    condition: 'netsuiteInvoice.amountRemaining > 0 or netsuiteInvoice.total = 0',
    reason: 'Nothing of the invoice is left to pay.',
  },
  {
    condition: '$lookup(netsuiteInvoice, $setting("skipField")) ? false : true',
    reason: 'The invoice is held back: "Do Not Sync with Stripe" is ticked in NetSuite.',
  },
  {
    condition: `$not($exists(netsuiteInvoice.subsidiary.id))
or netsuiteInvoice.subsidiary.id = $setting("subsidiary")`,
    reason: 'The invoice belongs to another subsidiary than the one of this Stripe account.',
  },
  {
    condition:
      '$setting("startDate", "") = "" or netsuiteInvoice.tranDate >= $setting("startDate", "")',
    reason: 'The invoice is older than the day on which the settings start.',
  },
  SKIP_ROW,
]

/** What Stripe could not charge; the currency has to be known for it. */
export const LARGE_ENOUGH: JsonObject[] = [
  {
    condition: `netsuiteInvoice.total = 0 or
netsuiteInvoice.amountRemaining >= $lookup("minimums", invoiceCurrency.symbol, 0)`,
    reason:
      'What is left to pay is less than the smallest amount that Stripe charges in its currency.',
  },
]
