import { defineKind } from '../../kind.ts'
import { stripePermission } from '../permissions.ts'
import { INTO, INVOICE_ID, METADATA_ROWS, metadataFaults } from '../common/sink-fields.ts'

export const stripeFinalizeInvoice = defineKind({
  id: 'stripe.finalize-invoice',
  version: 1,
  role: 'sink',
  family: 'Stripe',
  system: 'stripe',
  title: 'Finalise Stripe invoice',
  description: 'Turns a draft into an open invoice with a number and a payment page.',
  fields: { id: INVOICE_ID, metadata: METADATA_ROWS, into: INTO },
  summary: () => 'draft → open',
  check: metadataFaults,
  permissions: () => [stripePermission('invoice', 'write')],
})
