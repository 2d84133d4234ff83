import { choice, mapping } from '../../fields.ts'
import { defineKind } from '../../kind.ts'
import { stripePermission } from '../permissions.ts'
import { INTO, linkField, markFields, metadataFaults } from '../common/sink-fields.ts'

export const stripeCreateCreditNote = defineKind({
  id: 'stripe.create-credit-note',
  version: 1,
  role: 'sink',
  family: 'Stripe',
  system: 'stripe',
  title: 'Add Stripe credit note',
  description: 'Credits a part or all of an invoice that was finalised.',
  fields: {
    body: mapping('Fields', {
      required: true,
      target: 'credit_note',
      help: '{ invoice, amount or lines, memo, reason }. Amounts in minor units.',
    }),
    settle: choice(
      'If the invoice is paid',
      [
        { value: 'mapping', label: 'As the mapping says' },
        { value: 'balance', label: 'Credit the customer’s balance' },
        { value: 'refund', label: 'Refund the payment' },
        { value: 'out_of_band', label: 'It was paid back outside of Stripe' },
      ],
      { help: 'Where the credited money goes. On an open invoice the credit lowers what is due.' },
    ),
    ...markFields('netsuite_credit_memo_id'),
    linkType: linkField('creditMemo'),
    into: INTO,
  },
  summary: (config) => `credit note${SETTLED[String(config.settle)] ?? ''}`,
  check: metadataFaults,
  permissions: (config) => [
    stripePermission('credit_note', 'write'),
    stripePermission('invoice', 'read'),
    ...(config.settle === 'refund' ? [stripePermission('refund', 'write')] : []),
  ],
})

/** Where the money goes, on the card. */
const SETTLED: Readonly<Record<string, string>> = {
  balance: ' to the balance',
  refund: ' with refund',
  out_of_band: ', paid back outside',
}
