import type { Step } from '../draw.ts'
import { ELIGIBLE, NOT_OF_CREDIT_NOTE } from './eligible.ts'
import { FAILED_LATER } from './failed-later.ts'
import { PLAN } from './mappings.ts'
import { MONEY, PAID_INVOICES } from './queries.ts'

/** From the refund in Stripe to what is paid out for it in NetSuite. */
export const FIND: Step[] = [
  {
    id: 'source',
    kind: 'stripe.event-source',
    name: 'Changed refunds',
    at: [0, 0],
    config: {
      object: 'refund',
      events: ['refund.created', 'refund.updated', 'refund.failed', 'charge.refunded'],
      ...{ realTime: false, delaySeconds: 0, backfill: true, backfillDays: 365 },
    },
  },
  {
    id: 'refund',
    kind: 'stripe.get',
    name: 'Read the refund',
    at: [1, 0],
    config: {
      ...{ object: 'refund', id: 'id', expand: [], allLines: false },
      ...{ into: 'refund', onMissing: 'error' },
    },
  },
  {
    id: 'bookedRefund',
    kind: 'lookup.links',
    name: 'Refunded already?',
    at: [2, 0],
    config: {
      ...{ sourceSystem: 'stripe', id: 'refund.id', targetSystem: 'netsuite' },
      ...{ targetType: 'customerRefund', into: 'bookedRefund', onMissing: 'continue' },
    },
  },
  {
    id: 'bookedMemo',
    kind: 'lookup.links',
    name: 'Credited already?',
    at: [3, 0],
    config: {
      ...{ sourceSystem: 'stripe', id: 'refund.id', targetSystem: 'netsuite' },
      ...{ targetType: 'creditMemo', into: 'bookedMemo', onMissing: 'continue' },
    },
  },
  {
    id: 'eligible',
    kind: 'transform.filter',
    name: 'Only refunds to book',
    at: [4, 0],
    note: 'A pending refund is left out now. Stripe tells again when it has succeeded.',
    config: { rows: ELIGIBLE },
  },
  {
    id: 'stands',
    kind: 'transform.branch',
    name: 'How does it stand?',
    at: [5, 0],
    config: {
      mode: 'first',
      rows: [
        { name: 'Failed later', condition: 'refund.status in ["failed", "canceled"]' },
        { name: 'Booked', condition: '$exists(bookedRefund.id)' },
      ],
    },
  },
  ...FAILED_LATER,
  {
    id: 'charge',
    kind: 'stripe.get',
    name: 'Read the charge',
    at: [6, 0],
    config: {
      ...{ object: 'charge', id: 'refund.charge', expand: [], allLines: false },
      ...{ into: 'charge', onMissing: 'continue' },
    },
  },
  {
    id: 'stripeInvoice',
    kind: 'stripe.invoice-of-payment',
    name: 'Invoice of the payment in Stripe',
    at: [7, 0],
    config: {
      ...{ id: 'refund.payment_intent ?: refund.charge', whole: true, into: 'invoice' },
      ...{ onFound: 'continue', onNone: 'continue' },
    },
  },
  {
    id: 'creditNotes',
    kind: 'stripe.lookup',
    name: 'Its credit notes',
    at: [8, 0],
    note: 'Asked only where the settings leave refunds of credit notes to another flow.',
    config: {
      ...{ object: 'credit_note', how: 'list', counterpart: '', take: 'many', expand: [] },
      filter: [{ param: 'invoice', value: '$setting("skipCreditNotes") ? invoice.id' }],
      ...{ into: 'creditNotes', onNone: 'continue', missingMessage: '' },
    },
  },
  {
    id: 'notOfCreditNote',
    kind: 'transform.filter',
    name: 'No credit note’s refund',
    at: [9, 0],
    config: { rows: NOT_OF_CREDIT_NOTE },
  },
  {
    id: 'findInvoice',
    kind: 'netsuite.lookup',
    name: 'Find the invoice in NetSuite',
    at: [10, 0],
    note: 'By the ids that either system keeps of the other, from the surest to the weakest sign.',
    config: {
      recordType: 'invoice',
      criteria: [
        {
          field: 'id',
          value: '[invoice, charge].metadata.netsuite_invoice_id[$contains($, /^[0-9]+$/)][0]',
        },
        { field: '$setting("invoiceIdField")', value: 'invoice.id' },
        { field: 'externalid', value: 'invoice.id' },
        { field: '$setting("chargeIdField")', value: 'refund.charge' },
        { field: 'externalid', value: 'refund.charge' },
      ],
      extra: [{ field: 'voided', value: '"F"' }],
      activeOnly: true,
      columns: ['tranid', 'foreigntotal', 'foreignamountunpaid'],
      ...{ each: false, into: 'netsuiteInvoice', onNone: 'continue', missingMessage: '' },
      ...{ waitForSystem: 'stripe', waitForId: '' },
    },
  },
  {
    id: 'money',
    kind: 'netsuite.query-lookup',
    name: 'What NetSuite has of the payment',
    at: [11, 0],
    config: {
      sql: MONEY,
      params: [
        { name: 'payment', value: 'refund.payment_intent ?: "-"' },
        { name: 'charge', value: 'refund.charge ?: "-"' },
        { name: 'ofCharge', value: 'refund.charge ? refund.charge & "-py" : "-"' },
      ],
      ...{ take: 'many', into: 'money', onNone: 'continue', missingMessage: '' },
    },
  },
  {
    id: 'paidInvoices',
    kind: 'netsuite.query-lookup',
    name: 'Invoices it paid',
    at: [12, 0],
    note: 'For payments without a Stripe invoice, such as by a payment link.',
    config: {
      sql: PAID_INVOICES,
      params: [
        {
          name: 'payment',
          value: '$exists(netsuiteInvoice.id) ? "0" : money[type = "CustPymt"][0].id ?: "0"',
        },
      ],
      ...{ take: 'many', into: 'paidInvoices', onNone: 'continue', missingMessage: '' },
    },
  },
  {
    id: 'plan',
    kind: 'transform.map',
    name: 'Decide what is paid out',
    at: [13, 0],
    note: 'First what is unapplied of the payment; for the rest the invoice is credited.',
    config: { mapping: PLAN, into: 'plan', required: ['amount'] },
  },
]
