import type { JsonObject } from '../../json.ts'
import { BOOKING_FIELDS } from '../book-stripe-invoice/settings.ts'
import { SKIP_FILTER } from '../settings.ts'

/** What the flow asks for; what booking asks for is kept with the integration. */
export const SETTING_FIELDS: JsonObject[] = [
  {
    key: 'bookWhen',
    label: 'Book an invoice',
    type: 'choice',
    default: 'finalized',
    options: [
      { value: 'finalized', label: 'When it is finalized' },
      { value: 'paid', label: 'When it is paid' },
    ],
    help: 'With the second, open invoices stay out of NetSuite until their money has come.',
  },
  {
    key: 'bookPayments',
    label: 'Book payments too',
    type: 'toggle',
    default: false,
    help: 'Off where the flow for paid invoices is used. Both together do no harm: a payment is booked once.',
  },
  SKIP_FILTER,
  ...BOOKING_FIELDS,
]
