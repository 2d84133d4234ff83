import { choice } from '../../fields.ts'
import { defineKind } from '../../kind.ts'
import { stripePermission } from '../permissions.ts'
import { INTO, INVOICE_ID, METADATA_ROWS, metadataFaults } from '../common/sink-fields.ts'

export const stripeVoidInvoice = defineKind({
  id: 'stripe.void-invoice',
  version: 1,
  role: 'sink',
  family: 'Stripe',
  system: 'stripe',
  title: 'Void Stripe invoice',
  description: 'Voids an open invoice or deletes a draft. It cannot be undone.',
  fields: {
    id: INVOICE_ID,
    metadata: METADATA_ROWS,
    onPartPaid: choice('If a part of it is paid', [
      { value: 'error', label: 'Report an error' },
      { value: 'credit', label: 'Credit the rest with a credit note' },
    ]),
    onMissing: choice('If it does not exist', [
      { value: 'error', label: 'Report an error' },
      { value: 'continue', label: 'Go on: there is nothing to void' },
    ]),
    into: INTO,
  },
  summary: (config) =>
    config.onPartPaid === 'credit' ? 'void, or credit the rest' : 'void, or delete draft',
  check: metadataFaults,
  permissions: (config) => [
    stripePermission('invoice', 'write'),
    stripePermission('payment_intent', 'read'),
    ...(config.onPartPaid === 'credit' ? [stripePermission('credit_note', 'write')] : []),
  ],
})
