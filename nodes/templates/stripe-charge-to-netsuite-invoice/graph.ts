import { drawEdges, drawNodes, type Step } from '../draw.ts'
import { CHARGE_EXPAND, PAYER } from '../stripe-payment-to-netsuite-payment/charge.ts'
import {
  NAMED_INVOICES,
  TOLD_BY_CHARGE,
} from '../stripe-payment-to-netsuite-payment/lookup-parts.ts'
import { ELIGIBLE, UNNAMED } from './eligible.ts'
import { INVOICE, OWN_DAY } from './mappings.ts'

const STEPS: Step[] = [
  {
    id: 'source',
    kind: 'stripe.event-source',
    name: 'Charges that brought money',
    at: [0, 0],
    note: 'A bank debit succeeds days after it was made: the event tells of it then.',
    config: {
      ...{ object: 'charge', events: ['charge.succeeded', 'charge.captured'] },
      ...{ realTime: true, delaySeconds: 0, backfill: true, backfillDays: 365 },
    },
  },
  {
    id: 'charge',
    kind: 'stripe.get',
    name: 'Read the charge',
    at: [1, 0],
    config: {
      ...{ object: 'charge', id: 'id', expand: CHARGE_EXPAND, allLines: false },
      ...{ into: 'charge', onMissing: 'error' },
    },
  },
  {
    id: 'booked',
    kind: 'lookup.links',
    name: 'Booked already?',
    at: [2, 0],
    config: {
      ...{ sourceSystem: 'stripe', id: 'charge.id', targetSystem: 'netsuite' },
      ...{ targetType: 'invoice', into: 'booked', onMissing: 'continue' },
    },
  },
  {
    id: 'eligible',
    kind: 'transform.filter',
    name: 'Only charges to book',
    at: [3, 0],
    config: { rows: ELIGIBLE },
  },
  {
    id: 'notInvoiced',
    kind: 'stripe.invoice-of-payment',
    name: 'Not of a Stripe invoice',
    at: [4, 0],
    note: 'Those come to NetSuite as that invoice.',
    config: {
      id: 'charge.payment_intent.id ? charge.payment_intent.id : charge.id',
      ...{ whole: false, into: 'stripeInvoice', onFound: 'filter', onNone: 'continue' },
    },
  },
  {
    id: 'facts',
    ...TOLD_BY_CHARGE,
    at: [5, 0],
  },
  {
    id: 'isNamed',
    kind: 'transform.branch',
    name: 'Names an invoice?',
    at: [6, 0],
    note: 'What this flow has booked is not asked about again.',
    config: {
      mode: 'first',
      rows: [{ name: 'Yes', condition: '$count(pay.numbers) > 0 and $not($exists(booked.id))' }],
    },
  },
  {
    id: 'named',
    ...NAMED_INVOICES,
    at: [7, 1],
    note: 'By metadata invoice_number or order_id, as the flow of payments looks for it.',
  },
  {
    id: 'unnamed',
    kind: 'transform.filter',
    name: 'Only if there is none',
    at: [8, 1],
    note: 'An order that has no invoice in NetSuite gets its invoice here.',
    config: { rows: UNNAMED },
  },
  {
    id: 'payer',
    kind: 'transform.map',
    name: 'Who paid',
    at: [9, 0],
    note: 'Of a guest the billing details.',
    config: { mapping: PAYER, into: 'payer', required: ['currency'] },
  },
  {
    id: 'customer',
    kind: 'flow.call',
    name: 'Find the customer',
    at: [10, 0],
    config: { flow: 'find-netsuite-customer' },
  },
  {
    id: 'known',
    kind: 'transform.branch',
    name: 'New?',
    at: [11, 0],
    note: 'What is booked keeps its date, though its period may be closed by now.',
    config: { mode: 'first', rows: [{ name: 'Booked', condition: '$exists(booked.id)' }] },
  },
  {
    id: 'wanted',
    kind: 'transform.map',
    name: 'Day of the charge',
    at: [12, 0],
    config: { mapping: OWN_DAY, into: 'wantedDay', required: [] },
  },
  {
    id: 'day',
    kind: 'flow.call',
    name: 'Day to post on',
    at: [13, 0],
    config: { flow: 'posting-day' },
  },
  {
    id: 'kept',
    kind: 'transform.map',
    name: 'Keep its day',
    at: [12, 1],
    config: { mapping: OWN_DAY, into: 'postingDay', required: [] },
  },
  {
    id: 'fields',
    kind: 'transform.map',
    name: 'Fields of the invoice',
    at: [14, 0],
    note: 'Gross, in one line: Stripe’s fee is booked with the payout.',
    config: {
      ...{ mapping: INVOICE, into: 'invoiceFields' },
      required: ['entity.id', 'subsidiary.id', 'currency.id', 'tranDate', 'item.items[].item.id'],
    },
  },
  {
    id: 'book',
    kind: 'netsuite.upsert',
    name: 'Book the invoice',
    at: [15, 0],
    config: {
      ...{ recordType: 'invoice', otherType: '', externalId: 'charge.id' },
      ...{ body: 'invoiceFields', onExisting: 'leave', replaceSublists: [] },
      ...{ into: 'netsuite', identity: 'charge.id' },
      ...{ linkSystem: 'stripe', linkType: 'charge', linkId: 'charge.id' },
    },
  },
  {
    id: 'tell',
    kind: 'transform.branch',
    name: 'Tell Stripe?',
    at: [16, 0],
    config: {
      mode: 'first',
      rows: [{ name: 'Yes', condition: '$setting("writeBackChargeInvoice")' }],
    },
  },
  {
    id: 'writeBack',
    kind: 'stripe.write-back',
    name: 'Write the id to the charge',
    at: [17, 1],
    config: {
      ...{ object: 'charge', id: 'charge.id', into: '' },
      metadata: [{ key: 'netsuite_invoice_id', value: 'netsuite.id' }],
    },
  },
  {
    id: 'pays',
    kind: 'transform.branch',
    name: 'Book the payment too?',
    at: [18, 0],
    config: { mode: 'first', rows: [{ name: 'Yes', condition: '$setting("payInvoice")' }] },
  },
  {
    id: 'pay',
    kind: 'flow.call',
    name: 'Book the payment',
    at: [19, 0],
    note: 'The same steps that the flow of payments takes with its own schedule, so that there is one payment, whichever comes first.',
    config: { flow: 'stripe-payment-to-netsuite-payment' },
  },
]

/** The steps of the flow, as its document stores them. */
export const NODES = drawNodes(STEPS)

/** How records go from step to step. */
export const EDGES = drawEdges([
  'source out charge',
  'charge out booked',
  'booked out eligible',
  'eligible out notInvoiced',
  'notInvoiced out facts',
  'facts out isNamed',
  'isNamed yes named',
  'named out unnamed',
  'unnamed out payer',
  'isNamed otherwise payer',
  'payer out customer',
  'customer out known',
  'known booked kept',
  'known otherwise wanted',
  'wanted out day',
  'day out fields',
  'kept out fields',
  'fields out book',
  'book out tell',
  'tell yes writeBack',
  'tell otherwise pays',
  'writeBack out pays',
  'pays yes pay',
])
