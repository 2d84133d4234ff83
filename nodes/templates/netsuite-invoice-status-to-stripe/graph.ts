import type { JsonObject } from '../../json.ts'
import { drawEdges, drawNodes, type Step } from '../draw.ts'
import { SETTLED_BY, SETTLEMENT } from '../settlement.ts'
import { ELIGIBLE, TO_DO } from './eligible.ts'
import { PLAN, SOURCE_SQL } from './mappings.ts'

/** Noted on the Stripe invoice: what paid it, and when. */
const METADATA: JsonObject[] = [
  { key: 'netsuite_invoice_id', value: 'id' },
  {
    key: 'netsuite_payment_numbers',
    value: 'settlement.numbers != "" ? settlement.numbers : null',
  },
  { key: 'netsuite_paid_date', value: 'settlement.day' },
]

const STEPS: Step[] = [
  {
    id: 'source',
    kind: 'netsuite.query-source',
    name: 'Paid invoices',
    at: [0, 0],
    note: 'All that are paid in full and not marked so, not only those that changed: what had to wait for a bank payment is found again.',
    config: { sql: SOURCE_SQL, key: 'id', backfillDays: 365 },
  },
  {
    id: 'eligible',
    kind: 'transform.filter',
    name: 'Only invoices of Stripe',
    at: [1, 0],
    config: { rows: ELIGIBLE },
  },
  {
    id: 'settledBy',
    kind: 'netsuite.query-lookup',
    name: 'What settled it?',
    at: [2, 0],
    config: SETTLED_BY,
  },
  {
    id: 'settlement',
    kind: 'transform.map',
    name: 'Cash or credit?',
    at: [3, 0],
    note: 'Payments that the flows booked for Stripe are told from those that came elsewhere.',
    config: { mapping: SETTLEMENT, into: 'settlement', required: [] },
  },
  {
    id: 'stripeInvoice',
    kind: 'stripe.get',
    name: 'Read the Stripe invoice',
    at: [4, 0],
    config: {
      ...{ object: 'invoice', id: 'stripeinvoice', allLines: false },
      expand: ['payments.data.payment.payment_intent'],
      ...{ into: 'stripeInvoice', onMissing: 'error' },
    },
  },
  {
    id: 'plan',
    kind: 'transform.map',
    name: 'What is left there?',
    at: [5, 0],
    config: { mapping: PLAN, into: 'plan', required: [] },
  },
  {
    id: 'toDo',
    kind: 'transform.filter',
    name: 'Only what is to be done',
    at: [6, 0],
    config: { rows: TO_DO },
  },
  {
    id: 'way',
    kind: 'transform.branch',
    name: 'Where does it stand?',
    at: [7, 0],
    config: {
      mode: 'first',
      rows: [
        { name: 'Open again', condition: 'status = "A" and stripestatus = "paid"' },
        { name: 'Paid in part', condition: 'status = "A"' },
        { name: 'Paid', condition: 'stripeInvoice.status = "paid"' },
        {
          name: 'Void',
          condition: 'stripeInvoice.status = "void" and $not(settlement.creditedInFull)',
        },
        { name: 'Credited and void', condition: 'stripeInvoice.status = "void"' },
        {
          name: 'To void',
          condition: `settlement.creditedInFull and stripeInvoice.amount_paid = 0 and (
  $setting("credited") = "void" or stripeInvoice.status = "draft"
)`,
        },
        { name: 'To credit', condition: 'plan.credit > 0' },
      ],
    },
  },
  {
    id: 'reopened',
    kind: 'flow.stop',
    name: 'Paid there, open here',
    at: [8, 1],
    note: 'Stripe cannot take back that an invoice was paid.',
    config: {
      kind: 'value',
      message:
        '"The invoice " & name & " is open again in NetSuite, but Stripe shows it as paid since " & stripeInvoice.metadata.netsuite_paid_date & ", and that cannot be undone there. Apply a payment to it again in NetSuite, or bill what is open on a new invoice; then mark this error as resolved."',
    },
  },
  {
    id: 'stampVoid',
    kind: 'netsuite.update',
    name: 'Note that Stripe has it void',
    at: [9, 1],
    config: {
      ...{ recordType: 'invoice', id: 'id', into: '' },
      fields: [{ field: '$setting("statusField")', value: '"void"' }],
    },
  },
  {
    id: 'void',
    kind: 'flow.stop',
    name: 'Paid here, void there',
    at: [10, 1],
    config: {
      kind: 'value',
      message:
        '"The invoice " & name & " is paid in NetSuite, void in Stripe. Find out which is right: refund or move the payment in NetSuite, or leave it as it is and mark this error as resolved."',
    },
  },
  {
    id: 'voidIt',
    kind: 'stripe.void-invoice',
    name: 'Void the Stripe invoice',
    at: [11, 1],
    config: {
      id: 'stripeInvoice.id',
      metadata: [
        { key: 'netsuite_void_date', value: 'settlement.day' },
        { key: 'netsuite_void_reason', value: '"Credited in full in NetSuite"' },
      ],
      ...{ onPartPaid: 'error', onMissing: 'continue', into: 'voided' },
    },
  },
  {
    id: 'creditIt',
    kind: 'stripe.create-credit-note',
    name: 'Add a credit note',
    at: [12, 1],
    note: 'What a credit memo settled is no money: Stripe’s reports must not show it as paid.',
    config: {
      body: `{
  "invoice": stripeInvoice.id,
  "amount": plan.credit,
  "memo": "Credited in NetSuite.",
  "metadata": { "netsuite_invoice_id": $string(id) }
}`,
      ...{ settle: 'mapping', markKey: 'netsuite_credit_memo_id' },
      ...{ markValue: 'settlement.creditMemos', linkType: '', into: 'creditNote' },
    },
  },
  {
    id: 'noteIt',
    kind: 'stripe.write-back',
    name: 'Note it at the Stripe invoice',
    at: [13, 1],
    config: { object: 'invoice', id: 'stripeInvoice.id', into: '', metadata: METADATA },
  },
  {
    id: 'rest',
    kind: 'transform.branch',
    name: 'Was the rest paid?',
    at: [14, 1],
    config: { mode: 'first', rows: [{ name: 'Yes', condition: 'plan.rest > 0' }] },
  },
  {
    id: 'each',
    kind: 'transform.split',
    name: 'Each payment',
    at: [14, 2],
    note: 'Only where the settings say that payments of a part are put on record.',
    config: {
      ...{ list: 'plan.payments', id: 'id', into: 'part' },
      emptyReason: 'No payment came from elsewhere.',
    },
  },
  {
    id: 'report',
    kind: 'stripe.report-payment',
    name: 'Put it on record in Stripe',
    at: [15, 2],
    config: {
      ...{ amount: 'part.minor', currency: 'currency', method: 'Paid outside of Stripe' },
      paidAt: '$epochSeconds(part.day, $setting("accountTimeZone"))',
      ...{ reference: 'part.name', customer: 'stripeInvoice.customer', into: 'paymentRecord' },
      metadata: [{ key: 'netsuite_customer_payment_id', value: 'part.id' }],
    },
  },
  {
    id: 'attach',
    kind: 'stripe.attach-payment',
    name: 'Count it towards the invoice',
    at: [16, 2],
    config: { id: 'stripeInvoice.id', payment: 'paymentRecord.id', metadata: [], into: '' },
  },
  {
    id: 'pay',
    kind: 'stripe.pay-invoice',
    name: 'Mark it paid outside of Stripe',
    at: [15, 0],
    note: 'A draft is finalized first. What was paid through Stripe stays; only the rest counts as paid elsewhere. A subscription that was paused for this invoice goes on.',
    config: { id: 'stripeInvoice.id', metadata: METADATA, into: '' },
  },
  {
    id: 'stamp',
    kind: 'netsuite.update',
    name: 'Note the status in NetSuite',
    at: [16, 0],
    note: 'A field outside of the general ledger: a closed period is no obstacle where non-G/L changes are allowed.',
    config: {
      ...{ recordType: 'invoice', id: 'id', into: '' },
      fields: [
        {
          field: '$setting("statusField")',
          value: 'stripeInvoice.status = "void" or $exists(voided.id) ? "void" : "paid"',
        },
      ],
    },
  },
]

/** The steps of the flow, as its document stores them. */
export const NODES = drawNodes(STEPS)

/** How records go from step to step. */
export const EDGES = drawEdges([
  'source out eligible',
  'eligible out settledBy',
  'settledBy out settlement',
  'settlement out stripeInvoice',
  'stripeInvoice out plan',
  'plan out toDo',
  'toDo out way',
  'way open-again reopened',
  'way paid-in-part each',
  'each out report',
  'report out attach',
  'way paid stamp',
  'way void stampVoid',
  'stampVoid out void',
  'way credited-and-void stamp',
  'way to-void voidIt',
  'voidIt out stamp',
  'way to-credit creditIt',
  'creditIt out noteIt',
  'noteIt out rest',
  'rest yes pay',
  'rest otherwise stamp',
  'way otherwise pay',
  'pay out stamp',
])
