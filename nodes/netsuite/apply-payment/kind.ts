import { choice, expression, mapping, pick } from '../../fields.ts'
import { defineKind } from '../../kind.ts'
import { EFFECT_FIELDS, EXTERNAL_ID_FIELD } from '../common/effect-fields.ts'
import { recordPermissions } from '../permissions.ts'

export const netsuiteApplyPayment = defineKind({
  id: 'netsuite.apply-payment',
  version: 1,
  role: 'sink',
  family: 'NetSuite',
  system: 'netsuite',
  title: 'Apply customer payment',
  description: 'Books a customer payment and applies it to invoices.',
  fields: {
    amount: expression('Amount', {
      required: true,
      help: 'In major units, such as 49.99: $toMajor(amount, currency).',
    }),
    currency: expression('Currency', {
      required: true,
      initial: 'currency',
      help: 'ISO code. An invoice in another currency is an error.',
    }),
    invoices: expression('Invoices', {
      help: 'Internal ids, or { "id": …, "amount": … }; one or a list, paid in this order. Blank: nothing is applied.',
    }),
    over: choice(
      'If more is paid than is open',
      [
        { value: 'unapplied', label: 'Leave the rest unapplied, with a note' },
        { value: 'error', label: 'Report an error' },
        { value: 'ignore', label: 'Pass over payments of invoices that are settled' },
      ],
      { help: 'NetSuite never applies more to an invoice than is open.' },
    ),
    onExisting: choice(
      'If it is booked already',
      [
        { value: 'update', label: 'Bring it to what the record says' },
        { value: 'apply', label: 'Apply what is left of it, change nothing else' },
        { value: 'leave', label: 'Leave it as it is' },
      ],
      { help: 'A person may have changed the payment in NetSuite since.' },
    ),
    customer: expression('Customer', {
      help: 'Internal id. Blank: the customer of the first invoice.',
    }),
    date: expression('Date', { help: 'YYYY-MM-DD in the account’s time zone. Blank: today.' }),
    account: pick('Bank account', 'netsuite:account', {
      help: 'Blank: undeposited funds, or the account that the fields below say.',
    }),
    method: pick('Payment method', 'netsuite:paymentMethod'),
    standsFor: expression('Payment that stands for it', {
      help: 'Internal id of a payment that is this one, such as one that a person keyed in: it gets the further fields, what is left of it goes to the invoices, and none is booked. Blank: none.',
    }),
    externalId: EXTERNAL_ID_FIELD,
    body: mapping('Further fields', { target: 'customerPayment' }),
    ...EFFECT_FIELDS,
  },
  summary: (config) => (config.invoices ? 'payment, applied to invoices' : 'unapplied payment'),
  permissions: () => [
    ...recordPermissions('customerPayment', 'write'),
    ...recordPermissions('invoice', 'read', { query: true }),
    ...recordPermissions('currency', 'read'),
  ],
})
