import { FIELD_PRESETS } from '../settings.ts'
import type { Template } from '../template.ts'
import { EDGES, NODES } from './graph.ts'
import { SAMPLES } from './samples.ts'
import { SETTING_FIELDS } from './settings.ts'
import { TESTS } from './tests.ts'

const NAME = 'Stripe Charge → NetSuite Invoice Add'

const DESCRIPTION =
  'Makes a NetSuite invoice of every charge that belongs to no invoice, with one line over what was captured, and books its payment along. Finds or creates the customer; guests go to the customer of the settings. Charges that pay an invoice which is in NetSuite are left to the flow of payments.'

/** Books charges without an invoice as NetSuite invoices, and pays them. */
export const stripeChargeToNetsuiteInvoice: Template = {
  id: 'stripe-charge-to-netsuite-invoice',
  version: 1,
  title: NAME,
  description: DESCRIPTION,
  group: 'Invoices',
  direction: 'Stripe → NetSuite',
  trigger: 'Scheduled',
  cases: [
    'card charge 49.99 USD with customer → invoice 49.99, externalid ch_…',
    'replay → ignored',
    'charge belonging to a Stripe invoice → filtered (counted, with reason)',
    'guest charge → default customer',
    'a charge that names a NetSuite invoice by its number is left to the flow of payments',
    'ACH charge created Monday, succeeded Thursday → imported Thursday (fails with a created-only cursor)',
    'a charge that this flow and the flow of payments handle ends in one invoice and one payment',
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
