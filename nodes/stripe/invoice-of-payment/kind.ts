import { choice, expression, text, toggle } from '../../fields.ts'
import { defineKind } from '../../kind.ts'
import { stripePermission } from '../permissions.ts'

export const stripeInvoiceOfPayment = defineKind({
  id: 'stripe.invoice-of-payment',
  version: 1,
  role: 'transform',
  family: 'Lookups',
  system: 'stripe',
  title: 'Invoice of a payment',
  description: 'Finds the Stripe invoice that a charge or payment was for, if there is one.',
  fields: {
    id: expression('Payment', {
      required: true,
      initial: 'payment_intent ? payment_intent : $key',
      help: 'Gives the id of a payment (pi_…) or a charge (ch_… or py_…).',
    }),
    whole: toggle('Read the whole invoice', { help: 'Otherwise its id only.' }),
    into: text('Put it at', {
      required: true,
      initial: 'invoice',
      help: 'The field that receives the invoice, or its id; null when there is none.',
    }),
    onFound: choice('If there is one', [
      { value: 'continue', label: 'Go on' },
      { value: 'filter', label: 'Leave the record out' },
    ]),
    onNone: choice('If there is none', [
      { value: 'continue', label: 'Go on' },
      { value: 'filter', label: 'Leave the record out' },
    ]),
  },
  summary: (config) =>
    config.onFound === 'filter'
      ? 'only without invoice'
      : config.onNone === 'filter'
        ? 'only with invoice'
        : 'with or without',
  check: (config) =>
    config.onFound === 'filter' && config.onNone === 'filter'
      ? [{ field: 'onNone', message: 'Every record would be left out: let one of the two go on.' }]
      : [],
  permissions: () => [
    stripePermission('invoice_payment', 'read'),
    stripePermission('charge', 'read'),
    stripePermission('payment_intent', 'read'),
  ],
})
