import type { JsonObject } from '../../json.ts'
import { fieldNames, shared, SKIP_FILTER } from '../settings.ts'

const OWN: JsonObject[] = [
  {
    key: 'autoMatch',
    label: 'Look for an open invoice over the same amount',
    type: 'choice',
    default: 'off',
    options: [
      { value: 'off', label: 'No: only what the payment names' },
      { value: 'unique', label: 'Yes, when the customer has only one' },
      { value: 'oldest', label: 'Yes, and take the oldest of several' },
    ],
    help: 'For payments that name no invoice. Amount and currency must agree exactly.',
  },
  {
    key: 'unmatched',
    label: 'Payments without an invoice',
    type: 'choice',
    default: 'unapplied',
    options: [
      { value: 'unapplied', label: 'Book them unapplied to the customer' },
      { value: 'deposit', label: 'Book them as customer deposits' },
      { value: 'error', label: 'Report them and book nothing' },
    ],
  },
  {
    key: 'matchExisting',
    label: 'Recognize payments that were keyed in',
    type: 'toggle',
    default: true,
    help: 'A NetSuite payment without a Stripe id, of the same customer, currency and amount within three days, is taken for the same one: it gets the Stripe id, and none is booked.',
  },
  {
    key: 'tolerance',
    label: 'Write off what is short up to',
    type: 'number',
    default: 0,
    help: 'In the invoice’s currency. 0: nothing is written off.',
  },
  {
    key: 'writeOffItem',
    label: 'Write-off item',
    type: 'netsuite:item',
    help: 'The line of the credit memo over what is short. Needed when something is written off.',
  },
]

/** What the flow asks for, in the order of the form. */
export const SETTING_FIELDS: JsonObject[] = [
  ...shared(['subsidiary', 'accountTimeZone']),
  ...OWN,
  ...shared([
    ...(['paymentAccount', 'paymentAccountMap', 'paymentOption', 'paymentOptionMap'] as const),
    ...(['defaultCustomer', 'alreadyPaid', 'closedPeriod', 'startDate'] as const),
    ...(['exchangeRateSource', 'writeBackPaymentId', 'location', 'department', 'class'] as const),
  ]),
  SKIP_FILTER,
  ...fieldNames(['customerIdField', 'paymentIdField', 'chargeIdField']),
]
