import { drawEdges, drawNodes, type Step } from '../draw.ts'
import { FIELDS, OWN_DAY, STRIPE_IDS, TELL_CHARGE, TELL_PAYMENT } from './mappings.ts'

const METADATA = [{ key: 'netsuite_customer_payment_id', value: 'netsuitePayment.id' }]

const STEPS: Step[] = [
  {
    id: 'start',
    kind: 'flow.start',
    name: 'When called',
    at: [0, 0],
    note: 'Expects `payment` (externalId, identity if other records may stand for the same money, source, paymentIntent, charge, amount in minor units, currency, created, method, memo), `netsuiteCustomer` and `invoices`, the ones to pay in their order. Adds `netsuitePayment`.',
    config: {},
  },
  {
    id: 'booked',
    kind: 'lookup.links',
    name: 'Booked already?',
    at: [1, 0],
    config: {
      ...{ sourceSystem: 'stripe', id: 'payment.source.id', targetSystem: 'netsuite' },
      ...{ targetType: 'customerPayment', into: 'bookedPayment', onMissing: 'continue' },
    },
  },
  {
    id: 'known',
    kind: 'transform.branch',
    name: 'New?',
    at: [2, 0],
    note: 'What is booked keeps its date, though its period may be closed by now. `payment.existing` names a payment in NetSuite that stands for it: that one gets the Stripe ids, what is left of it goes to the invoices, and nothing else of it is changed.',
    config: {
      mode: 'first',
      rows: [
        { name: 'Stands for it', condition: 'payment.existing ? true : false' },
        { name: 'Booked', condition: '$exists(bookedPayment.id)' },
      ],
    },
  },
  {
    id: 'stripeIds',
    kind: 'transform.map',
    name: 'Only the Stripe ids',
    at: [5, 1],
    config: { mapping: STRIPE_IDS, into: 'paymentFields', required: [] },
  },
  {
    id: 'wanted',
    kind: 'transform.map',
    name: 'Day of the payment',
    at: [3, 0],
    config: { mapping: OWN_DAY, into: 'wantedDay', required: [] },
  },
  {
    id: 'day',
    kind: 'flow.call',
    name: 'Day to post on',
    at: [4, 0],
    config: { flow: 'posting-day' },
  },
  {
    id: 'kept',
    kind: 'transform.map',
    name: 'Keep its day',
    at: [3, 1],
    config: { mapping: OWN_DAY, into: 'postingDay', required: [] },
  },
  {
    id: 'fields',
    kind: 'transform.map',
    name: 'Fields of the payment',
    at: [5, 0],
    config: { mapping: FIELDS, into: 'paymentFields', required: ['subsidiary.id'] },
  },
  {
    id: 'book',
    kind: 'netsuite.apply-payment',
    name: 'Book the payment',
    at: [6, 0],
    note: 'Gross, as the customer paid it: Stripe’s fee is booked with the payout. Never more than is open goes to an invoice; the rest stays unapplied, and the step says so.',
    config: {
      amount: '$toMajor(payment.amount, payment.currency)',
      ...{ currency: 'payment.currency', invoices: 'invoices', over: '$setting("alreadyPaid")' },
      ...{ onExisting: 'apply', customer: 'netsuiteCustomer.id', date: 'postingDay' },
      ...{ account: '', method: '', standsFor: 'payment.existing' },
      ...{ externalId: 'payment.externalId', body: 'paymentFields' },
      ...{ into: 'netsuitePayment', identity: 'payment.identity ?: payment.externalId' },
      ...{ linkSystem: 'stripe', linkType: '', linkId: 'payment.source' },
    },
  },
  {
    id: 'tell',
    kind: 'transform.branch',
    name: 'Tell Stripe?',
    at: [7, 0],
    config: {
      mode: 'first',
      rows: [
        { name: 'At the payment', condition: TELL_PAYMENT },
        { name: 'At the charge', condition: TELL_CHARGE },
      ],
    },
  },
  {
    id: 'tellPayment',
    kind: 'stripe.write-back',
    name: 'Write the id to the payment',
    at: [8, 0],
    config: {
      object: 'payment_intent',
      ...{ id: 'payment.paymentIntent', metadata: METADATA, into: '' },
    },
  },
  {
    id: 'tellCharge',
    kind: 'stripe.write-back',
    name: 'Write the id to the charge',
    at: [8, 1],
    note: 'For charges that were made without a payment intent.',
    config: { ...{ object: 'charge', id: 'payment.charge', metadata: METADATA, into: '' } },
  },
  { id: 'end', kind: 'flow.end', name: 'Return to the caller', at: [9, 0], config: {} },
]

/** The steps of the part, as its document stores them. */
export const NODES = drawNodes(STEPS)

/** How records go from step to step. */
export const EDGES = drawEdges([
  'start out booked',
  'booked out known',
  'known stands-for-it stripeIds',
  'stripeIds out book',
  'known booked kept',
  'known otherwise wanted',
  'wanted out day',
  'day out fields',
  'kept out fields',
  'fields out book',
  'book out tell',
  'tell at-the-payment tellPayment',
  'tell at-the-charge tellCharge',
  'tell otherwise end',
  'tellPayment out end',
  'tellCharge out end',
])
