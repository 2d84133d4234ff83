import type { JsonObject } from '../../json.ts'
import { fieldNames, shared } from '../settings.ts'

/** How taxes come over. */
const TAXES: JsonObject[] = [
  {
    key: 'taxItemMap',
    label: 'Items of tax rates',
    type: 'table',
    columns: {
      key: { label: 'Stripe tax rate', type: 'stripe:tax_rate' },
      value: { label: 'NetSuite item', type: 'netsuite:item' },
    },
    default: {},
    help: 'Stripe tax rate id → internal id of the NetSuite item, where taxes go to different accounts.',
  },
  {
    key: 'taxMode',
    label: 'Taxes',
    type: 'choice',
    default: 'line',
    options: [
      { value: 'line', label: 'A line of the tax item for each tax' },
      { value: 'code', label: 'Tax codes of the lines, with Stripe’s amounts' },
    ],
    help: 'The second fills NetSuite’s own tax reports. It needs a tax code for each tax rate below.',
  },
  {
    key: 'taxCodeMap',
    label: 'Tax codes of tax rates',
    type: 'table',
    columns: {
      // Free text: two rates of a line are joined by +, which is no id.
      key: { label: 'Stripe tax rate' },
      value: { label: 'Tax code' },
    },
    default: {},
    help: 'Stripe tax rate id → internal id of the NetSuite tax code. For a line with two rates both ids, joined by +, stand for a tax group.',
  },
  {
    key: 'inclusiveTax',
    label: 'Tax inside prices',
    type: 'choice',
    default: 'separate',
    options: [
      { value: 'separate', label: 'Take it out of the lines' },
      { value: 'inside', label: 'Leave it inside the lines' },
    ],
    help: 'For prices that include tax, as is usual in Europe and Japan. The total is the same.',
  },
  {
    key: 'lineTaxCode',
    label: 'Tax code of other lines',
    type: 'text',
    help: 'Internal id of a tax code that adds nothing, if the account would otherwise compute tax on top. Blank: the item’s own.',
  },
]

/** What becomes of lines and credits. */
const CREDITS: JsonObject[] = [
  {
    key: 'lineMode',
    label: 'Lines',
    type: 'choice',
    default: 'all',
    options: [
      { value: 'all', label: 'Every line of the Stripe invoice' },
      { value: 'single', label: 'One line for the whole invoice, with the default item' },
    ],
    help: 'With one line, discounts and taxes are part of its amount.',
  },
  {
    key: 'unusedTime',
    label: 'Unused time (negative prorations)',
    type: 'choice',
    default: 'line',
    options: [
      { value: 'line', label: 'A negative line of the invoice' },
      { value: 'creditMemo', label: 'A credit memo applied to the invoice' },
    ],
    help: 'What Stripe gives back when a subscription changes within its period.',
  },
]

/** What is booked, and what is told. */
const CHOICES: JsonObject[] = [
  {
    key: 'negativeTotal',
    label: 'Invoices below 0',
    type: 'choice',
    default: 'leaveOut',
    options: [
      { value: 'leaveOut', label: 'Leave them out: the invoice that uses the credit up brings it' },
      { value: 'creditMemo', label: 'A credit memo of the customer at once' },
    ],
    help: 'Stripe adds such an amount to the customer’s balance. Where it becomes a credit memo at once, the balance that an invoice uses up must be set to "Nothing", or the same money is credited twice.',
  },
  {
    key: 'excludeZero',
    label: 'Leave out invoices over 0',
    type: 'toggle',
    default: true,
    help: 'Trials and fully discounted invoices.',
  },
  {
    key: 'creditUncollectible',
    label: 'Write off uncollectible invoices',
    type: 'toggle',
    default: false,
    help: 'What is left of an invoice that Stripe calls uncollectible is credited with the item below.',
  },
  {
    key: 'uncollectibleItem',
    label: 'Item for writing off',
    type: 'netsuite:item',
    help: 'Its account takes the loss, such as bad debts. Needed only for writing off.',
  },
  {
    key: 'useStripeNumber',
    label: 'Keep the Stripe invoice number',
    type: 'toggle',
    default: true,
    help: 'Needs "Allow Override" for invoice numbers in NetSuite. Off: NetSuite numbers them.',
  },
  {
    key: 'writeBackInvoiceId',
    label: 'Write the NetSuite id to the Stripe invoice',
    type: 'toggle',
    default: true,
    help: 'As metadata netsuite_invoice_id, of a credit memo as netsuite_credit_memo_id.',
  },
]

/**
 * What booking a Stripe invoice asks for, in the order of the form. Kept with the integration, so
 * that the flows which call the part, and show the same fields, cannot differ.
 */
export const BOOKING_FIELDS: JsonObject[] = [
  ...shared(['subsidiary', 'accountTimeZone', 'itemMap', 'defaultItem', 'discountItem', 'taxItem']),
  ...TAXES.map(common),
  ...shared(['roundingItem']),
  ...CREDITS.map(common),
  ...shared(['appliedBalance', 'appliedBalanceItem']),
  ...CHOICES.map(common),
  ...shared(['stampStatus'], {
    stampStatus: {
      help: 'With the links to its page and its PDF. Nothing else of an invoice that is booked is changed. In a closed period this needs "Allow Non-G/L Changes" in NetSuite.',
    },
  }),
  ...shared(['closedPeriod', 'startDate', 'location', 'department', 'class']),
  ...fieldNames(['invoiceIdField', 'numberField', 'hostedUrlField', 'pdfUrlField', 'statusField']),
  ...fieldNames(['lineIdField', 'lineStartField', 'lineEndField', 'productIdField']),
]

function common(field: JsonObject): JsonObject {
  return { ...field, shared: true }
}
