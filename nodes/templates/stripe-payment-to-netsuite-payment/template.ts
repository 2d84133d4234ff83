import { FIELD_PRESETS } from '../settings.ts'
import type { Template } from '../template.ts'
import { EDGES, NODES } from './graph.ts'
import { SAMPLES } from './samples.ts'
import { SETTING_FIELDS } from './settings.ts'
import { TESTS } from './tests.ts'

const NAME = 'Stripe Payment → NetSuite Customer Payment Add'

const DESCRIPTION =
  'Books payments that belong to no Stripe invoice, such as those of payment links, checkouts and direct charges, and applies them to the NetSuite invoices that they name. A payment that somebody has keyed in already is recognized and linked instead. Payments that fit no invoice are booked unapplied, as deposits, or reported, as you choose.'

/** Books payments without a Stripe invoice; also called by the flow that makes invoices of charges. */
export const stripePaymentToNetsuitePayment: Template = {
  id: 'stripe-payment-to-netsuite-payment',
  version: 1,
  title: NAME,
  description: DESCRIPTION,
  group: 'Payments',
  direction: 'Stripe → NetSuite',
  trigger: 'Scheduled',
  cases: [
    'PI with metadata.netsuite_invoice_id → applied to it',
    'without → policy applies',
    'hand-keyed payment of equal amount 2 days earlier → linked, not duplicated',
    'payment 102 on a 100 invoice → 100 applied, 2 unapplied',
    'one payment for several invoices pays the one due first',
    'a payment that is a little short closes the invoice when the setting says so',
    'a payment of a Stripe invoice is left out',
    'a bank debit that fails after it was booked is reported, so that a person voids its payment',
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
