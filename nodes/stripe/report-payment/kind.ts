import { expression, text } from '../../fields.ts'
import { defineKind } from '../../kind.ts'
import { stripePermission } from '../permissions.ts'
import { INTO, METADATA_ROWS, metadataFaults } from '../common/sink-fields.ts'

export const stripeReportPayment = defineKind({
  id: 'stripe.report-payment',
  version: 1,
  role: 'sink',
  family: 'Stripe',
  system: 'stripe',
  title: 'Put payment on record in Stripe',
  description:
    'Tells Stripe of money that came another way, such as by check, so that it can be attached to an invoice.',
  fields: {
    amount: expression('Amount', {
      required: true,
      placeholder: '$toMinor(amount, currency)',
      help: 'In minor units.',
    }),
    currency: expression('Currency', { required: true, placeholder: '"usd"' }),
    paidAt: expression('Paid at', {
      required: true,
      placeholder: '$epochSeconds(day, $setting("accountTimeZone"))',
      help: 'Seconds since 1970, as Stripe counts.',
    }),
    method: text('Way it was paid', {
      required: true,
      initial: 'Check or wire',
      help: 'What Stripe shows as the payment method.',
    }),
    reference: expression('Reference', {
      placeholder: 'payment.number',
      help: 'What the payment is called elsewhere. Nothing: none.',
    }),
    customer: expression('Stripe customer', { help: 'Who has paid, cus_…. Nothing: not said.' }),
    metadata: METADATA_ROWS,
    into: INTO,
  },
  summary: (config) => (typeof config.method === 'string' ? config.method.toLowerCase() : ''),
  check: metadataFaults,
  permissions: () => [stripePermission('payment_record', 'write')],
})
