import { choice, expression, mapping, toggle } from '../../fields.ts'
import { defineKind } from '../../kind.ts'
import { stripePermission } from '../permissions.ts'
import { INTO, linkField, markFields, metadataFaults } from '../common/sink-fields.ts'

export const stripeCreateInvoice = defineKind({
  id: 'stripe.create-invoice',
  version: 1,
  role: 'sink',
  family: 'Stripe',
  system: 'stripe',
  title: 'Add Stripe invoice',
  description: 'Adds an invoice with its lines, checks its total and finalises it, exactly once.',
  fields: {
    body: mapping('Fields', {
      required: true,
      target: 'invoice',
      help: 'The fields of the invoice and its lines: { customer, currency, due_date, …, lines: [{ description, amount }] }. Amounts in minor units.',
    }),
    expectedTotal: expression('Expected total', {
      placeholder: '$toMinor(amountremaining, currency)',
      help: 'In minor units. The invoice is finalised only when its total in Stripe is the same.',
    }),
    ...markFields('netsuite_invoice_id'),
    finalize: toggle('Finalise', {
      initial: true,
      help: 'A draft has no number and cannot be paid.',
    }),
    send: toggle('Let Stripe mail it', { when: { field: 'finalize', is: [true] } }),
    pastDue: choice(
      'If the due date is past',
      [
        { value: 'today', label: 'Due at once' },
        { value: 'keep', label: 'Send it as it is' },
      ],
      { help: 'Stripe refuses due dates in the past.' },
    ),
    linkType: linkField('invoice'),
    into: INTO,
  },
  summary: (config) =>
    config.finalize === false ? 'draft' : config.send === true ? 'finalise and send' : 'finalise',
  check: metadataFaults,
  permissions: () => [stripePermission('invoice', 'write'), stripePermission('customer', 'read')],
})
