import { drawEdges, drawNodes, type Step } from '../draw.ts'
import { BALANCE_STEPS, BALANCE_WAYS } from './balance-steps.ts'
import { BOOKABLE, ELIGIBLE, WITH_MONEY } from './eligible.ts'
import { AT_HAND, MONEY, OTHER_STATUS, PAYMENT, VOIDED } from './mappings.ts'

const STEPS: Step[] = [
  {
    id: 'start',
    kind: 'flow.start',
    name: 'When called',
    at: [0, 0],
    note: 'Expects `id`, the Stripe invoice. Returns one record per payment.',
    config: {},
  },
  {
    id: 'atHand',
    kind: 'transform.branch',
    name: 'Read already?',
    at: [1, 0],
    config: { mode: 'first', rows: [{ name: 'Yes', condition: AT_HAND }] },
  },
  {
    id: 'read',
    kind: 'stripe.get',
    name: 'Read the Stripe invoice',
    at: [2, 1],
    config: {
      ...{ object: 'invoice', id: 'id', expand: [], allLines: false },
      ...{ into: 'invoice', onMissing: 'error' },
    },
  },
  {
    id: 'eligible',
    kind: 'transform.filter',
    name: 'Only where something was paid',
    at: [3, 0],
    config: { rows: ELIGIBLE },
  },
  {
    id: 'linked',
    kind: 'lookup.links',
    name: 'Which NetSuite invoice?',
    at: [4, 0],
    config: {
      ...{ sourceSystem: 'stripe', id: 'invoice.id', targetSystem: 'netsuite' },
      ...{ targetType: 'invoice', into: 'linkedInvoice', onMissing: 'continue' },
    },
  },
  {
    id: 'find',
    kind: 'netsuite.lookup',
    name: 'Find it in NetSuite',
    at: [5, 0],
    note: 'Invoices that came from Stripe, and those that NetSuite sent to Stripe: these name their NetSuite id.',
    config: {
      recordType: 'invoice',
      criteria: [
        { field: 'id', value: 'linkedInvoice.id' },
        {
          field: 'id',
          value: 'invoice.metadata.netsuite_invoice_id[$contains($, /^[0-9]+$/)]',
        },
        { field: '$setting("invoiceIdField")', value: 'invoice.id' },
        { field: 'externalid', value: 'invoice.id' },
      ],
      ...{ extra: [], activeOnly: false, each: false, into: 'bookedInvoice' },
      columns: [
        ...['tranid', 'entity', 'externalid', 'voided', 'foreignamountunpaid'],
        '$setting("statusField")',
      ],
      ...{ onNone: 'continue', missingMessage: '', waitForSystem: 'stripe', waitForId: '' },
    },
  },
  {
    id: 'there',
    kind: 'transform.branch',
    name: 'Is it there?',
    at: [6, 0],
    config: {
      mode: 'first',
      rows: [
        { name: 'Yes', condition: '$exists(bookedInvoice.id)' },
        { name: 'Do without', condition: '$setting("unknownInvoice") = "unapplied"' },
      ],
    },
  },
  {
    id: 'wait',
    kind: 'flow.stop',
    name: 'Wait for the invoice',
    at: [7, 1],
    note: 'Goes on by itself as soon as the invoice has come to NetSuite.',
    config: {
      message:
        '"Stripe invoice " & (invoice.number ?: invoice.id) & " is paid, but not in NetSuite yet. Its payment is booked as soon as the invoice is."',
      ...{ kind: 'missing', waitForSystem: 'stripe', waitForId: 'invoice.id' },
    },
  },
  {
    id: 'customer',
    kind: 'netsuite.lookup',
    name: 'Find the customer',
    at: [7, 2],
    config: {
      recordType: 'customer',
      criteria: [
        { field: '$setting("customerIdField")', value: 'invoice.customer' },
        { field: 'externalid', value: 'invoice.customer' },
      ],
      ...{ extra: [], activeOnly: true, columns: ['entityid'], each: false },
      ...{ into: 'netsuiteCustomer', onNone: 'error', waitForSystem: 'stripe', waitForId: '' },
      missingMessage: 'Bring the customer to NetSuite, then retry.',
    },
  },
  ...BALANCE_STEPS,
  {
    id: 'onlyMoney',
    kind: 'transform.filter',
    name: 'Only where money was paid',
    at: [8, 0],
    config: { rows: [WITH_MONEY] },
  },
  {
    id: 'payments',
    kind: 'stripe.invoice-payments',
    name: 'What paid it?',
    at: [9, 0],
    config: {
      ...{ id: 'invoice.id', status: 'paid', into: 'payments', onNone: 'continue' },
      records: '$setting("outOfBand")',
    },
  },
  {
    id: 'money',
    kind: 'transform.map',
    name: 'Payments to book',
    at: [10, 0],
    config: { mapping: MONEY, into: 'money', required: [] },
  },
  {
    id: 'split',
    kind: 'transform.split',
    name: 'One by one',
    at: [11, 0],
    config: {
      ...{ list: 'money', id: 'id', into: 'paid' },
      emptyReason:
        'Paid outside of Stripe: that payment is in NetSuite already, or the settings leave it out.',
    },
  },
  {
    id: 'recent',
    kind: 'transform.filter',
    name: 'Only money that came in',
    at: [12, 0],
    config: { rows: BOOKABLE },
  },
  {
    id: 'payment',
    kind: 'transform.map',
    name: 'Payment, customer, invoice',
    at: [13, 0],
    note: 'The customer is the NetSuite invoice’s, so that parent and sub-customer agree.',
    config: { mapping: PAYMENT, into: '', required: ['payment.amount', 'payment.created'] },
  },
  {
    id: 'book',
    kind: 'flow.call',
    name: 'Book the payment',
    at: [14, 0],
    config: { flow: 'book-payment' },
  },
  {
    id: 'voided',
    kind: 'transform.branch',
    name: 'Invoice voided?',
    at: [15, 0],
    config: {
      mode: 'first',
      rows: [
        { name: 'Voided', condition: 'bookedInvoice.voided = "T"' },
        { name: 'Stamp', condition: OTHER_STATUS },
      ],
    },
  },
  {
    id: 'decide',
    kind: 'flow.stop',
    name: 'A person must decide',
    at: [16, 1],
    config: { message: VOIDED, kind: 'value', waitForSystem: 'stripe', waitForId: '' },
  },
  {
    id: 'stamp',
    kind: 'netsuite.update',
    name: 'Note the status at the invoice',
    at: [17, 0],
    config: {
      recordType: 'invoice',
      id: 'bookedInvoice.id',
      fields: [{ field: '$setting("statusField")', value: 'invoice.status' }],
      into: '',
    },
  },
  { id: 'end', kind: 'flow.end', name: 'Return to the caller', at: [18, 0], config: {} },
]

/** The steps of the part, as its document stores them. */
export const NODES = drawNodes(STEPS)

/** How records go from step to step. */
export const EDGES = drawEdges([
  'start out atHand',
  'atHand yes eligible',
  'atHand otherwise read',
  'read out eligible',
  'eligible out linked',
  'linked out find',
  'find out there',
  'there yes balance',
  'there do-without customer',
  'there otherwise wait',
  'customer out onlyMoney',
  ...BALANCE_WAYS,
  'onlyMoney out payments',
  'payments out money',
  'money out split',
  'split out recent',
  'recent out payment',
  'payment out book',
  'book out voided',
  'voided voided decide',
  'voided stamp stamp',
  'voided otherwise end',
  'stamp out end',
])
