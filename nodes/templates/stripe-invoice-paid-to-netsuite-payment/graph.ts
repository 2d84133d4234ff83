import { drawEdges, drawNodes, type Step } from '../draw.ts'
import { BOOKED_BEFORE, NOT_LOST } from '../lost-payment.ts'
import { SKIP_ROW } from '../settings.ts'

const STEPS: Step[] = [
  {
    id: 'source',
    kind: 'stripe.event-source',
    name: 'Invoices that were paid',
    at: [0, 0],
    note: 'The second event tells of every part of an invoice that is paid in several.',
    config: {
      object: 'invoice',
      events: ['invoice.paid', 'invoice_payment.paid'],
      ...{ realTime: true, delaySeconds: 0, backfill: true, backfillDays: 365 },
    },
  },
  {
    id: 'invoice',
    kind: 'stripe.get',
    name: 'Read the invoice',
    at: [1, 0],
    note: 'As it is now: an event may come late, twice, or before another one.',
    config: {
      ...{ object: 'invoice', id: 'id', expand: [], allLines: false },
      ...{ into: 'invoice', onMissing: 'error' },
    },
  },
  {
    id: 'wanted',
    kind: 'transform.filter',
    name: 'Not left out by the settings',
    at: [2, 0],
    config: { rows: [SKIP_ROW] },
  },
  {
    id: 'book',
    kind: 'flow.call',
    name: 'Book its payments',
    at: [3, 0],
    note: 'One NetSuite payment for each payment in Stripe, never one for the whole invoice. The flows that bring invoices call the same steps, so nothing is booked twice.',
    config: { flow: 'book-invoice-payments' },
  },
  {
    id: 'failures',
    kind: 'stripe.event-source',
    name: 'Charges that failed',
    at: [0, 1],
    note: 'A bank debit may be taken back after it had succeeded. Its invoice stays paid in Stripe, so only the charge tells.',
    config: {
      ...{ object: 'charge', events: ['charge.failed'], realTime: true, delaySeconds: 0 },
      ...{ backfill: false, backfillDays: 365 },
    },
  },
  {
    id: 'charge',
    kind: 'stripe.get',
    name: 'Read the charge',
    at: [1, 1],
    config: {
      ...{ object: 'charge', id: 'id', expand: [], allLines: false },
      ...{ into: 'charge', onMissing: 'error' },
    },
  },
  {
    id: 'lost',
    kind: 'netsuite.lookup',
    name: 'Booked before it failed?',
    at: [2, 1],
    config: BOOKED_BEFORE,
  },
  {
    id: 'notLost',
    kind: 'transform.filter',
    name: 'Report what was booked',
    at: [3, 1],
    config: { rows: [NOT_LOST] },
  },
]

/** The steps of the flow, as its document stores them. */
export const NODES = drawNodes(STEPS)

/** How records go from step to step. */
export const EDGES = drawEdges([
  'source out invoice',
  'invoice out wanted',
  'wanted out book',
  'failures out charge',
  'charge out lost',
  'lost out notLost',
])
