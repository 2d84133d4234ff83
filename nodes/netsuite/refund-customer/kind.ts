import { expression, mapping, pick } from '../../fields.ts'
import { defineKind } from '../../kind.ts'
import { EFFECT_FIELDS, EXTERNAL_ID_FIELD } from '../common/effect-fields.ts'
import { recordPermissions } from '../permissions.ts'

export const netsuiteRefundCustomer = defineKind({
  id: 'netsuite.refund-customer',
  version: 1,
  role: 'sink',
  family: 'NetSuite',
  system: 'netsuite',
  title: 'Refund customer',
  description:
    'Books a customer refund that pays out a credit memo, or what is left of a payment or deposit.',
  fields: {
    creditMemo: expression('Credit memo', {
      initial: 'netsuite.id',
      help: 'Internal id of the open credit memo that is paid out.',
    }),
    amount: expression('Amount', { help: 'In major units, such as 49.99.' }),
    documents: expression('Or several', {
      placeholder: '[{ "type": "customerPayment", "id": payment.id, "amount": 2 }]',
      help: 'Instead of one credit memo a list of { type, id, amount }: creditMemo, customerPayment for what is unapplied of it, customerDeposit.',
    }),
    currency: expression('Currency', {
      required: true,
      initial: 'currency',
      help: 'ISO code. A credit memo in another currency is an error.',
    }),
    date: expression('Date', { help: 'YYYY-MM-DD. Blank: today.' }),
    account: pick('Bank account', 'netsuite:account', {
      help: 'Blank: that of the payment method.',
    }),
    method: pick('Payment method', 'netsuite:paymentMethod'),
    externalId: EXTERNAL_ID_FIELD,
    body: mapping('Further fields', { target: 'customerRefund' }),
    ...EFFECT_FIELDS,
  },
  summary: (config) => (config.documents ? 'customer refund' : 'customer refund of a credit memo'),
  check: (config) =>
    config.documents || (config.creditMemo && config.amount)
      ? []
      : [
          {
            field: 'amount',
            message: 'Say what is paid out: a credit memo and an amount, or a list.',
          },
        ],
  permissions: () => [
    ...recordPermissions('customerRefund', 'write'),
    ...recordPermissions('creditMemo', 'read', { query: true }),
    ...recordPermissions('customerPayment', 'read'),
    ...recordPermissions('currency', 'read'),
  ],
})
