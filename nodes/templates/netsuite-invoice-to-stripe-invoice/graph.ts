import { drawEdges, drawNodes, type Step } from '../draw.ts'
import { ELIGIBLE, LARGE_ENOUGH } from './eligible.ts'
import { AMOUNTS, INVOICE } from './mappings.ts'

const STEPS: Step[] = [
  {
    id: 'source',
    kind: 'netsuite.record-source',
    name: 'Open invoices, not in Stripe',
    at: [0, 0],
    config: {
      recordType: 'invoice',
      criteria: [
        { field: 'status', operator: 'is', value: '"A"' },
        { field: '$setting("invoiceIdField")', operator: 'empty', value: '' },
      ],
      ...{ detail: 'fields', columns: [], backfillDays: 3650 },
    },
  },
  {
    id: 'read',
    kind: 'netsuite.get',
    name: 'Read the invoice',
    at: [1, 0],
    note: 'With all its lines, as it stands now.',
    config: {
      ...{ recordType: 'invoice', by: 'id', id: 'id', fields: [] },
      ...{ into: 'netsuiteInvoice', onNone: 'continue' },
    },
  },
  {
    id: 'eligible',
    kind: 'transform.filter',
    name: 'Only invoices to send',
    at: [2, 0],
    config: { rows: ELIGIBLE },
  },
  {
    id: 'currency',
    kind: 'netsuite.lookup',
    name: 'Find the currency',
    at: [3, 0],
    note: 'NetSuite names currencies as it likes; Stripe wants the ISO code.',
    config: {
      recordType: 'currency',
      criteria: [{ field: 'id', value: 'netsuiteInvoice.currency.id' }],
      ...{ extra: [], activeOnly: false, columns: ['symbol'], each: false },
      ...{ into: 'invoiceCurrency', onNone: 'error' },
      missingMessage: 'Check the currency of the invoice in NetSuite, then retry.',
    },
  },
  {
    id: 'enough',
    kind: 'transform.filter',
    name: 'Large enough for Stripe',
    at: [4, 0],
    config: { rows: LARGE_ENOUGH },
  },
  {
    id: 'before',
    kind: 'lookup.links',
    name: 'Sent before?',
    at: [5, 0],
    note: 'Only where somebody has taken the Stripe id off the invoice, so that it is sent anew.',
    config: {
      ...{ sourceSystem: 'netsuite', id: 'netsuiteInvoice.id', targetSystem: 'stripe' },
      ...{ targetType: 'invoice', into: 'before', onMissing: 'continue' },
    },
  },
  {
    id: 'earlier',
    kind: 'stripe.get',
    name: 'What became of that?',
    at: [6, 0],
    config: {
      ...{ object: 'invoice', id: 'before.id', expand: [], allLines: false },
      ...{ into: 'earlier', onMissing: 'continue' },
    },
  },
  {
    id: 'whose',
    kind: 'transform.map',
    name: 'Whose invoice?',
    at: [7, 0],
    config: {
      mapping: '$string(netsuiteInvoice.entity.id)',
      into: 'netsuiteCustomerId',
      required: [],
    },
  },
  {
    id: 'customer',
    kind: 'flow.call',
    name: 'Put the customer into Stripe',
    at: [8, 0],
    config: { flow: 'put-customer-into-stripe' },
  },
  {
    id: 'items',
    kind: 'netsuite.lookup',
    name: 'Products of the items',
    at: [9, 0],
    config: {
      recordType: 'item',
      criteria: [{ field: 'id', value: '[$distinct(netsuiteInvoice.item.items.item.id)]' }],
      ...{ extra: [], activeOnly: false, columns: ['$setting("productIdField")'], each: true },
      ...{ into: 'items', onNone: 'continue', missingMessage: '' },
    },
  },
  {
    id: 'amounts',
    kind: 'transform.map',
    name: 'Lines that add up',
    at: [10, 0],
    note: 'What was paid or credited before becomes a line of its own, so that Stripe asks for the rest only.',
    config: { mapping: AMOUNTS, into: 'amounts', required: ['lines'] },
  },
  {
    id: 'map',
    kind: 'transform.map',
    name: 'Fields of the Stripe invoice',
    at: [11, 0],
    config: {
      ...{ mapping: INVOICE, into: 'stripeInvoice' },
      required: ['customer', 'currency', 'lines'],
    },
  },
  {
    id: 'create',
    kind: 'stripe.create-invoice',
    name: 'Add and finalize it',
    at: [12, 0],
    note: 'A draft first, then its lines. It is finalized only when Stripe comes to the same total; a draft left by a crash is used again.',
    config: {
      ...{ body: 'stripeInvoice', expectedTotal: 'amounts.due' },
      ...{ markKey: 'netsuite_invoice_id', markValue: 'netsuiteInvoice.id' },
      ...{ finalize: true, send: '$setting("sendByStripe")', pastDue: 'today' },
      ...{ linkType: 'invoice', into: 'stripe' },
    },
  },
  {
    id: 'automatic',
    kind: 'transform.branch',
    name: 'Charged by Stripe?',
    at: [13, 0],
    config: {
      mode: 'first',
      rows: [{ name: 'Yes', condition: '$setting("collectionMethod") = "charge_automatically"' }],
    },
  },
  {
    id: 'collect',
    kind: 'stripe.update-invoice',
    name: 'Let Stripe collect it',
    at: [14, 1],
    config: { id: 'stripe.id', body: '{ "auto_advance": true }', into: '' },
  },
  {
    id: 'result',
    kind: 'stripe.get',
    name: 'Read its payment page',
    at: [15, 0],
    config: {
      ...{ object: 'invoice', id: 'stripe.id', expand: [], allLines: false },
      ...{ into: 'finalized', onMissing: 'continue' },
    },
  },
  {
    id: 'writeBack',
    kind: 'netsuite.update',
    name: 'Note it on the NetSuite invoice',
    at: [16, 0],
    note: 'The link to pay stands on the invoice from here on, for NetSuite’s own mails.',
    config: {
      ...{ recordType: 'invoice', id: 'netsuiteInvoice.id', into: '' },
      fields: [
        { field: '$setting("invoiceIdField")', value: 'stripe.id' },
        { field: '$setting("hostedUrlField")', value: 'finalized.hosted_invoice_url ?: null' },
        { field: '$setting("pdfUrlField")', value: 'finalized.invoice_pdf ?: null' },
        { field: '$setting("numberField")', value: 'finalized.number ?: null' },
        { field: '$setting("statusField")', value: 'finalized.status ?: "open"' },
      ],
    },
  },
]

/** The steps of the flow, as its document stores them. */
export const NODES = drawNodes(STEPS)

/** How records go from step to step. */
export const EDGES = drawEdges([
  'source out read',
  'read out eligible',
  'eligible out currency',
  'currency out enough',
  'enough out before',
  'before out earlier',
  'earlier out whose',
  'whose out customer',
  'customer out items',
  'items out amounts',
  'amounts out map',
  'map out create',
  'create out automatic',
  'automatic yes collect',
  'collect out result',
  'automatic otherwise result',
  'result out writeBack',
])
