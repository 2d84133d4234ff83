import { FIELD_PRESETS } from '../settings.ts'
import type { Template } from '../template.ts'
import { EDGES, NODES } from './graph.ts'
import { SAMPLES } from './samples.ts'
import { SETTING_FIELDS } from './settings.ts'
import { TESTS } from './tests.ts'

const NAME = 'Stripe Customer → NetSuite Customer Add/Update'

const DESCRIPTION =
  'Brings customers of Stripe to NetSuite, and their changes after them. Finds the NetSuite customer by the ids that both systems have noted, then by the e-mail, and creates it where there is none: as a company or a person, with its addresses and currency. Notes each one’s id in the other system. A customer deleted in Stripe only loses its Stripe id.'

/** Keeps NetSuite's customers like Stripe's. */
export const stripeCustomerToNetsuiteCustomer: Template = {
  id: 'stripe-customer-to-netsuite-customer',
  version: 1,
  title: NAME,
  description: DESCRIPTION,
  group: 'Customers',
  direction: 'Stripe → NetSuite',
  trigger: 'Scheduled',
  cases: [
    'blank name → default name',
    '"Ada|Byron" with delimiter | → person Ada Byron',
    'match found by email, Stripe id empty → id stamped, subsidiary untouched',
    'replay of the same event → ignored',
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
