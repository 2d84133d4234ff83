import { defineKind } from '../../kind.ts'
import { stripePermission } from '../permissions.ts'
import { INTO, INVOICE_ID, METADATA_ROWS, metadataFaults } from '../common/sink-fields.ts'

export const stripeMarkUncollectible = defineKind({
  id: 'stripe.mark-uncollectible',
  version: 1,
  role: 'sink',
  family: 'Stripe',
  system: 'stripe',
  title: 'Mark Stripe invoice uncollectible',
  description: 'Says of an open invoice that it will not be paid.',
  fields: { id: INVOICE_ID, metadata: METADATA_ROWS, into: INTO },
  summary: () => 'open → uncollectible',
  check: metadataFaults,
  permissions: () => [stripePermission('invoice', 'write')],
})
