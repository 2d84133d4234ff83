import { FIELD_PRESETS } from '../settings.ts'
import type { Template } from '../template.ts'
import { EDGES, NODES } from './graph.ts'
import { SAMPLES } from './samples.ts'
import { SETTING_FIELDS } from './settings.ts'
import { TESTS } from './tests.ts'

const NAME = 'Put the NetSuite customer into Stripe'

const DESCRIPTION =
  'Brings one NetSuite customer to Stripe: finds its Stripe customer by the id noted in NetSuite or by the e-mail, creates or updates it, and notes the Stripe id in NetSuite. Two Stripe customers that fit are reported, and nothing is written. A customer that was deleted in Stripe is reported too, unless the settings have another one created. Who is marked "Do Not Sync with Stripe" is left out.'

/** What every flow does that sends something of a NetSuite customer to Stripe. */
export const putCustomerIntoStripe: Template = {
  id: 'put-customer-into-stripe',
  version: 2,
  title: NAME,
  description: DESCRIPTION,
  group: 'Shared steps',
  direction: 'NetSuite → Stripe',
  trigger: 'Called',
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
    schedule: null,
  },
}
