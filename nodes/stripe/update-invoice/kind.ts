import { mapping } from '../../fields.ts'
import { defineKind } from '../../kind.ts'
import { stripePermission } from '../permissions.ts'
import { INTO, INVOICE_ID } from '../common/sink-fields.ts'

export const stripeUpdateInvoice = defineKind({
  id: 'stripe.update-invoice',
  version: 1,
  role: 'sink',
  family: 'Stripe',
  system: 'stripe',
  title: 'Update Stripe invoice',
  description: 'Changes fields of an invoice; lines and amounts stay as they are.',
  fields: {
    id: INVOICE_ID,
    body: mapping('Fields', {
      required: true,
      target: 'invoice',
      help: 'After it was finalised, little more than description, footer, due_date and metadata can be changed.',
    }),
    into: INTO,
  },
  summary: () => 'update invoice',
  permissions: () => [stripePermission('invoice', 'write')],
})
