import { drawEdges, drawNodes, type Step } from '../draw.ts'
import { AFTER_SOURCE, WAYS } from './steps.ts'

const SOURCE: Step = {
  id: 'source',
  kind: 'stripe.event-source',
  name: 'Changed invoices',
  at: [0, 0],
  config: {
    object: 'invoice',
    events: [
      'invoice.finalized',
      'invoice.updated',
      'invoice.paid',
      'invoice.marked_uncollectible',
      'invoice.voided',
    ],
    ...{ realTime: false, delaySeconds: 0 },
    ...{ backfill: true, backfillDays: 365 },
  },
}

/** The steps of the flow, as its document stores them. */
export const NODES = drawNodes([SOURCE, ...AFTER_SOURCE])

/** How records go from step to step. */
export const EDGES = drawEdges(WAYS)
