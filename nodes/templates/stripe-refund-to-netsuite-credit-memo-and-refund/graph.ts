import { drawEdges, drawNodes, type Step } from '../draw.ts'
import { FIND } from './find-steps.ts'
import { AWAITED, CREDIT, CREDIT_MEMO, CUSTOMER_REFUND } from './mappings.ts'
import { CREDITED } from './queries.ts'

/** Whatever is booked stands for the refund in Stripe. */
const OF_REFUND = { linkSystem: 'stripe', linkType: 'refund', linkId: 'refund.id' }

const BOOK: Step[] = [
  {
    id: 'bookable',
    kind: 'transform.branch',
    name: 'Can it be booked?',
    at: [14, 0],
    config: {
      mode: 'first',
      rows: [
        { name: 'Not yet', condition: 'plan.waits' },
        { name: 'By a person', condition: 'plan.problem ? true : false' },
      ],
    },
  },
  {
    id: 'invoicePayments',
    kind: 'stripe.lookup',
    name: 'Which payment is awaited?',
    at: [14, 1],
    note: 'The invoice first; when that is there, the payment.',
    config: {
      ...{ object: 'invoice_payment', how: 'list', counterpart: '', take: 'many', expand: [] },
      filter: [{ param: 'invoice', value: '$exists(netsuiteInvoice.id) ? invoice.id' }],
      ...{ into: 'invoicePayments', onNone: 'continue', missingMessage: '' },
    },
  },
  {
    id: 'waits',
    kind: 'flow.stop',
    name: 'Wait for invoice or payment',
    at: [15, 1],
    config: {
      message:
        '"NetSuite has no invoice or payment yet that refund " & refund.id & " over " & plan.label & " gives back."',
      ...{ kind: 'missing', waitForSystem: 'stripe', waitForId: AWAITED },
    },
  },
  {
    id: 'byHand',
    kind: 'flow.stop',
    name: 'A person must decide',
    at: [16, 1],
    config: {
      ...{ message: 'plan.problem', kind: 'value' },
      ...{ waitForSystem: 'stripe', waitForId: '' },
    },
  },
  {
    id: 'wantedDay',
    kind: 'transform.map',
    name: 'Day of the refund',
    at: [15, 0],
    config: {
      mapping: '$isoDate(refund.created, $setting("accountTimeZone"))',
      ...{ into: 'wantedDay', required: [] },
    },
  },
  {
    id: 'postingDay',
    kind: 'flow.call',
    name: 'Day to post on',
    at: [16, 0],
    config: { flow: 'posting-day' },
  },
  {
    id: 'needsMemo',
    kind: 'transform.branch',
    name: 'Credit an invoice?',
    at: [17, 0],
    config: { mode: 'first', rows: [{ name: 'Yes', condition: '$exists(plan.invoice)' }] },
  },
  {
    id: 'invoiceRecord',
    kind: 'netsuite.get',
    name: 'Read the invoice with its lines',
    at: [18, 1],
    config: {
      ...{ recordType: 'invoice', by: 'id', id: 'plan.invoice', fields: [] },
      ...{ into: 'invoiceRecord', onNone: 'error' },
    },
  },
  {
    id: 'credited',
    kind: 'netsuite.query-lookup',
    name: 'Credited before',
    at: [19, 1],
    config: {
      sql: CREDITED,
      params: [
        { name: 'invoice', value: 'plan.invoice' },
        { name: 'own', value: 'refund.id & "-cm"' },
      ],
      ...{ take: 'many', into: 'credited', onNone: 'continue', missingMessage: '' },
    },
  },
  {
    id: 'credit',
    kind: 'transform.map',
    name: 'Share the credit out',
    at: [20, 1],
    note: 'A refund of the whole invoice credits all its lines. Of a part Stripe does not say the line: the settings do.',
    config: { mapping: CREDIT, into: 'credit', required: ['left'] },
  },
  {
    id: 'fits',
    kind: 'transform.branch',
    name: 'Within the invoice?',
    at: [21, 1],
    config: { mode: 'first', rows: [{ name: 'Yes', condition: 'credit.fits' }] },
  },
  {
    id: 'tooMuch',
    kind: 'flow.stop',
    name: 'Credited already',
    at: [22, 1],
    config: {
      message: `"Refund " & refund.id & " is over " & plan.label & ", but of NetSuite invoice " & invoiceRecord.tranId & " only " & credit.left & " are not credited yet: see " & $join(credited.tranid, ", ") & ". If one of these credit memos stands for the refund, note its internal id at the refund in Stripe as metadata netsuite_credit_memo_id and retry."`,
      ...{ kind: 'value', waitForSystem: 'stripe', waitForId: '' },
    },
  },
  {
    id: 'memoFields',
    kind: 'transform.map',
    name: 'Fields of the credit memo',
    at: [22, 0],
    config: { mapping: CREDIT_MEMO, into: 'memoFields', required: ['memo'] },
  },
  {
    id: 'creditMemo',
    kind: 'netsuite.apply-credit',
    name: 'Book the credit memo',
    at: [23, 0],
    note: 'Made of the invoice but not applied to it: that is paid. The refund uses it up.',
    config: {
      invoice: 'plan.invoice',
      amount: 'credit.whole ? null : plan.credit',
      currency: 'refund.currency',
      ...{ item: '', description: '', apply: 'open', customer: '', date: 'postingDay' },
      ...{ externalId: 'refund.id & "-cm"', body: 'memoFields' },
      ...{ into: 'netsuiteMemo', identity: 'refund.id', ...OF_REFUND },
    },
  },
  {
    id: 'refundFields',
    kind: 'transform.map',
    name: 'Fields of the customer refund',
    at: [24, 0],
    config: {
      mapping: CUSTOMER_REFUND,
      into: 'refundFields',
      required: ['documents[].id', 'documents[].amount'],
    },
  },
  {
    id: 'customerRefund',
    kind: 'netsuite.refund-customer',
    name: 'Book the customer refund',
    at: [25, 0],
    note: 'Should NetSuite refuse it, the credit memo stays open and a retry goes on here.',
    config: {
      ...{ creditMemo: '', amount: '', documents: 'refundFields.documents' },
      ...{ currency: 'refund.currency', date: 'postingDay', account: '', method: '' },
      ...{ externalId: 'refund.id & "-rf"', body: 'refundFields.body' },
      ...{ into: 'netsuiteRefund', identity: 'refund.id', ...OF_REFUND },
    },
  },
  {
    id: 'tellStripe',
    kind: 'transform.branch',
    name: 'Tell Stripe?',
    at: [26, 0],
    config: {
      mode: 'first',
      rows: [{ name: 'Yes', condition: '$setting("writeBackRefundIds")' }],
    },
  },
  {
    id: 'writeBack',
    kind: 'stripe.write-back',
    name: 'Write the NetSuite ids to Stripe',
    at: [27, 0],
    config: {
      ...{ object: 'refund', id: 'refund.id', into: '' },
      metadata: [
        {
          key: 'netsuite_customer_refund_id',
          value: 'netsuiteRefund.id ?: bookedRefund.id',
        },
        {
          key: 'netsuite_credit_memo_id',
          value:
            'netsuiteMemo.id ?: bookedMemo.id ?: refund.metadata.netsuite_credit_memo_id ?: null',
        },
      ],
    },
  },
]

/** The steps of the flow, as its document stores them. */
export const NODES = drawNodes([...FIND, ...BOOK])

/** How records go from step to step. */
export const EDGES = drawEdges([
  'source out refund',
  'refund out bookedRefund',
  'bookedRefund out bookedMemo',
  'bookedMemo out eligible',
  'eligible out stands',
  'stands failed-later lateFailure',
  'lateFailure report reported',
  'lateFailure otherwise voidRefund',
  'voidRefund out takeMemoBack',
  'takeMemoBack yes voidMemo',
  'stands booked tellStripe',
  'stands otherwise charge',
  'charge out stripeInvoice',
  'stripeInvoice out creditNotes',
  'creditNotes out notOfCreditNote',
  'notOfCreditNote out findInvoice',
  'findInvoice out money',
  'money out paidInvoices',
  'paidInvoices out plan',
  'plan out bookable',
  'bookable not-yet invoicePayments',
  'invoicePayments out waits',
  'bookable by-a-person byHand',
  'bookable otherwise wantedDay',
  'wantedDay out postingDay',
  'postingDay out needsMemo',
  'needsMemo yes invoiceRecord',
  'needsMemo otherwise refundFields',
  'invoiceRecord out credited',
  'credited out credit',
  'credit out fits',
  'fits yes memoFields',
  'fits otherwise tooMuch',
  'memoFields out creditMemo',
  'creditMemo out refundFields',
  'refundFields out customerRefund',
  'customerRefund out tellStripe',
  'tellStripe yes writeBack',
])
