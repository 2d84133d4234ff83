import type { Step } from '../draw.ts'
import { BOOKED_BEFORE, NOT_LOST } from '../lost-payment.ts'
import { CAME_IN, CHARGE_EXPAND } from './charge.ts'
import { NO_MESSAGE, NO_WAIT, TOLD_BY_CHARGE } from './lookup-parts.ts'

/** From the charge to what it is for. */
export const READING: Step[] = [
  {
    id: 'source',
    kind: 'stripe.event-source',
    name: 'Charges that brought money',
    at: [0, 0],
    note: 'Every payment has one charge that succeeded; old charges have no payment intent. Ids may be of payments or of charges.',
    config: {
      ...{ object: 'charge', events: ['charge.succeeded', 'charge.captured', 'charge.failed'] },
      ...{ realTime: true, delaySeconds: 0, backfill: true, backfillDays: 365 },
    },
  },
  {
    id: 'start',
    kind: 'flow.start',
    name: 'When called',
    at: [0, 1],
    note: 'The flow that makes invoices of charges goes on here with the charge.',
    config: {},
  },
  {
    id: 'what',
    kind: 'transform.branch',
    name: 'What do we have?',
    at: [1, 0],
    config: {
      mode: 'first',
      rows: [
        { name: 'The charge', condition: 'charge.object = "charge"' },
        { name: 'A payment', condition: '$substring(id, 0, 3) = "pi_"' },
      ],
    },
  },
  {
    id: 'intent',
    kind: 'stripe.get',
    name: 'Read the payment',
    at: [2, 1],
    config: {
      ...{ object: 'payment_intent', id: 'id', expand: [], allLines: false },
      ...{ into: 'intent', onMissing: 'error' },
    },
  },
  {
    id: 'charge',
    kind: 'stripe.get',
    name: 'Read the charge',
    at: [3, 0],
    config: {
      ...{ object: 'charge', id: 'intent.latest_charge ? intent.latest_charge : id' },
      ...{ expand: CHARGE_EXPAND, allLines: false, into: 'charge', onMissing: 'error' },
    },
  },
  {
    id: 'cameBack',
    kind: 'transform.branch',
    name: 'Failed?',
    at: [4, 0],
    note: 'A bank debit may be taken back after it had succeeded.',
    config: { mode: 'first', rows: [{ name: 'Failed', condition: 'charge.status = "failed"' }] },
  },
  {
    id: 'lost',
    kind: 'netsuite.lookup',
    name: 'Booked before it failed?',
    at: [4, 1],
    config: BOOKED_BEFORE,
  },
  {
    id: 'cameIn',
    kind: 'transform.filter',
    name: 'Only money that came in',
    at: [5, 0],
    config: { rows: [NOT_LOST, ...CAME_IN] },
  },
  {
    id: 'notInvoiced',
    kind: 'stripe.invoice-of-payment',
    name: 'Not of a Stripe invoice',
    at: [6, 0],
    note: 'Those are booked by the flow of paid invoices.',
    config: {
      id: 'charge.payment_intent.id ? charge.payment_intent.id : charge.id',
      ...{ whole: false, into: 'stripeInvoice', onFound: 'filter', onNone: 'continue' },
    },
  },
  {
    id: 'pay',
    ...TOLD_BY_CHARGE,
    at: [7, 0],
  },
  {
    id: 'currency',
    kind: 'netsuite.lookup',
    name: 'Find the currency',
    at: [8, 0],
    config: {
      recordType: 'currency',
      criteria: [{ field: 'symbol', value: '$uppercase(charge.currency)' }],
      ...{ extra: [], activeOnly: true, columns: ['symbol'], each: false, into: 'currency' },
      ...{ onNone: 'error', ...NO_WAIT },
      missingMessage:
        'Set the currency up under Lists > Accounting > Currencies in NetSuite, then retry.',
    },
  },
  {
    id: 'booked',
    kind: 'lookup.links',
    name: 'Booked already?',
    at: [9, 0],
    config: {
      ...{ sourceSystem: 'stripe', id: 'pay.id', targetSystem: 'netsuite' },
      ...{ targetType: 'customerPayment', into: 'bookedPayment', onMissing: 'continue' },
    },
  },
  {
    id: 'stamped',
    kind: 'netsuite.lookup',
    name: 'Does NetSuite name it?',
    at: [10, 0],
    note: 'A payment with this Stripe id that Tributary did not book is linked, never doubled.',
    config: {
      recordType: 'customerPayment',
      criteria: [
        { field: '$setting("paymentIdField")', value: 'pay.intent' },
        { field: '$setting("chargeIdField")', value: 'charge.id' },
      ],
      ...{ extra: [], activeOnly: false, columns: ['externalid', 'tranid'], each: false },
      ...{ into: 'stamped', ...NO_MESSAGE, ...NO_WAIT },
    },
  },
]
