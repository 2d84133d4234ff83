import { mapping } from '../../fields.ts'
import { defineKind } from '../../kind.ts'
import { stripePermission } from '../permissions.ts'
import { INTO, linkField, markFields, metadataFaults } from '../common/sink-fields.ts'

export const stripeCreateRefund = defineKind({
  id: 'stripe.create-refund',
  version: 1,
  role: 'sink',
  family: 'Stripe',
  system: 'stripe',
  title: 'Add Stripe refund',
  description: 'Gives back a part or all of a payment.',
  fields: {
    body: mapping('Fields', {
      required: true,
      target: 'refund',
      help: '{ payment_intent or charge, amount, reason }. The amount in minor units; without it, all that is left.',
    }),
    ...markFields('netsuite_customer_refund_id'),
    linkType: linkField('customerRefund'),
    into: INTO,
  },
  summary: () => 'add refund',
  check: metadataFaults,
  permissions: () => [stripePermission('refund', 'write')],
})
