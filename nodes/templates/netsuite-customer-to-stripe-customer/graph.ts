import { drawEdges, drawNodes, type Step } from '../draw.ts'
import { SKIP_ROW } from '../settings.ts'

const STEPS: Step[] = [
  {
    id: 'source',
    kind: 'netsuite.record-source',
    name: 'Changed customers',
    at: [0, 0],
    note: 'To choose them by a saved search of your own, put the node "NetSuite saved search" in its place. To send changes at once, switch "Also at once, by webhook" on.',
    config: {
      ...{ recordType: 'customer', otherType: '', detail: 'fields' },
      criteria: [
        { field: 'searchstage', operator: 'is', value: '"Customer"' },
        { field: 'subsidiary', operator: 'is', value: '$setting("subsidiary")' },
        {
          field: 'datecreated',
          operator: 'onOrAfter',
          value: '$setting("startDate", "1900-01-01")',
        },
      ],
      columns: [
        ...['email', 'isinactive'],
        ...['$setting("customerIdField")', '$setting("customerSkipField")'],
      ],
      backfillDays: 3650,
    },
  },
  {
    id: 'eligible',
    kind: 'transform.filter',
    name: 'Only customers to send',
    at: [1, 0],
    config: {
      rows: [
        {
          condition:
            '$boolean(email) or $boolean($lookup($, $lowercase($setting("customerIdField"))))',
          reason: 'The customer has no e-mail, and no Stripe customer yet.',
        },
        {
          condition: '$not($lookup($, $lowercase($setting("customerSkipField"))) = "T")',
          reason: 'The customer is marked in NetSuite as not to be synced with Stripe.',
        },
        {
          condition: `isinactive != "T" or $setting("syncInactive") or
  $boolean($lookup($, $lowercase($setting("customerIdField"))))`,
          reason: 'The customer is inactive and has no Stripe customer.',
        },
        SKIP_ROW,
      ],
    },
  },
  {
    id: 'which',
    kind: 'transform.map',
    name: 'Take its id',
    at: [2, 0],
    config: { mapping: 'id', into: 'netsuiteCustomerId', required: [] },
  },
  {
    id: 'put',
    kind: 'flow.call',
    name: 'Put it into Stripe',
    at: [3, 0],
    note: 'The same steps that the invoice flow takes for a customer who is not in Stripe yet: fields and rules are changed there, once.',
    config: { flow: 'put-customer-into-stripe' },
  },
]

/** The steps of the flow, as its document stores them. */
export const NODES = drawNodes(STEPS)

/** How records go from step to step. */
export const EDGES = drawEdges(['source out eligible', 'eligible out which', 'which out put'])
