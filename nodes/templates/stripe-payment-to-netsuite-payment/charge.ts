import type { JsonObject } from '../../json.ts'
import { SKIP_ROW } from '../settings.ts'

/** What is read along with a charge: who paid, for which payment, and at which rate. */
export const CHARGE_EXPAND = ['customer.tax_ids', 'payment_intent', 'balance_transaction']

/** The payer of a charge, as the part "Find or create the NetSuite customer" takes it → \`payer\`. */
export const PAYER = `{
  "id": charge.customer.id,
  "email": charge.customer.email ?: (charge.billing_details.email ?: charge.receipt_email),
  "name": charge.customer.name ?: charge.billing_details.name,
  "phone": charge.customer.phone ?: charge.billing_details.phone,
  "address": charge.customer.address ?: charge.billing_details.address,
  "shipping": charge.customer.shipping ?: charge.shipping,
  "tax_ids": charge.customer.tax_ids,
  "metadata": charge.customer.metadata,
  "currency": charge.currency
}`

/** Which charges have brought money; the reason is stored with each one that has not. */
export const CAME_IN: JsonObject[] = [
  {
    condition: 'charge.status = "succeeded" and charge.paid = true',
    reason:
      'The money has not come in. A bank debit that is under way is taken as soon as it has succeeded.',
  },
  {
    condition: 'charge.captured = true and charge.amount_captured > 0',
    reason: 'The money is only reserved. It is taken as soon as it is captured.',
  },
  {
    condition: `$not($lowercase($string(
  charge.metadata.netsuite_block_integration ?: charge.payment_intent.metadata.netsuite_block_integration
)) in ["true", "1", "yes"])`,
    reason: 'The charge is held back: its metadata says netsuite_block_integration.',
  },
  {
    condition: `$setting("startDate", "") = ""
  or $isoDate(charge.created, $setting("accountTimeZone")) >= $setting("startDate", "")`,
    reason: 'The charge is older than the day on which the settings start.',
  },
  SKIP_ROW,
]
