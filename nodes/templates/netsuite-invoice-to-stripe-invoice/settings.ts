import type { JsonObject } from '../../json.ts'
import { fieldNames, shared, SKIP_FILTER } from '../settings.ts'

/**
 * The smallest charge per currency, in major units
 * (https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts).
 */
const MINIMUMS: JsonObject = {
  ...{ USD: 0.5, AED: 2, AUD: 0.5, BRL: 0.5, CAD: 0.5, CHF: 0.5, CZK: 15, DKK: 2.5, EUR: 0.5 },
  ...{ GBP: 0.3, HKD: 4, HUF: 175, INR: 0.5, JPY: 50, MXN: 10, MYR: 2, NOK: 3, NZD: 0.5, PLN: 2 },
  ...{ RON: 2, SEK: 3, SGD: 0.5, THB: 10 },
}

/** What the flow asks for, in the order of the form. */
export const SETTING_FIELDS: JsonObject[] = [
  ...shared(['subsidiary', 'accountTimeZone', 'startDate'], {
    subsidiary: { help: 'Only invoices of it are sent. One Stripe account serves one subsidiary.' },
    accountTimeZone: {
      help: 'Decides at which moment a day of NetSuite begins. As under Setup > Company > Company Information, by its IANA name such as America/Los_Angeles.',
    },
    startDate: {
      help: 'Invoices dated before this day are not sent: they were billed in another way. Blank: all.',
    },
  }),
  {
    key: 'pastDue',
    label: 'When the due date is past',
    type: 'choice',
    default: 'today',
    options: [
      { value: 'today', label: 'Due at once' },
      { value: 'grace', label: 'Due some days from now' },
      { value: 'error', label: 'Report it' },
    ],
    help: 'Stripe takes no due date in the past. The due date in NetSuite stays as it is. What is due today is not past: it is due at once.',
  },
  {
    key: 'graceDays',
    label: 'Days from now',
    type: 'number',
    default: 7,
    help: 'How long the customer has for an invoice whose due date is past, with "Due some days from now".',
  },
  {
    key: 'collectionMethod',
    label: 'How it is paid',
    type: 'choice',
    default: 'send_invoice',
    options: [
      { value: 'send_invoice', label: 'The customer pays on the invoice’s page' },
      { value: 'charge_automatically', label: 'Stripe charges the customer’s payment method' },
    ],
    help: 'Charging needs a payment method that Stripe has on file for the customer.',
  },
  {
    key: 'sendByStripe',
    label: 'Let Stripe mail the invoice',
    type: 'toggle',
    default: false,
    help: 'Off: the link to pay is on the NetSuite invoice, and goes out with NetSuite’s own mail.',
  },
  {
    key: 'paymentMethods',
    label: 'Payment methods',
    type: 'text',
    help: 'What the page offers, such as card, us_bank_account. Blank: what is switched on in Stripe.',
  },
  {
    key: 'numberMode',
    label: 'Number of the NetSuite invoice',
    type: 'choice',
    default: 'number',
    options: [
      { value: 'number', label: 'Is the number in Stripe too' },
      { value: 'customField', label: 'Is shown beside Stripe’s own number' },
      { value: 'none', label: 'Is not shown' },
    ],
    help: 'A number of more than 26 characters, or of an invoice that takes the place of one voided in Stripe, is shown beside. One that any other invoice in Stripe bears is refused there and reported: give the invoice another number in NetSuite, then retry.',
  },
  {
    key: 'lineMode',
    label: 'Lines',
    type: 'choice',
    default: 'all',
    options: [
      { value: 'all', label: 'Every line of the NetSuite invoice' },
      { value: 'single', label: 'One line for the whole invoice' },
    ],
    help: 'Stripe takes 250 lines. An invoice with more becomes one line by itself.',
  },
  {
    key: 'singleText',
    label: 'Text of the one line',
    type: 'text',
    default: 'Goods and services as per invoice',
    help: 'The number of the invoice is put behind it.',
  },
  {
    key: 'singleProduct',
    label: 'Product of the one line',
    type: 'stripe:product',
    help: 'Under which product Stripe reports it. Blank: none.',
  },
  ...shared(['itemMap'], {
    itemMap: {
      help: 'Stripe product id → internal id of the NetSuite item. A line whose item stands here, or names its product, is reported under that product in Stripe; other lines are plain amounts.',
    },
  }),
  {
    key: 'taxMode',
    label: 'Tax',
    type: 'choice',
    default: 'line',
    options: [
      { value: 'line', label: 'One line with NetSuite’s tax' },
      { value: 'rates', label: 'Stripe tax rates, by the tax code of each line' },
    ],
    help: 'With tax rates Stripe works the tax out; where it comes to another total, the invoice is reported and not sent.',
  },
  {
    key: 'taxText',
    label: 'Text of the tax line',
    type: 'text',
    default: 'Tax',
  },
  {
    key: 'taxRateMap',
    label: 'Tax rates of tax codes',
    type: 'table',
    columns: {
      key: { label: 'Tax code' },
      value: { label: 'Stripe tax rate', type: 'stripe:tax_rate' },
    },
    default: {},
    help: 'Internal id of the NetSuite tax code → id of the Stripe tax rate (txr_…).',
  },
  {
    key: 'footer',
    label: 'Footer',
    type: 'text',
    help: 'Stands at the foot of each invoice in Stripe, such as the bank details.',
  },
  {
    key: 'excludeZero',
    label: 'Leave out invoices over 0',
    type: 'toggle',
    default: true,
    help: 'Off: such an invoice is sent when it is run by its id; Stripe marks it as paid at once.',
  },
  {
    key: 'minimums',
    label: 'Smallest amounts',
    type: 'table',
    columns: { key: { label: 'Currency' }, value: { label: 'Least amount' } },
    default: MINIMUMS,
    help: 'Currency → the least that Stripe charges. What is less is left out, with that reason.',
  },
  SKIP_FILTER,
  ...fieldNames([
    ...['invoiceIdField', 'chargeIdField', 'hostedUrlField', 'pdfUrlField', 'numberField'],
    ...['statusField', 'skipField', 'productIdField'],
  ]),
]
