import { choice, expression, mapping, pick } from '../../fields.ts'
import { defineKind } from '../../kind.ts'
import { EFFECT_FIELDS, EXTERNAL_ID_FIELD } from '../common/effect-fields.ts'
import { recordPermissions } from '../permissions.ts'

export const netsuiteApplyCredit = defineKind({
  id: 'netsuite.apply-credit',
  version: 1,
  role: 'sink',
  family: 'NetSuite',
  system: 'netsuite',
  title: 'Add credit memo',
  description: 'Credits an invoice or a customer, and applies the credit or leaves it open.',
  fields: {
    invoice: expression('Invoice', {
      help: 'Internal id of the invoice that is credited. Blank: a credit of the customer.',
    }),
    amount: expression('Amount', {
      help: 'In major units. Blank: the whole invoice with its lines.',
    }),
    currency: expression('Currency', {
      required: true,
      initial: 'currency',
      help: 'ISO code. An invoice in another currency is an error.',
    }),
    item: pick('Item', 'netsuite:item', {
      help: 'For a credit of an amount. Blank: the item of the invoice’s first line.',
    }),
    description: expression('Description'),
    apply: choice('The credit', [
      { value: 'open', label: 'stays open, for a refund or another invoice' },
      { value: 'invoice', label: 'is applied to the invoice' },
    ]),
    customer: expression('Customer', { help: 'Internal id. Blank: the customer of the invoice.' }),
    date: expression('Date', { help: 'YYYY-MM-DD. Blank: today.' }),
    externalId: EXTERNAL_ID_FIELD,
    body: mapping('Further fields', { target: 'creditMemo' }),
    ...EFFECT_FIELDS,
  },
  summary: (config) =>
    config.apply === 'invoice' ? 'credit memo, applied' : 'credit memo, left open',
  check: (config) =>
    config.apply === 'invoice' && !config.invoice
      ? [{ field: 'invoice', message: 'Say which invoice the credit is applied to.' }]
      : [],
  permissions: () => [
    ...recordPermissions('creditMemo', 'write'),
    ...recordPermissions('invoice', 'read', { query: true }),
    ...recordPermissions('currency', 'read'),
  ],
})
