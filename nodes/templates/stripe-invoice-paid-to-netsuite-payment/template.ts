import { FIELD_PRESETS } from '../settings.ts'
import type { Template } from '../template.ts'
import { EDGES, NODES } from './graph.ts'
import { SAMPLES } from './samples.ts'
import { SETTING_FIELDS } from './settings.ts'
import { TESTS } from './tests.ts'

const NAME = 'Stripe Invoice Status (Paid) → NetSuite Customer Payment Add'

const DESCRIPTION =
  'Books what pays a Stripe invoice as customer payments in NetSuite: one for each payment, gross of fees, applied to the NetSuite invoice as far as that is open. Comes in at once where webhooks are set up, and with the schedule anyway. Needs the invoices in NetSuite; payments of invoices that are not there yet wait for them.'

/** Books the payments of paid Stripe invoices, whoever made the invoice. */
export const stripeInvoicePaidToNetsuitePayment: Template = {
  id: 'stripe-invoice-paid-to-netsuite-payment',
  version: 1,
  title: NAME,
  description: DESCRIPTION,
  group: 'Payments',
  direction: 'Stripe → NetSuite',
  trigger: 'Scheduled',
  cases: [
    'one invoice, two partial payments 40 + 60 → two customer payments, invoice paid in full',
    'NS already paid → 100.00 unapplied + warning',
    'customer missing → error, retry works after flow 2 ran',
    'an invoice that is not in NetSuite yet is waited for, and its payment is booked by itself',
    'money for an invoice that is voided in NetSuite is booked unapplied, and a person is asked',
    'a payment that NetSuite told Stripe of does not come back',
    'a payment of a part that NetSuite put on record in Stripe does not come back',
    'an invoice that NetSuite sent to Stripe is paid in NetSuite',
    'a bank debit that fails after it was booked is reported, so that a person voids its payment',
    'a bank debit that fails before it was booked is left out',
    'Running it again with nothing changed makes zero writing calls',
  ],
  document: {
    format: 1,
    name: NAME,
    description: DESCRIPTION,
    settings: { fields: SETTING_FIELDS, presets: FIELD_PRESETS, values: {} },
    nodes: NODES,
    edges: EDGES,
    samples: SAMPLES,
    tests: TESTS,
    schedule: { cron: '*/15 * * * *', timeZone: 'UTC' },
  },
}
