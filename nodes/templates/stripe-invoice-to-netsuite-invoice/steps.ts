import type { Step } from '../draw.ts'
import { SKIP_ROW } from '../settings.ts'

/** What follows the source, whether the flow runs on schedule or in real time. */
export const AFTER_SOURCE: readonly Step[] = [
  {
    id: 'invoice',
    kind: 'stripe.get',
    name: 'Read the invoice',
    at: [1, 0],
    note: 'Stripe’s event is a hint only: what counts is what the invoice is now, with all its lines.',
    config: {
      ...{ object: 'invoice', id: 'id', expand: [], allLines: true },
      ...{ into: 'invoice', onMissing: 'error' },
    },
  },
  {
    id: 'wanted',
    kind: 'transform.filter',
    name: 'Only wanted invoices',
    at: [2, 0],
    note: 'What cannot be booked at all, such as drafts, is left out further on, with its reason.',
    config: {
      rows: [
        {
          condition: '$setting("bookWhen") != "paid" or invoice.status = "paid"',
          reason: 'It is not paid yet, and the settings wait for that.',
        },
        SKIP_ROW,
      ],
    },
  },
  {
    id: 'book',
    kind: 'flow.call',
    name: 'Book the invoice',
    at: [3, 0],
    config: { flow: 'book-stripe-invoice' },
  },
  {
    id: 'paid',
    kind: 'transform.branch',
    name: 'Book payments too?',
    at: [4, 0],
    config: {
      mode: 'first',
      rows: [
        {
          name: 'Yes',
          condition: '$setting("bookPayments") and invoice.total > 0 and invoice.status = "paid"',
        },
      ],
    },
  },
  {
    id: 'payments',
    kind: 'flow.call',
    name: 'Book its payments',
    at: [5, 1],
    note: 'Whichever flow books a payment, it is booked once.',
    config: { flow: 'book-invoice-payments' },
  },
]

/** How records go from step to step. */
export const WAYS: readonly string[] = [
  'source out invoice',
  'invoice out wanted',
  'wanted out book',
  'book out paid',
  'paid yes payments',
]
