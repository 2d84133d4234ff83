import { FIELD_PRESETS } from '../settings.ts'
import type { Template } from '../template.ts'
import { EDGES, NODES } from './graph.ts'
import { SAMPLES } from './samples.ts'
import { SETTING_FIELDS } from './settings.ts'
import { TESTS } from './tests.ts'

const NAME = 'NetSuite Invoice Status → Stripe Invoice Status Update'

const DESCRIPTION =
  'Tells Stripe which invoices were paid in NetSuite: by check, by wire, or by credit memo. The Stripe invoice is marked as paid outside of Stripe, so nobody is asked to pay twice; what credit memos settled becomes a credit note instead. Payments that came from Stripe are left alone, and while a bank payment is on its way nothing is done.'

/** Marks Stripe invoices as paid whose NetSuite invoices were paid elsewhere. */
export const netsuiteInvoiceStatusToStripe: Template = {
  id: 'netsuite-invoice-status-to-stripe',
  version: 1,
  title: NAME,
  description: DESCRIPTION,
  group: 'Invoice status',
  direction: 'NetSuite → Stripe',
  trigger: 'Scheduled',
  cases: [
    'check payment in NS → Stripe open invoice becomes paid, out of band',
    'NS payment that came from Stripe → ignored',
    'void in Stripe → open error',
    'ACH processing → deferred',
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
