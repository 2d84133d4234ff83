import { FIELD_PRESETS } from '../settings.ts'
import type { Template } from '../template.ts'
import { EDGES, NODES } from './graph.ts'
import { SAMPLES } from './samples.ts'
import { SETTING_FIELDS } from './settings.ts'
import { TESTS } from './tests.ts'

const NAME = 'NetSuite Invoice → Stripe Invoice Add'

const DESCRIPTION =
  'Sends every open, approved NetSuite invoice to Stripe, once, and puts the link to pay it on the NetSuite invoice. Lines, tax, shipping and discounts must add up to NetSuite’s total; what was paid or credited before becomes a line of its own, so that Stripe asks for the rest only. Invoices that came from Stripe never go back.'

/** Sends open NetSuite invoices to Stripe and notes id, payment page and PDF on them. */
export const netsuiteInvoiceToStripeInvoice: Template = {
  id: 'netsuite-invoice-to-stripe-invoice',
  version: 1,
  title: NAME,
  description: DESCRIPTION,
  group: 'Invoices',
  direction: 'NetSuite → Stripe',
  trigger: 'Scheduled',
  cases: [
    '100.00 + 8.25 tax, 30.00 deposit applied → Stripe amount due 7825 minor units, NS stamped with id + hosted URL',
    'crash after draft, rerun → one finalized invoice',
    'JPY 5,000 → 5000, not 500000',
    'due date yesterday → accepted per policy, not an API error',
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
    schedule: { cron: '*/15 * * * *', timeZone: 'America/Los_Angeles' },
  },
}
