import { FIELD_PRESETS } from '../settings.ts'
import type { Template } from '../template.ts'
import { EDGES, NODES } from './graph.ts'
import { SAMPLES } from './samples.ts'
import { SETTING_FIELDS } from './settings.ts'
import { TESTS } from './tests.ts'

const NAME = 'Add/Update Open NetSuite Invoices with Details from Stripe Invoices'

const DESCRIPTION =
  'Keeps every open NetSuite invoice up to date with its Stripe invoice: a payment link that works, the PDF, status, number, what is left to pay, and why the last attempt failed. Invoices that are not linked yet are linked when exactly one Stripe invoice fits. Only fields of the head are written, never what is posted.'

/** Shows on open NetSuite invoices what Stripe knows of them, and links those that are not yet. */
export const stripeDetailsToOpenNetsuiteInvoices: Template = {
  id: 'stripe-details-to-open-netsuite-invoices',
  version: 1,
  title: NAME,
  description: DESCRIPTION,
  group: 'Payments',
  direction: 'Stripe → NetSuite',
  trigger: 'Scheduled',
  cases: [
    'status changed → only that field patched',
    'nothing changed → 0 writes',
    'unlinked unique match → linked both sides',
    'ambiguous → no write',
    'an unlinked invoice is found by number, customer, currency and total',
    'a payment link that has expired is replaced by a new one',
    'an invoice that Stripe does not know is reported, and its fields stay',
    'totals that differ are marked as mismatch and reported',
    'a payment of a paid invoice is booked when the setting says so',
    'an uncollectible invoice is written off when the setting says so',
    'old invoices and those marked to be skipped are left alone',
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
    schedule: { cron: '0 2 * * *', timeZone: 'America/Los_Angeles' },
  },
}
