import type { JsonObject } from '../../json.ts'
import { drawEdges, drawNodes, type Step } from '../draw.ts'
import { SETTLED_BY, SETTLEMENT } from '../settlement.ts'
import { CREDITED, DONE, ELIGIBLE, KNOWN, READY } from './eligible.ts'
import { DELETED, SOURCE_SQL, VOIDED } from './mappings.ts'

/** Noted on the Stripe invoice before it is voided. */
const METADATA: JsonObject[] = [
  { key: 'netsuite_void_date', value: 'void.day' },
  { key: 'netsuite_void_reason', value: 'void.reason' },
]

const STEPS: Step[] = [
  {
    id: 'source',
    kind: 'netsuite.query-source',
    name: 'Voided or credited invoices',
    at: [0, 0],
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
    name: 'Voided by credit memo?',
    at: [3, 0],
    note: 'For accounts that cannot void: a credit memo over the whole invoice, marked by a void reason or by its item.',
    config: { mapping: SETTLEMENT, into: 'settlement', required: [] },
  },
  {
    id: 'credited',
    kind: 'transform.filter',
    name: 'Only what counts as voided',
    at: [4, 0],
    config: { rows: CREDITED },
  },
  {
    id: 'voided',
    kind: 'transform.map',
    name: 'What to void, and why',
    at: [5, 0],
    config: { mapping: VOIDED, into: 'void', required: ['id'] },
  },
  {
    id: 'deletedSource',
    kind: 'netsuite.deleted-source',
    name: 'Deleted invoices',
    at: [0, 1],
    note: 'Read again for a week: what had to wait for a bank payment is found again.',
    config: { recordType: 'invoice', backfillDays: 30, againDays: 7 },
  },
  {
    id: 'sent',
    kind: 'lookup.links',
    name: 'Sent to Stripe?',
    at: [1, 1],
    note: 'Only invoices that went from NetSuite to Stripe: one that came from Stripe stays there when it is deleted in NetSuite.',
    config: {
      ...{ sourceSystem: 'netsuite', id: 'id', targetSystem: 'stripe' },
      ...{ targetType: 'invoice', into: 'sent', onMissing: 'continue' },
    },
  },
  {
    id: 'known',
    kind: 'transform.filter',
    name: 'Only invoices in Stripe',
    at: [2, 1],
    config: { rows: KNOWN },
  },
  {
    id: 'deleted',
    kind: 'transform.map',
    name: 'What to void for it',
    at: [3, 1],
    config: { mapping: DELETED, into: 'void', required: ['id'] },
  },
  {
    id: 'stripeInvoice',
    kind: 'stripe.get',
    name: 'Read the Stripe invoice',
    at: [6, 0],
    config: {
      ...{ object: 'invoice', id: 'void.id', allLines: false },
      expand: ['payments.data.payment.payment_intent'],
      ...{ into: 'stripeInvoice', onMissing: 'continue' },
    },
  },
  {
    id: 'way',
    kind: 'transform.branch',
    name: 'Where does it stand?',
    at: [7, 0],
    config: {
      mode: 'first',
      rows: [
        {
          name: 'Gone or void',
          condition: '$not($exists(stripeInvoice.id)) or stripeInvoice.status = "void"',
        },
        { name: 'Paid', condition: 'stripeInvoice.status = "paid"' },
      ],
    },
  },
  {
    id: 'ready',
    kind: 'transform.filter',
    name: 'Nothing in its way?',
    at: [8, 0],
    config: { rows: READY },
  },
  {
    id: 'how',
    kind: 'transform.branch',
    name: 'How?',
    at: [9, 0],
    config: {
      mode: 'first',
      rows: [
        {
          name: 'Part paid',
          condition: 'stripeInvoice.status != "draft" and stripeInvoice.amount_paid > 0',
        },
        {
          name: 'Credit note',
          condition: `void.why = "credited" and stripeInvoice.status != "draft"
and $setting("creditedBecomes") = "credit_note"`,
        },
      ],
    },
  },
  {
    id: 'again',
    kind: 'transform.filter',
    name: 'Still to be noted?',
    at: [8, 2],
    config: { rows: DONE },
  },
  {
    id: 'voidIt',
    kind: 'stripe.void-invoice',
    name: 'Void it',
    at: [10, 0],
    note: 'A draft is deleted. Voiding cannot be undone, and it does not cancel a subscription.',
    config: {
      ...{ id: 'stripeInvoice.id', metadata: METADATA },
      ...{ onPartPaid: 'error', onMissing: 'continue', into: 'done' },
    },
  },
  {
    id: 'creditIt',
    kind: 'stripe.create-credit-note',
    name: 'Credit all of it',
    at: [10, 1],
    config: {
      body: `{
  "invoice": stripeInvoice.id,
  "amount": stripeInvoice.amount_remaining,
  "memo": void.reason,
  "metadata": { "netsuite_invoice_id": $string(id) }
}`,
      ...{ settle: 'mapping', markKey: 'netsuite_credit_memo_id' },
      ...{ markValue: 'settlement.creditMemos', linkType: '', into: 'creditNote' },
    },
  },
  {
    id: 'stamp',
    kind: 'transform.branch',
    name: 'Still in NetSuite?',
    at: [11, 0],
    config: { mode: 'first', rows: [{ name: 'Yes', condition: 'void.why != "deleted"' }] },
  },
  {
    id: 'stampIt',
    kind: 'netsuite.update',
    name: 'Note it, take the link off',
    at: [12, 0],
    note: 'So that nobody mails a link that leads nowhere.',
    config: {
      ...{ recordType: 'invoice', id: 'id', into: '' },
      fields: [
        {
          field: '$setting("statusField")',
          value: '$exists(creditNote.id) or stripeInvoice.status = "paid" ? "paid" : "void"',
        },
        { field: '$setting("hostedUrlField")', value: 'null' },
      ],
    },
  },
  {
    id: 'onPaid',
    kind: 'transform.branch',
    name: 'What if it is paid?',
    at: [8, 1],
    config: {
      mode: 'first',
      rows: [
        {
          name: 'Credited already',
          condition:
            'stripeInvoice.amount_paid <= (stripeInvoice.post_payment_credit_notes_amount ?: 0)',
        },
        {
          name: 'To credit',
          condition: '$setting("onPaid") != "error" and $setting("confirmVoids") = "act"',
        },
      ],
    },
  },
  {
    id: 'creditPaid',
    kind: 'stripe.create-credit-note',
    name: 'Credit what was paid',
    at: [9, 1],
    config: {
      body: `(
  $amount := stripeInvoice.amount_paid - (stripeInvoice.post_payment_credit_notes_amount ?: 0);
  $where := { "balance": "credit_amount", "refund": "refund_amount", "outside": "out_of_band_amount" };
  {
    "invoice": stripeInvoice.id,
    "amount": $amount,
    $lookup($where, $setting("onPaid")): $amount,
    "memo": void.reason
  }
)`,
      ...{ settle: 'mapping', markKey: 'netsuite_voided_invoice_id' },
      ...{ markValue: 'id', linkType: '', into: 'creditNote' },
    },
  },
  {
    id: 'creditRest',
    kind: 'stripe.void-invoice',
    name: 'Credit what is not paid',
    at: [14, 0],
    note: 'An invoice of which a part is paid is not voided: that would lose sight of the money.',
    config: {
      ...{ id: 'stripeInvoice.id', metadata: METADATA },
      ...{ onPartPaid: 'credit', onMissing: 'continue', into: 'done' },
    },
  },
  {
    id: 'noted',
    kind: 'transform.branch',
    name: 'Is it still in NetSuite?',
    at: [15, 0],
    config: { mode: 'first', rows: [{ name: 'Yes', condition: 'void.why != "deleted"' }] },
  },
  {
    id: 'paidStamp',
    kind: 'netsuite.update',
    name: 'Note that Stripe has it paid',
    at: [16, 1],
    config: {
      ...{ recordType: 'invoice', id: 'id', into: '' },
      fields: [{ field: '$setting("statusField")', value: '"paid"' }],
    },
  },
  {
    id: 'paid',
    kind: 'flow.stop',
    name: 'Paid in Stripe',
    at: [17, 0],
    config: {
      kind: 'value',
      message: `"The invoice " & void.name & " is " & void.why & " in NetSuite, but " &
$toMajor(stripeInvoice.amount_paid, stripeInvoice.currency) & " " & $uppercase(stripeInvoice.currency) &
" of it are paid in Stripe, and what is paid cannot be voided. Either issue a credit note in Stripe, with a refund if the money is to go back; or leave it as it is and mark this error as resolved."`,
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
  'settlement out credited',
  'credited out voided',
  'voided out stripeInvoice',
  'deletedSource out sent',
  'sent out known',
  'known out deleted',
  'deleted out stripeInvoice',
  'stripeInvoice out way',
  'way gone-or-void again',
  'again out stamp',
  'way paid onPaid',
  'way otherwise ready',
  'ready out how',
  'how part-paid creditRest',
  'how credit-note creditIt',
  'how otherwise voidIt',
  'voidIt out stamp',
  'creditIt out stamp',
  'stamp yes stampIt',
  'onPaid credited-already stamp',
  'onPaid to-credit creditPaid',
  'creditPaid out stamp',
  'onPaid otherwise noted',
  'creditRest out noted',
  'noted yes paidStamp',
  'paidStamp out paid',
  'noted otherwise paid',
])
