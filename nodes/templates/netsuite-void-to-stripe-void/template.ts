import { FIELD_PRESETS } from '../settings.ts'
import type { Template } from '../template.ts'
import { EDGES, NODES } from './graph.ts'
import { SAMPLES } from './samples.ts'
import { SETTING_FIELDS } from './settings.ts'
import { TESTS } from './tests.ts'

const NAME = 'NetSuite Void Invoice → Stripe Void Invoice Update'

const DESCRIPTION =
  'Voids in Stripe what was voided, deleted, or credited instead of voided in NetSuite, so that nobody pays an invoice that is no longer owed. Drafts are deleted; of invoices that are paid in part the rest is credited; what is paid is reported, because it cannot be voided. As it comes the flow only lists what it would void: its settings let it act.'

/** Voids Stripe invoices whose NetSuite invoices were voided, deleted or credited in full. */
export const netsuiteVoidToStripeVoid: Template = {
  id: 'netsuite-void-to-stripe-void',
  version: 1,
  title: NAME,
  description: DESCRIPTION,
  group: 'Invoice status',
  direction: 'NetSuite → Stripe',
  trigger: 'Scheduled',
  cases: [
    'open → void',
    'paid → error with the two actions',
    'draft → deleted',
    'second run → ignored',
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
