import { drawEdges, drawNodes, type Step } from '../draw.ts'
import { BY_STATUS } from './by-status.ts'
import { DETAILS, OPEN, STRIPE_CUSTOMER, TAKEN, TOTALS } from './mappings.ts'
import { FITTING, OPEN_INVOICES } from './rows.ts'

/** Whatever is found is put at `found`; more than one that fits is an error, never a choice. */
const FIND = { object: 'invoice', how: 'search', take: 'one', expand: [], into: 'found' }
const OR_ELSE = { onNone: 'continue', missingMessage: '' }
/** A lookup that finds one record or goes on without it. */
const ONE = { each: false, onNone: 'continue', missingMessage: '' }
const NO_WAIT = { waitForSystem: 'stripe', waitForId: '' }

const STEPS: Step[] = [
  {
    id: 'source',
    kind: 'netsuite.record-source',
    name: 'Open invoices',
    at: [0, 0],
    note: 'All of them at every run: what changes in Stripe changes nothing in NetSuite. To narrow them, add criteria or put a saved search in this place.',
    config: {
      ...{ recordType: 'invoice', otherType: '', which: 'all', detail: 'fields' },
      criteria: [
        { field: 'status', operator: 'is', value: '"A"' },
        {
          field: 'trandate',
          operator: 'onOrAfter',
          value:
            '$isoDate($millis() / 1000 - 86400 * $setting("windowDays"), $setting("accountTimeZone"))',
        },
        { field: '$setting("skipField")', operator: 'isNot', value: 'true' },
      ],
      columns: ['foreignamountunpaid', '$setting("invoiceIdField")'],
      ...{ realTime: false, delaySeconds: 0, backfillDays: 365 },
    },
  },
  {
    id: 'open',
    kind: 'transform.map',
    name: 'What matters of it',
    at: [1, 0],
    config: { mapping: OPEN, into: 'open', required: ['id', 'total'] },
  },
  {
    id: 'eligible',
    kind: 'transform.filter',
    name: 'Only those to refresh',
    at: [2, 0],
    config: { rows: OPEN_INVOICES },
  },
  {
    id: 'customer',
    kind: 'netsuite.lookup',
    name: 'Its customer',
    at: [3, 0],
    note: 'For the Stripe customer: an unlinked invoice is looked for among the customer’s own, and many linked ones are read together.',
    config: {
      ...{ recordType: 'customer', criteria: [{ field: 'id', value: 'open.customer' }] },
      ...{ extra: [], activeOnly: false, columns: ['$setting("customerIdField")'] },
      ...{ into: 'netsuiteCustomer', ...ONE, ...NO_WAIT },
    },
  },
  {
    id: 'currency',
    kind: 'netsuite.lookup',
    name: 'Its currency',
    at: [4, 0],
    config: {
      ...{ recordType: 'currency', criteria: [{ field: 'id', value: 'open.currency' }] },
      ...{ extra: [], activeOnly: false, columns: ['symbol'] },
      ...{ into: 'currency', ...ONE, ...NO_WAIT },
    },
  },
  {
    id: 'linked',
    kind: 'transform.branch',
    name: 'Linked to Stripe?',
    at: [5, 0],
    config: { mode: 'first', rows: [{ name: 'Linked', condition: '$exists(open.stripeId)' }] },
  },
  {
    id: 'byMark',
    kind: 'stripe.lookup',
    name: 'Find it by its mark',
    at: [3, 1],
    note: 'By the NetSuite id in the metadata of the Stripe invoice.',
    config: {
      ...{ ...FIND, ...OR_ELSE, counterpart: 'open.id' },
      filter: [{ param: 'metadata.netsuite_invoice_id', value: 'open.id' }],
    },
  },
  {
    id: 'marked',
    kind: 'transform.branch',
    name: 'Found?',
    at: [4, 1],
    config: { mode: 'first', rows: [{ name: 'Yes', condition: '$exists(found.id)' }] },
  },
  {
    id: 'byNumber',
    kind: 'stripe.lookup',
    name: 'Find it by its number',
    at: [5, 1],
    note: 'Number, customer, currency and total must all be the same.',
    config: {
      ...{ ...FIND, ...OR_ELSE, counterpart: '' },
      filter: [
        { param: 'number', value: 'open.number' },
        { param: 'customer', value: STRIPE_CUSTOMER },
        { param: 'currency', value: '$lowercase(currency.symbol)' },
        { param: 'total', value: '$toMinor(open.total, currency.symbol)' },
      ],
    },
  },
  {
    id: 'fits',
    kind: 'transform.filter',
    name: 'Only what can be linked',
    at: [6, 1],
    config: { rows: FITTING },
  },
  {
    id: 'invoice',
    kind: 'stripe.get',
    name: 'Read the Stripe invoice',
    at: [6, 0],
    note: 'An invoice that Stripe does not know is reported; its fields in NetSuite stay as they are.',
    config: {
      ...{ object: 'invoice', id: 'open.stripeId ?: found.id', allLines: false },
      expand: ['payments.data.payment.payment_intent'],
      ...{ customer: STRIPE_CUSTOMER, into: 'invoice', onMissing: 'error' },
    },
  },
  {
    id: 'taken',
    kind: 'transform.branch',
    name: 'Is it another’s?',
    at: [7, 0],
    config: {
      mode: 'first',
      rows: [
        {
          name: 'Another’s',
          condition:
            '$exists(found.id) and $exists(invoice.metadata.netsuite_invoice_id) and invoice.metadata.netsuite_invoice_id != open.id',
        },
      ],
    },
  },
  {
    id: 'twice',
    kind: 'flow.stop',
    name: 'It belongs to another',
    at: [7, 1],
    config: { message: TAKEN, kind: 'duplicate', ...NO_WAIT },
  },
  {
    id: 'totals',
    kind: 'transform.map',
    name: 'Compare the totals',
    at: [8, 0],
    config: { mapping: TOTALS, into: 'totals', required: [] },
  },
  {
    id: 'details',
    kind: 'transform.map',
    name: 'What NetSuite shows of it',
    at: [9, 0],
    config: { mapping: DETAILS, into: 'details', required: [] },
  },
  {
    id: 'refresh',
    kind: 'netsuite.update',
    name: 'Refresh the fields',
    at: [10, 0],
    note: 'Fields of the invoice’s head only. What is the same already is not written.',
    config: {
      ...{ recordType: 'invoice', id: 'open.id', fields: [], body: 'details', into: '' },
      ...{ linkSystem: 'stripe', linkType: '' },
      linkId: '$exists(found.id) ? { "type": "invoice", "id": invoice.id }',
    },
  },
  {
    id: 'newPair',
    kind: 'transform.branch',
    name: 'Newly linked?',
    at: [11, 0],
    config: {
      mode: 'first',
      rows: [
        { name: 'New', condition: '$exists(found.id) and $setting("writeBackOpenInvoiceId")' },
      ],
    },
  },
  {
    id: 'writeBack',
    kind: 'stripe.write-back',
    name: 'Write the NetSuite id to Stripe',
    at: [11, 1],
    config: {
      ...{ object: 'invoice', id: 'invoice.id', into: '' },
      metadata: [{ key: 'netsuite_invoice_id', value: 'open.id' }],
    },
  },
  ...BY_STATUS,
]

/** The steps of the flow, as its document stores them. */
export const NODES = drawNodes(STEPS)

/** How records go from step to step. */
export const EDGES = drawEdges([
  'source out open',
  'open out eligible',
  'eligible out customer',
  'customer out currency',
  'currency out linked',
  'linked linked invoice',
  'linked otherwise byMark',
  'byMark out marked',
  'marked yes fits',
  'marked otherwise byNumber',
  'byNumber out fits',
  'fits out invoice',
  'invoice out taken',
  'taken another-s twice',
  'taken otherwise totals',
  'totals out details',
  'details out refresh',
  'refresh out newPair',
  'newPair new writeBack',
  'writeBack out status',
  'newPair otherwise status',
  'status mismatch mismatch',
  'status paid paidId',
  'paidId out payments',
  'status uncollectible writeOffWanted',
  'writeOffWanted out writeOffDay',
  'writeOffDay out writeOff',
])
