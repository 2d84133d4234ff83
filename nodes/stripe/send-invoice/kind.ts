import { defineKind } from '../../kind.ts'
import { stripePermission } from '../permissions.ts'
import { INTO, INVOICE_ID, METADATA_ROWS, metadataFaults } from '../common/sink-fields.ts'

export const stripeSendInvoice = defineKind({
  id: 'stripe.send-invoice',
  version: 1,
  role: 'sink',
  family: 'Stripe',
  system: 'stripe',
  title: 'Send Stripe invoice',
  description: 'Lets Stripe mail an open invoice to the customer, once.',
  fields: { id: INVOICE_ID, metadata: METADATA_ROWS, into: INTO },
  summary: () => 'mail it to the customer',
  check: metadataFaults,
  permissions: () => [stripePermission('invoice', 'write')],
})
