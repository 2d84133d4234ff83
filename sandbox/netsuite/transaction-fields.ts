import { ADDRESS_FIELDS } from './customer-fields.ts'
import {
  boolean,
  choice,
  date,
  derived,
  integer,
  money,
  number,
  reference,
  subrecord,
  text,
  type Fields,
  type Sublist,
} from './record-fields.ts'

const STRIPE_FIELDS: Fields = {
  custbody_stripe_invoice_id: text('Stripe Invoice Id', 300),
  custbody_stripe_charge_id: text('Stripe Charge Id', 300),
  custbody_stripe_payment_id: text('Stripe Payment Id', 300),
  custbody_stripe_refund_id: text('Stripe Refund Id', 300),
  custbody_stripe_hosted_url: text('Stripe Hosted Invoice URL', 4000),
  custbody_stripe_pdf_url: text('Stripe Invoice PDF URL', 4000),
  custbody_stripe_status: text('Stripe Status', 300),
  custbody_stripe_number: text('Stripe Invoice Number', 300),
  custbody_stripe_amount_remaining: money('Stripe Amount Remaining'),
  custbody_stripe_skip: boolean('Do Not Sync with Stripe'),
}

const HEADER_FIELDS: Fields = {
  tranDate: date('Date'),
  postingPeriod: reference('Posting Period', 'accountingPeriod'),
  subsidiary: reference('Subsidiary', 'subsidiary'),
  currency: reference('Currency', 'currency'),
  exchangeRate: number('Exchange Rate'),
  memo: text('Memo', 4000),
  location: reference('Location', 'location'),
  department: reference('Department', 'department'),
  class: reference('Class', 'classification'),
  source: derived(choice('Source')),
}

const SALE_FIELDS: Fields = {
  entity: reference('Customer', 'entity'),
  ...HEADER_FIELDS,
  account: reference('Account', 'account'),
  otherRefNum: text('PO #', 45),
  message: text('Customer Message', 999),
  email: text('To Be E-mailed', 254),
  toBeEmailed: boolean('To Be E-mailed'),
  createdFrom: reference('Created From', 'transaction'),
  discountItem: reference('Discount', 'item'),
  discountRate: number('Rate'),
  discountTotal: derived(money('Discount')),
  subtotal: derived(money('Subtotal')),
  taxTotal: derived(money('Tax')),
  total: derived(money('Total')),
  amountPaid: derived(money('Amount Paid')),
  amountRemaining: derived(money('Amount Remaining')),
  billAddress: derived(text('Bill To')),
  billingAddress: subrecord('Billing Address', ADDRESS_FIELDS),
}

/** Body fields of an invoice. */
export const INVOICE_FIELDS: Fields = {
  tranId: text('Invoice #', 45),
  transactionNumber: derived(text('Transaction Number')),
  ...SALE_FIELDS,
  dueDate: date('Due Date'),
  terms: reference('Terms', 'term'),
  startDate: date('Start Date'),
  endDate: date('End Date'),
  asOfDate: date('As Of Date'),
  amountRemainingTotalBox: derived(money('Amount Due')),
  status: derived(choice('Status')),
  approvalStatus: choice('Approval Status', {
    1: 'Pending Approval',
    2: 'Approved',
    3: 'Rejected',
    11: 'Open',
  }),
  paymentLink: derived(text('Payment Link')),
  ...STRIPE_FIELDS,
}

/** Body fields of a credit memo. */
export const CREDIT_MEMO_FIELDS: Fields = {
  tranId: text('Credit #', 45),
  transactionNumber: derived(text('Transaction Number')),
  ...SALE_FIELDS,
  autoApply: boolean('Auto Apply'),
  applied: derived(money('Applied')),
  unapplied: derived(money('Unapplied')),
  status: derived(choice('Status')),
  ...STRIPE_FIELDS,
}

/** Body fields of a customer payment. */
export const PAYMENT_FIELDS: Fields = {
  tranId: text('Payment #', 45),
  transactionNumber: derived(text('Transaction Number')),
  customer: reference('Customer', 'entity'),
  ...HEADER_FIELDS,
  account: reference('Account', 'account'),
  arAcct: reference('A/R Account', 'account'),
  undepFunds: boolean('Undep. Funds'),
  paymentOption: reference('Payment Option', 'paymentMethod'),
  checkNum: text('Check #', 45),
  autoApply: boolean('Auto Apply'),
  payment: money('Payment Amount'),
  total: derived(money('Payment Amount')),
  applied: derived(money('Applied')),
  unapplied: derived(money('Unapplied')),
  status: derived(choice('Status')),
  ...STRIPE_FIELDS,
}

/** The `item` sublist of an invoice or credit memo. */
export const ITEM_LINES: Sublist = {
  key: 'line',
  fields: {
    line: integer('Line'),
    item: reference('Item', 'item'),
    itemType: derived(choice('Item Type')),
    description: text('Description', 4000),
    quantity: number('Quantity'),
    rate: number('Rate'),
    amount: money('Amount'),
    price: choice('Price Level'),
    units: choice('Units'),
    taxCode: reference('Tax Code', 'taxItem'),
    isTaxable: boolean('Tax'),
    location: reference('Location', 'location'),
    department: reference('Department', 'department'),
    class: reference('Class', 'classification'),
    lineUniqueKey: derived(integer('Line Unique Key')),
    custcol_stripe_line_id: text('Stripe Line Id', 300),
    custcol_stripe_period_start: date('Stripe Period Start'),
    custcol_stripe_period_end: date('Stripe Period End'),
  },
}

/** The `apply` sublist of a credit memo or payment: which invoices it settles. */
export const APPLY_LINES: Sublist = {
  key: 'doc',
  fields: {
    doc: reference('Internal ID', 'transaction'),
    line: integer('Line'),
    apply: boolean('Apply'),
    amount: money('Payment'),
    due: derived(money('Amt. Due')),
    total: derived(money('Orig. Amt.')),
    refNum: derived(text('Ref No.')),
    type: derived(text('Type')),
    applyDate: date('Date Applied'),
    currency: derived(text('Currency')),
  },
}
