import { expression } from '../../fields.ts'
import { defineKind } from '../../kind.ts'
import { stripePermission } from '../permissions.ts'
import { INTO, INVOICE_ID, METADATA_ROWS, metadataFaults } from '../common/sink-fields.ts'

export const stripeAttachPayment = defineKind({
  id: 'stripe.attach-payment',
  version: 1,
  role: 'sink',
  family: 'Stripe',
  system: 'stripe',
  title: 'Attach payment to Stripe invoice',
  description:
    'Counts a payment that Stripe has already, such as one by a payment link, towards an invoice.',
  fields: {
    id: INVOICE_ID,
    payment: expression('Payment', {
      required: true,
      initial: 'payment_intent',
      help: 'Gives the id of the payment: pi_… of Stripe itself, or a payment record of money from elsewhere.',
    }),
    metadata: METADATA_ROWS,
    into: INTO,
  },
  summary: () => 'payment → invoice',
  check: metadataFaults,
  permissions: () => [
    stripePermission('invoice', 'write'),
    stripePermission('payment_intent', 'write'),
  ],
})
