import { FIELD_PRESETS } from '../settings.ts'
import type { Template } from '../template.ts'
import { EDGES, NODES } from './graph.ts'
import { SAMPLES } from './samples.ts'
import { SETTING_FIELDS } from './settings.ts'
import { TESTS } from './tests.ts'

const NAME = 'Stripe Invoice → NetSuite Invoice'

const DESCRIPTION =
  'Books every finalized Stripe invoice in NetSuite, once: finds or creates the customer, maps each line to an item, keeps discounts and taxes as lines of their own, checks that the sum is Stripe’s total to the cent, and notes the NetSuite id at the Stripe invoice. Invoices that are left out keep their reason.'

/** Books finalized Stripe invoices as NetSuite invoices, with credit memos where credit was used. */
export const stripeInvoiceToNetsuiteInvoice: Template = {
  id: 'stripe-invoice-to-netsuite-invoice',
  version: 2,
  title: NAME,
  description: DESCRIPTION,
  group: 'Invoices',
  direction: 'Stripe → NetSuite',
  trigger: 'Scheduled',
  cases: [],
  document: {
    format: 1,
    name: NAME,
    description: DESCRIPTION,
    settings: { fields: SETTING_FIELDS, presets: FIELD_PRESETS, values: {} },
    nodes: NODES,
    edges: EDGES,
    samples: SAMPLES,
    tests: TESTS,
    schedule: { cron: '*/15 * * * *', timeZone: 'Etc/UTC' },
  },
}
