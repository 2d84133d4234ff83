import type { JsonObject } from '../../json.ts'
import { SETTLEMENT_FIELDS, SETTLEMENT_SETTINGS } from '../settlement.ts'
import { fieldNames, shared, SKIP_FILTER } from '../settings.ts'

/** What the flow asks for, in the order of the form. */
export const SETTING_FIELDS: JsonObject[] = [
  ...shared(['confirmVoids']),
  {
    key: 'branchVoided',
    label: 'Voided invoices',
    type: 'toggle',
    default: true,
    help: 'Off: an invoice that is voided in NetSuite stays open in Stripe.',
  },
  ...shared(SETTLEMENT_SETTINGS),
  {
    key: 'creditedBecomes',
    label: 'What credit memos have voided',
    type: 'choice',
    default: 'void',
    options: [
      { value: 'void', label: 'Is voided in Stripe' },
      { value: 'credit_note', label: 'Gets a credit note in Stripe' },
    ],
    help: 'Some laws ask for a credit note once an invoice was sent.',
  },
  {
    key: 'branchDeleted',
    label: 'Deleted invoices',
    type: 'toggle',
    default: true,
    help: 'Off: an invoice that is deleted in NetSuite stays open in Stripe.',
  },
  {
    key: 'onPaid',
    label: 'When it is paid in Stripe',
    type: 'choice',
    default: 'error',
    options: [
      { value: 'error', label: 'Report it' },
      { value: 'balance', label: 'Credit the customer’s balance in Stripe' },
      { value: 'refund', label: 'Refund the payment' },
      { value: 'outside', label: 'Note that it is paid back outside of Stripe' },
    ],
    help: 'A paid invoice cannot be voided. All but the first issue a credit note over what was paid.',
  },
  ...shared(['startDate'], {
    startDate: { help: 'Invoices dated before this day are left alone. Blank: all.' },
  }),
  SKIP_FILTER,
  ...fieldNames([
    ...['invoiceIdField', 'statusField', 'hostedUrlField', 'skipField'],
    ...SETTLEMENT_FIELDS,
  ]),
]
