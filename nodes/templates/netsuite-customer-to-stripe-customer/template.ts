import { FIELD_PRESETS } from '../settings.ts'
import type { Template } from '../template.ts'
import { EDGES, NODES } from './graph.ts'
import { SAMPLES } from './samples.ts'
import { SETTING_FIELDS } from './settings.ts'
import { TESTS } from './tests.ts'

const NAME = 'NetSuite Customer → Stripe Customer Add/Update'

const DESCRIPTION =
  'Brings customers of NetSuite to Stripe, and their changes after them: name, e-mail, phone, billing and shipping address. Looks for the Stripe customer by the id noted in NetSuite, then by the e-mail, creates it only where there is none, and notes its id in NetSuite. Two Stripe customers with one e-mail are reported, and nothing is written.'

/** Keeps Stripe's customers like NetSuite's. */
export const netsuiteCustomerToStripeCustomer: Template = {
  id: 'netsuite-customer-to-stripe-customer',
  version: 1,
  title: NAME,
  description: DESCRIPTION,
  group: 'Customers',
  direction: 'NetSuite → Stripe',
  trigger: 'Scheduled',
  cases: [
    'no id + no email match → 1 create, 1 write-back',
    'second run → ignored: unchanged',
    'stored id + changed phone → 1 update, no create',
    'two Stripe customers with that email → 1 open error duplicate, no write',
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
