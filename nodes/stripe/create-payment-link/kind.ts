import { mapping } from '../../fields.ts'
import { defineKind } from '../../kind.ts'
import { stripePermission } from '../permissions.ts'
import { INTO, linkField, markFields, metadataFaults } from '../common/sink-fields.ts'

export const stripeCreatePaymentLink = defineKind({
  id: 'stripe.create-payment-link',
  version: 1,
  role: 'sink',
  family: 'Stripe',
  system: 'stripe',
  title: 'Add Stripe payment link',
  description: 'Makes an address where a customer can pay, such as for a NetSuite invoice.',
  fields: {
    body: mapping('Fields', {
      required: true,
      target: 'payment_link',
      help: '{ line_items: [{ price_data: { currency, unit_amount, product_data: { name } }, quantity }], payment_intent_data: { metadata } }. Amounts in minor units.',
    }),
    ...markFields('netsuite_invoice_id'),
    linkType: linkField(''),
    into: INTO,
  },
  summary: () => 'add payment link',
  check: metadataFaults,
  permissions: () => [stripePermission('payment_link', 'write')],
})
