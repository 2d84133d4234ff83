import type { JsonObject } from '../../json.ts'
import { SETTLEMENT_FIELDS, SETTLEMENT_SETTINGS } from '../settlement.ts'
import { fieldNames, shared, SKIP_FILTER } from '../settings.ts'

/** What the flow asks for, in the order of the form. */
export const SETTING_FIELDS: JsonObject[] = [
  {
    key: 'credited',
    label: 'What credit memos settled',
    type: 'choice',
    default: 'credit_note',
    options: [
      { value: 'credit_note', label: 'Becomes a credit note in Stripe' },
      { value: 'void', label: 'Voids the Stripe invoice, when nothing of it was paid' },
      { value: 'paid', label: 'Counts as paid outside of Stripe' },
    ],
    help: 'With the last one Stripe’s reports show more money than there was.',
  },
  {
    key: 'partialPayments',
    label: 'Payments of a part',
    type: 'choice',
    default: 'off',
    options: [
      { value: 'off', label: 'Wait until the invoice is paid in full' },
      { value: 'on', label: 'Put each payment on record in Stripe' },
    ],
    help: 'With the second, a check over a part lowers at once what the invoice’s page asks for.',
  },
  ...shared(['accountTimeZone', 'startDate', ...SETTLEMENT_SETTINGS], {
    accountTimeZone: {
      help: 'Decides when a day of NetSuite begins, for payments of a part. As under Setup > Company > Company Information, by its IANA name such as America/Los_Angeles.',
    },
    startDate: { help: 'Invoices dated before this day are left alone. Blank: all.' },
    creditedAsVoid: {
      help: 'Such invoices are left to the flow NetSuite Void Invoice → Stripe Void Invoice: they are no payment. Marked is a credit memo with a void reason, or with one of the items below.',
    },
  }),
  SKIP_FILTER,
  ...fieldNames(['invoiceIdField', 'statusField', 'skipField', ...SETTLEMENT_FIELDS]),
]
