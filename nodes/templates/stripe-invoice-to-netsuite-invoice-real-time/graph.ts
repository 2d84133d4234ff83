import { drawEdges, drawNodes, type Step } from '../draw.ts'
import { AFTER_SOURCE, WAYS } from '../stripe-invoice-to-netsuite-invoice/steps.ts'

const SOURCE: Step = {
  id: 'source',
  kind: 'stripe.event-source',
  name: 'Invoices at once',
  at: [0, 0],
  note: 'Stripe calls when one of the events happens. The schedule reads the same events again and finds what did not get through.',
  config: {
    object: 'invoice',
    events: ['invoice.finalized', 'invoice.paid', 'invoice.voided', 'invoice.marked_uncollectible'],
    ...{ realTime: true, delaySeconds: '$setting("delaySeconds")' },
    ...{ backfill: false, backfillDays: 365 },
  },
}

/** The steps of the flow, as its document stores them. */
export const NODES = drawNodes([SOURCE, ...AFTER_SOURCE])

/** How records go from step to step. */
export const EDGES = drawEdges(WAYS)
