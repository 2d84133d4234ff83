import type { Step } from '../draw.ts'
import { MISMATCH, WRITE_OFF_AMOUNT } from './mappings.ts'

/** What may follow from the status in Stripe; payments and write-offs only where the settings say so. */
export const BY_STATUS: Step[] = [
  {
    id: 'status',
    kind: 'transform.branch',
    name: 'What follows?',
    at: [12, 0],
    note: 'Off at first: other flows book payments and write-offs. What they booked is never booked again here.',
    config: {
      mode: 'first',
      rows: [
        { name: 'Mismatch', condition: '$not(totals.agree)' },
        {
          name: 'Paid',
          condition:
            'invoice.status = "paid" and open.unpaid > 0 and $setting("createPaymentOnPaid")',
        },
        {
          name: 'Uncollectible',
          condition: `invoice.status = "uncollectible" and $setting("creditOnUncollectible")
  and ${WRITE_OFF_AMOUNT} > 0`,
        },
      ],
    },
  },
  {
    id: 'mismatch',
    kind: 'flow.stop',
    name: 'Totals differ',
    at: [12, 1],
    config: { message: MISMATCH, kind: 'value', waitForSystem: 'stripe', waitForId: '' },
  },
  {
    id: 'paidId',
    kind: 'transform.map',
    name: 'Go on with the Stripe invoice',
    at: [13, 0],
    config: { mapping: '$merge([$$, { "id": invoice.id }])', into: '', required: [] },
  },
  {
    id: 'payments',
    kind: 'flow.call',
    name: 'Book its payments',
    at: [14, 0],
    config: { flow: 'book-invoice-payments' },
  },
  {
    id: 'writeOffWanted',
    kind: 'transform.map',
    name: 'Day it was given up',
    at: [13, 1],
    config: {
      mapping: `$isoDate(
  invoice.status_transitions.marked_uncollectible_at ?: invoice.created, $setting("accountTimeZone")
)`,
      ...{ into: 'wantedDay', required: [] },
    },
  },
  {
    id: 'writeOffDay',
    kind: 'flow.call',
    name: 'Day to post the write-off',
    at: [14, 1],
    config: { flow: 'posting-day' },
  },
  {
    id: 'writeOff',
    kind: 'netsuite.apply-credit',
    name: 'Write off what is left',
    at: [15, 1],
    note: 'The same credit memo that the flow for Stripe invoices would make, so that there is one only.',
    config: {
      ...{ invoice: 'open.id', amount: WRITE_OFF_AMOUNT, currency: 'invoice.currency' },
      ...{ item: '$setting("uncollectibleItem")', apply: 'invoice', customer: '' },
      description: '"Uncollectible: Stripe invoice " & (invoice.number ?: invoice.id)',
      date: 'postingDay',
      ...{ externalId: 'invoice.id & "-wo"', body: '', into: '', identity: 'invoice.id' },
      ...{ linkSystem: 'stripe', linkType: '', linkId: '' },
    },
  },
]
