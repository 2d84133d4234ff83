import type { Template } from '../template.ts'
import { EDGES, NODES } from './graph.ts'
import { SAMPLES } from './samples.ts'
import { SETTING_FIELDS } from './settings.ts'
import { TESTS } from './tests.ts'

const NAME = 'Day to post on'

const DESCRIPTION =
  'Says on which day something is booked in NetSuite: on its own day while that accounting period is open; otherwise, as the settings say, it is reported, moved to the first open day after it, or left as it is.'

/** Turns `wantedDay` into `postingDay`, both YYYY-MM-DD, heeding closed and locked periods. */
export const postingDay: Template = {
  id: 'posting-day',
  version: 1,
  title: NAME,
  description: DESCRIPTION,
  group: 'Shared steps',
  direction: 'Stripe → NetSuite',
  trigger: 'Called',
  cases: [
    'a day in an open period is the day to post on',
    'a day in a closed period is reported with the period’s name',
    'a day in a closed period moves to the first open day after it when the setting says so',
    'a day in a closed period stays when the setting says so',
    'many records of a month ask NetSuite once a page',
  ],
  document: {
    format: 1,
    name: NAME,
    description: DESCRIPTION,
    settings: { fields: SETTING_FIELDS, values: {} },
    nodes: NODES,
    edges: EDGES,
    samples: SAMPLES,
    tests: TESTS,
    schedule: null,
  },
}
