import { FIELD_PRESETS } from '../settings.ts'
import type { Template } from '../template.ts'
import { EDGES, NODES } from './graph.ts'
import { SAMPLES } from './samples.ts'
import { SETTING_FIELDS } from './settings.ts'
import { TESTS } from './tests.ts'

const NAME = 'Find or create the NetSuite customer'

const DESCRIPTION =
  'Finds who pays among the NetSuite customers: by the NetSuite id that Stripe has noted, by the Stripe id that NetSuite has noted, by the external id, and last by the e-mail. Two that fit equally well are reported. Who is not there yet is created, and guests go to the customer chosen for them.'

/** What every flow does that books something of a Stripe customer. */
export const findNetsuiteCustomer: Template = {
  id: 'find-netsuite-customer',
  version: 1,
  title: NAME,
  description: DESCRIPTION,
  group: 'Shared steps',
  direction: 'Stripe → NetSuite',
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
