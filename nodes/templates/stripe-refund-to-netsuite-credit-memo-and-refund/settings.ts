import type { JsonObject } from '../../json.ts'
import { fieldNames, shared, SKIP_FILTER } from '../settings.ts'

/** What the flow asks for, in the order of the form. */
export const SETTING_FIELDS: JsonObject[] = [
  ...shared(['accountTimeZone', 'paymentAccount', 'paymentAccountMap', 'refundAccount']),
  ...shared(['paymentOption', 'paymentOptionMap'], {
    paymentOption: {
      label: 'Payment option',
      help: 'How customer refunds are marked in NetSuite, which demands one.',
    },
  }),
  {
    key: 'partialItem',
    label: 'Item of partial refunds',
    type: 'netsuite:item',
    help: 'A refund of a part is credited in one line of this item. Blank: as the next setting says.',
  },
  {
    key: 'partialLines',
    label: 'Lines of a partial refund',
    type: 'choice',
    default: 'first',
    options: [
      { value: 'first', label: 'One line with the item of the invoice’s first line' },
      { value: 'spread', label: 'Every line of the invoice, each its share' },
    ],
    help: 'Stripe does not say which line a part was given back for. Shares are rounded so that they add up to the refund.',
  },
  {
    key: 'taxMode',
    label: 'Tax of a partial refund',
    type: 'choice',
    default: 'proportional',
    options: [
      { value: 'proportional', label: 'Reverse it in proportion to the invoice' },
      { value: 'none', label: 'Leave it: the refund is of goods only' },
    ],
    help: 'With the first, a refund of half the invoice reverses half of its tax.',
  },
  ...shared(['taxItem'], {
    taxItem: { required: false, help: 'Lines of an invoice with this item count as tax.' },
  }),
  {
    key: 'exchangeRate',
    label: 'Exchange rate',
    type: 'choice',
    default: 'invoice',
    options: [
      { value: 'invoice', label: 'The invoice’s' },
      { value: 'netsuite', label: 'NetSuite’s of the day' },
    ],
    help: 'With the invoice’s rate, receivables clear without a gain or loss from exchange.',
  },
  {
    key: 'creditLocation',
    label: 'Location of credit memos',
    type: 'netsuite:location',
    help: 'Blank: the invoice’s.',
  },
  {
    key: 'creditDepartment',
    label: 'Department of credit memos',
    type: 'netsuite:department',
    help: 'Blank: the invoice’s.',
  },
  {
    key: 'creditClass',
    label: 'Class of credit memos',
    type: 'netsuite:classification',
    help: 'Blank: the invoice’s.',
  },
  {
    key: 'onLateFailure',
    label: 'When a booked refund fails later',
    type: 'choice',
    default: 'voidBoth',
    options: [
      { value: 'voidBoth', label: 'Void the customer refund and its credit memo' },
      { value: 'keepCredit', label: 'Void the customer refund, leave the credit open' },
      { value: 'report', label: 'Only report it' },
    ],
    help: 'The bank may send a refund back days later. Needs the Tributary RESTlet to void.',
  },
  {
    key: 'skipCreditNotes',
    label: 'Leave out refunds of credit notes',
    type: 'toggle',
    default: false,
    help: 'Switch it on where another flow books Stripe’s credit notes, or their refunds are booked twice.',
  },
  {
    key: 'writeBackRefundIds',
    label: 'Write the NetSuite ids to the Stripe refund',
    type: 'toggle',
    default: true,
    help: 'As metadata netsuite_credit_memo_id and netsuite_customer_refund_id.',
  },
  ...shared(['closedPeriod', 'startDate']),
  SKIP_FILTER,
  ...fieldNames(['invoiceIdField', 'chargeIdField', 'paymentIdField', 'refundIdField']),
]
