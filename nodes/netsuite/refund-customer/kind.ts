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
  description: 'Books a customer refund that uses up a credit memo.',
  fields: {
    creditMemo: expression('Credit memo', {
      required: true,
      initial: 'netsuite.id',
      help: 'Internal id of the open credit memo that is paid out.',
    }),
    amount: expression('Amount', { required: true, help: 'In major units, such as 49.99.' }),
    currency: expression('Currency', {
      required: true,
      initial: 'currency',
      help: 'ISO code. A credit memo in another currency is an error.',
    }),
    date: expression('Date', { help: 'YYYY-MM-DD. Blank: today.' }),
    account: pick('Bank account', 'netsuite:account', { required: true }),
    method: pick('Payment method', 'netsuite:paymentMethod'),
    externalId: EXTERNAL_ID_FIELD,
    body: mapping('Further fields', { target: 'customerRefund' }),
    ...EFFECT_FIELDS,
  },
  summary: () => 'customer refund of a credit memo',
  permissions: () => [
    ...recordPermissions('customerRefund', 'write'),
    ...recordPermissions('creditMemo', 'read', { query: true }),
    ...recordPermissions('currency', 'read'),
  ],
})
