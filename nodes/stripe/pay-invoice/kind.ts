import { defineKind } from '../../kind.ts'
import { stripePermission } from '../permissions.ts'
import { INTO, INVOICE_ID, METADATA_ROWS, metadataFaults } from '../common/sink-fields.ts'

export const stripePayInvoice = defineKind({
  id: 'stripe.pay-invoice',
  version: 1,
  role: 'sink',
  family: 'Stripe',
  system: 'stripe',
  title: 'Mark Stripe invoice paid',
  description: 'Says of an invoice that it was paid outside of Stripe. Nothing is charged.',
  fields: { id: INVOICE_ID, metadata: METADATA_ROWS, into: INTO },
  summary: () => 'paid out of band',
  check: metadataFaults,
  permissions: () => [
    stripePermission('invoice', 'write'),
    stripePermission('payment_intent', 'read'),
  ],
})
