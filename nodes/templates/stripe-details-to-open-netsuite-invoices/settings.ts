import type { JsonObject } from '../../json.ts'
import { fieldNames, shared, SKIP_FILTER } from '../settings.ts'

/** What the flow asks for, in the order of the form. */
export const SETTING_FIELDS: JsonObject[] = [
  ...shared(['accountTimeZone']),
  {
    key: 'windowDays',
    label: 'Days to look back',
    type: 'number',
    default: 400,
    required: true,
    help: 'Open invoices that are dated before are left alone.',
  },
  {
    key: 'linkUnlinked',
    label: 'Link invoices that are not linked yet',
    type: 'toggle',
    default: true,
    help: 'Looks in Stripe for the invoice that names the NetSuite id, or has the same number, customer, currency and total. Costs up to two searches per invoice and run.',
  },
  {
    key: 'writeBackOpenInvoiceId',
    label: 'Write the NetSuite id to newly linked Stripe invoices',
    type: 'toggle',
    default: true,
    help: 'As metadata netsuite_invoice_id.',
  },
  {
    key: 'stampRemaining',
    label: 'Show what is left to pay in Stripe',
    type: 'toggle',
    default: true,
    help: 'In the field for it. Nothing is posted.',
  },
  {
    key: 'stampAttempts',
    label: 'Show payment attempts',
    type: 'toggle',
    default: true,
    help: 'How many there were, when the next one is, and why the last one failed.',
  },
  {
    key: 'stripeOwnsDueDate',
    label: 'Stripe owns the due date',
    type: 'toggle',
    default: false,
    help: 'On: the invoice in NetSuite becomes due when Stripe says. Off: NetSuite’s due date stays.',
  },
  {
    key: 'createPaymentOnPaid',
    label: 'Book payments of paid invoices',
    type: 'toggle',
    default: false,
    help: 'For what the flow for payments did not book. Off where that flow runs: it books them sooner.',
  },
  {
    key: 'creditOnUncollectible',
    label: 'Write off uncollectible invoices',
    type: 'toggle',
    default: false,
    help: 'What is left of an invoice that Stripe calls uncollectible is credited with the item below.',
  },
  {
    key: 'uncollectibleItem',
    label: 'Item for writing off',
    type: 'netsuite:item',
    help: 'Its account takes the loss, such as bad debts. Blank: the item of the invoice’s first line.',
  },
  ...shared(['closedPeriod']),
  SKIP_FILTER,
  ...fieldNames([
    ...['customerIdField', 'invoiceIdField', 'hostedUrlField', 'pdfUrlField', 'statusField'],
    ...['numberField', 'amountRemainingField', 'nextAttemptField', 'attemptCountField'],
    ...['lastErrorField', 'skipField'],
  ]),
]
