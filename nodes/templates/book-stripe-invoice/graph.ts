import { drawEdges, drawNodes, type Step } from '../draw.ts'
import { CREDIT_STEPS } from './credit-steps.ts'
import { ELIGIBLE } from './eligible.ts'
import { AMOUNTS, INVOICE, ITEMS_KNOWN, NO_ITEM, NEGATIVE, PAYER, WANTED_DAY } from './mappings.ts'
import { STAMP_STEPS } from './stamp-steps.ts'

/** The day of what NetSuite has: of the credit memo, where the invoice is below 0. */
const DAY_THERE = 'memoInNetsuite.trandate ?: dayInNetsuite.trandate'

const READ_STEPS: Step[] = [
  {
    id: 'start',
    kind: 'flow.start',
    name: 'When called',
    at: [0, 0],
    note: 'The record brings id, such as in_1Qx…, and takes invoice (Stripe’s) and netsuite.id back.',
    config: {},
  },
  {
    id: 'read',
    kind: 'transform.branch',
    name: 'Read already?',
    at: [1, 0],
    config: { mode: 'first', rows: [{ name: 'Read', condition: 'invoice.id = id' }] },
  },
  {
    id: 'invoice',
    kind: 'stripe.get',
    name: 'Read the invoice',
    at: [2, 1],
    note: 'With all its lines: Stripe’s event and list show the first ten only.',
    config: {
      ...{ object: 'invoice', id: 'id', expand: [], allLines: true },
      ...{ into: 'invoice', onMissing: 'error' },
    },
  },
  {
    id: 'booked',
    kind: 'lookup.links',
    name: 'Booked already?',
    at: [3, 0],
    config: {
      ...{ sourceSystem: 'stripe', id: 'invoice.id', targetSystem: 'netsuite' },
      ...{ targetType: 'invoice', into: 'booked', onMissing: 'continue' },
    },
  },
  {
    id: 'dayInNetsuite',
    kind: 'netsuite.lookup',
    name: 'What NetSuite has of it',
    at: [4, 0],
    note: 'What is booked already keeps its day, whatever has become of the period. It may have come by another app that used Stripe’s id as well.',
    config: {
      recordType: 'invoice',
      criteria: [
        { field: 'id', value: 'booked.id' },
        { field: 'externalid', value: 'invoice.id' },
      ],
      ...{ extra: [], activeOnly: false, each: false, into: 'dayInNetsuite' },
      columns: [
        ...['trandate', 'externalid', 'voided', 'foreignamountunpaid'],
        ...['statusField', 'hostedUrlField', 'pdfUrlField'].map((key) => `$setting("${key}")`),
      ],
      ...{ onNone: 'continue', missingMessage: '' },
    },
  },
  {
    id: 'eligible',
    kind: 'transform.filter',
    name: 'Only invoices to book',
    at: [5, 0],
    config: { rows: ELIGIBLE },
  },
  {
    id: 'customer',
    kind: 'stripe.get',
    name: 'Read the customer',
    at: [6, 0],
    note: 'A customer who was deleted in Stripe is taken from the invoice.',
    config: {
      ...{ object: 'customer', id: 'invoice.customer', expand: ['tax_ids'], allLines: false },
      ...{ into: 'customer', onMissing: 'continue' },
    },
  },
  {
    id: 'payer',
    kind: 'transform.map',
    name: 'Who pays',
    at: [7, 0],
    config: { mapping: PAYER, into: 'payer', required: ['currency'] },
  },
]

const PREPARE_STEPS: Step[] = [
  {
    id: 'findCustomer',
    kind: 'flow.call',
    name: 'Find or create the customer',
    at: [8, 0],
    config: { flow: 'find-netsuite-customer' },
  },
  {
    id: 'items',
    kind: 'netsuite.lookup',
    name: 'Find the items',
    at: [9, 0],
    config: {
      recordType: 'item',
      criteria: [
        {
          field: '$setting("productIdField")',
          value: '[$distinct(invoice.lines.data.pricing.price_details.product)]',
        },
      ],
      ...{ extra: [], activeOnly: true, columns: ['itemid'], each: true, into: 'items' },
      ...{ onNone: 'continue', missingMessage: '' },
    },
  },
  {
    id: 'itemsKnown',
    kind: 'transform.branch',
    name: 'An item for each line?',
    at: [10, 0],
    config: { mode: 'first', rows: [{ name: 'Yes', condition: ITEMS_KNOWN }] },
  },
  {
    id: 'noItem',
    kind: 'flow.stop',
    name: 'No item',
    at: [11, 1],
    config: { message: NO_ITEM, kind: 'missing', waitForSystem: 'stripe', waitForId: '' },
  },
  {
    id: 'amounts',
    kind: 'transform.map',
    name: 'Sort lines, taxes and credits',
    at: [11, 0],
    config: { mapping: AMOUNTS, into: 'amounts', required: ['lines'] },
  },
  {
    id: 'memoInNetsuite',
    kind: 'netsuite.lookup',
    name: 'Its credit memo there',
    at: [12, 0],
    note: 'An invoice below 0 is booked as a credit memo, which keeps its day as well. For others there is nothing to ask.',
    config: {
      recordType: 'creditMemo',
      criteria: [{ field: 'externalid', value: 'invoice.total < 0 ? invoice.id & "-cm"' }],
      ...{ extra: [], activeOnly: false, each: false, into: 'memoInNetsuite' },
      ...{ columns: ['trandate'], onNone: 'continue', missingMessage: '' },
    },
  },
  {
    id: 'isBooked',
    kind: 'transform.branch',
    name: 'Booked before?',
    at: [13, 0],
    config: { mode: 'first', rows: [{ name: 'Yes', condition: `$exists(${DAY_THERE})` }] },
  },
  {
    id: 'keepDay',
    kind: 'transform.map',
    name: 'Keep its day',
    at: [14, 1],
    config: { mapping: DAY_THERE, into: 'postingDay', required: [] },
  },
  {
    id: 'wantedDay',
    kind: 'transform.map',
    name: 'Day it took effect',
    at: [14, 0],
    config: { mapping: WANTED_DAY, into: 'wantedDay', required: [] },
  },
  {
    id: 'day',
    kind: 'flow.call',
    name: 'Day to post on',
    at: [15, 0],
    config: { flow: 'posting-day' },
  },
]

const BOOK_STEPS: Step[] = [
  {
    id: 'sign',
    kind: 'transform.branch',
    name: 'Below 0?',
    at: [16, 0],
    config: { mode: 'first', rows: [{ name: 'Below 0', condition: 'invoice.total < 0' }] },
  },
  {
    id: 'map',
    kind: 'transform.map',
    name: 'Fields of the NetSuite invoice',
    at: [17, 0],
    config: {
      mapping: INVOICE,
      into: 'netsuiteInvoice',
      required: [
        ...['entity.id', 'subsidiary.id', 'currency.id', 'tranDate', 'dueDate'],
        ...['item.items[].item.id', 'item.items[].amount'],
      ],
    },
  },
  {
    id: 'book',
    kind: 'netsuite.upsert',
    name: 'Book the invoice',
    at: [18, 0],
    note: 'One that is there already stays as it is: people may have corrected it since.',
    config: {
      ...{ recordType: 'invoice', otherType: '', id: 'dayInNetsuite.id', externalId: 'invoice.id' },
      ...{ body: 'netsuiteInvoice', onExisting: 'leave', replaceSublists: [] },
      ...{ into: 'netsuite', identity: 'invoice.id' },
      ...{ linkSystem: 'stripe', linkType: 'invoice', linkId: 'invoice.id' },
    },
  },
  {
    id: 'negativeMap',
    kind: 'transform.map',
    name: 'Fields of the credit memo',
    at: [17, 1],
    note: 'An invoice below 0 owes the customer something: its lines change their sign.',
    config: {
      mapping: NEGATIVE,
      into: 'netsuiteCredit',
      required: ['entity.id', 'currency.id', 'tranDate', 'item.items[].item.id'],
    },
  },
  {
    id: 'negativeMemo',
    kind: 'netsuite.upsert',
    name: 'Book it as credit memo',
    at: [18, 1],
    config: {
      ...{ recordType: 'creditMemo', otherType: '', id: 'memoInNetsuite.id' },
      externalId: 'invoice.id & "-cm"',
      ...{ body: 'netsuiteCredit', onExisting: 'leave', replaceSublists: [] },
      ...{ into: 'netsuiteCreditMemo', identity: 'invoice.id' },
      ...{ linkSystem: 'stripe', linkType: 'invoice', linkId: 'invoice.id' },
    },
  },
]

/** The steps of the part, as its document stores them. */
export const NODES = drawNodes([
  ...READ_STEPS,
  ...PREPARE_STEPS,
  ...BOOK_STEPS,
  ...STAMP_STEPS,
  ...CREDIT_STEPS,
])

/** How records go from step to step. */
export const EDGES = drawEdges([
  'start out read',
  'read read booked',
  'read otherwise invoice',
  'invoice out booked',
  'booked out dayInNetsuite',
  'dayInNetsuite out eligible',
  'eligible out customer',
  'customer out payer',
  'payer out findCustomer',
  'findCustomer out items',
  'items out itemsKnown',
  'itemsKnown yes amounts',
  'itemsKnown otherwise noItem',
  'amounts out memoInNetsuite',
  'memoInNetsuite out isBooked',
  'isBooked yes keepDay',
  'isBooked otherwise wantedDay',
  'wantedDay out day',
  'keepDay out sign',
  'day out sign',
  'sign below-0 negativeMap',
  'negativeMap out negativeMemo',
  'negativeMemo out tellOfMemo',
  'tellOfMemo yes memoBack',
  'memoBack out end',
  'tellOfMemo otherwise end',
  'sign otherwise map',
  'map out book',
  'book out outdated',
  'outdated stamp stamp',
  'outdated go-on credits',
  'credits credit creditMap',
  'creditMap out creditMemo',
  'creditMemo out uncollectible',
  'credits otherwise uncollectible',
  'uncollectible write-off writtenOff',
  'writtenOff out isWrittenOff',
  'isWrittenOff yes tellStripe',
  'isWrittenOff otherwise writeOffWanted',
  'writeOffWanted out writeOffDay',
  'writeOffDay out writeOffMap',
  'writeOffMap out writeOff',
  'writeOff out tellStripe',
  'uncollectible otherwise tellStripe',
  'tellStripe yes writeBack',
  'writeBack out end',
  'tellStripe otherwise end',
])
