import { choice, expression, text, toggle } from '../../fields.ts'
import { defineKind } from '../../kind.ts'
import { stripePermission } from '../permissions.ts'

export const stripeInvoicePayments = defineKind({
  id: 'stripe.invoice-payments',
  version: 1,
  role: 'transform',
  family: 'Lookups',
  system: 'stripe',
  title: 'Payments of an invoice',
  description: 'Reads which money paid an invoice: payment, charge, fee and net amount of each.',
  fields: {
    id: expression('Stripe invoice', {
      required: true,
      initial: '$key',
      help: 'Gives the id of the invoice, such as in_1Qx…',
    }),
    status: choice('Payments', [
      { value: 'paid', label: 'Paid' },
      { value: 'open', label: 'Still open' },
      { value: '', label: 'All' },
    ]),
    into: text('Put them at', {
      required: true,
      initial: 'payments',
      help: 'The field that receives the list. Each row: id, amount, currency, paid_at, outOfBand, payment_intent, payment_record, charge, balance_transaction.',
    }),
    records: toggle('Read payment records', {
      help: 'Of money that came another way, what was put on record about it, such as its metadata.',
    }),
    onNone: choice(
      'If there is none',
      [
        { value: 'continue', label: 'Go on with an empty list' },
        { value: 'filter', label: 'Leave the record out' },
      ],
      { help: 'An invoice that was paid outside of Stripe or had nothing due has no payment.' },
    ),
  },
  summary: (config) => `${config.status === '' ? 'all' : String(config.status)} payments`,
  permissions: ({ records }) => [
    stripePermission('invoice_payment', 'read'),
    stripePermission('payment_intent', 'read'),
    stripePermission('charge', 'read'),
    stripePermission('balance_transaction', 'read'),
    ...(records ? [stripePermission('payment_record', 'read')] : []),
  ],
})
