import { drawEdges, drawNodes, type Step } from '../draw.ts'
import { CLOSED, FIRST_OPEN_DAY, IS_OPEN, PERIODS, WHOLE_PERIOD } from './mappings.ts'

const STEPS: Step[] = [
  {
    id: 'start',
    kind: 'flow.start',
    name: 'When called',
    at: [0, 0],
    note: 'The record brings wantedDay, such as 2026-11-23, and takes postingDay back.',
    config: {},
  },
  {
    id: 'asked',
    kind: 'transform.branch',
    name: 'Do closed periods matter?',
    at: [1, 0],
    config: {
      mode: 'first',
      rows: [{ name: 'No', condition: '$setting("closedPeriod") = "sourceDate"' }],
    },
  },
  {
    id: 'periods',
    kind: 'netsuite.query-lookup',
    name: 'Periods of that month',
    at: [2, 0],
    note: 'One question for all records of a month. Years and quarters only group periods; adjustment periods take no invoices.',
    config: {
      sql: PERIODS,
      params: [{ name: 'month', value: '$substring(wantedDay, 0, 7)' }],
      ...{ take: 'many', into: 'periods', onNone: 'continue', missingMessage: '' },
    },
  },
  {
    id: 'open',
    kind: 'transform.branch',
    name: 'Open on that day?',
    at: [3, 0],
    config: {
      mode: 'first',
      rows: [
        { name: 'Open', condition: IS_OPEN },
        { name: 'Closed: move', condition: '$setting("closedPeriod") = "firstOpenDay"' },
      ],
    },
  },
  {
    id: 'firstOpen',
    kind: 'netsuite.query-lookup',
    name: 'First open period after it',
    at: [4, 1],
    config: {
      sql: FIRST_OPEN_DAY,
      params: [{ name: 'day', value: WHOLE_PERIOD }],
      ...{ take: 'one', into: 'firstOpen', onNone: 'continue', missingMessage: '' },
    },
  },
  {
    id: 'isThere',
    kind: 'transform.branch',
    name: 'Is there one?',
    at: [5, 1],
    config: {
      mode: 'first',
      rows: [{ name: 'Yes', condition: '$exists(firstOpen.day)' }],
    },
  },
  {
    id: 'moved',
    kind: 'transform.map',
    name: 'Its first day',
    at: [6, 0],
    config: { mapping: 'firstOpen.day', into: 'postingDay', required: [] },
  },
  {
    id: 'same',
    kind: 'transform.map',
    name: 'The day itself',
    at: [4, 0],
    config: { mapping: 'wantedDay', into: 'postingDay', required: [] },
  },
  {
    id: 'stop',
    kind: 'flow.stop',
    name: 'The period is closed',
    at: [7, 1],
    config: { message: CLOSED, kind: 'value', waitForSystem: 'stripe', waitForId: '' },
  },
  { id: 'end', kind: 'flow.end', name: 'Return to the caller', at: [7, 0], config: {} },
]

/** The steps of the part, as its document stores them. */
export const NODES = drawNodes(STEPS)

/** How records go from step to step. */
export const EDGES = drawEdges([
  'start out asked',
  'asked no same',
  'asked otherwise periods',
  'periods out open',
  'open open same',
  'open closed-move firstOpen',
  'open otherwise stop',
  'firstOpen out isThere',
  'isThere yes moved',
  'isThere otherwise stop',
  'moved out end',
  'same out end',
])
