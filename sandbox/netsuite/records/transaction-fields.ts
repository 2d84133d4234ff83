import { ADDRESS_FIELDS } from './customer-fields.ts'
import {
  boolean,
  choice,
  date,
  datetime,
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
  custbody_stripe_next_attempt: datetime('Stripe Next Payment Attempt'),
  custbody_stripe_attempt_count: integer('Stripe Attempt Count'),
  custbody_stripe_last_error: text('Stripe Last Payment Error', 4000),
  custbody_stripe_void_reason: text('Stripe Void Reason', 300),
  custbody_stripe_skip: boolean('Do Not Sync with Stripe'),
}

const HEADER_FIELDS: Fields = {
  customForm: choice('Custom Form', {
    91: 'Standard Service Invoice',
    92: 'Standard Credit Memo',
    93: 'Standard Customer Payment',
    94: 'Standard Customer Refund',
    95: 'Standard Journal Entry',
  }),
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
  originator: derived(text('Originator')),
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
  shipAddress: derived(text('Ship To')),
  shippingAddress: subrecord('Shipping Address', ADDRESS_FIELDS),
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
  checkNumber: text('Check #', 45),
  autoApply: boolean('Auto Apply'),
  payment: money('Payment Amount'),
  total: derived(money('To Apply')),
  applied: derived(money('Applied')),
  unapplied: derived(money('Unapplied')),
  pending: derived(money('Pending')),
  balance: derived(money('Balance')),
  status: derived(choice('Status')),
  ...STRIPE_FIELDS,
}

/** Body fields of a customer refund. */
export const REFUND_FIELDS: Fields = {
  tranId: text('Refund #', 45),
  transactionNumber: derived(text('Transaction Number')),
  customer: reference('Customer', 'entity'),
  ...HEADER_FIELDS,
  account: reference('Account', 'account'),
  arAcct: reference('A/R Account', 'account'),
  paymentOption: reference('Refund Method', 'paymentMethod'),
  checkNumber: text('Check #', 45),
  total: derived(money('Refund Amount')),
  balance: derived(money('Balance')),
  status: derived(choice('Status')),
  voidJournal: derived(reference('Voiding Journal', 'transaction')),
  transactionToRefund: reference('Transaction to Refund', 'transaction'),
  address: text('Address', 999),
  ...STRIPE_FIELDS,
}

/** Body fields of a journal entry. */
export const JOURNAL_FIELDS: Fields = {
  tranId: text('Entry No.', 45),
  transactionNumber: derived(text('Transaction Number')),
  ...HEADER_FIELDS,
  createdFrom: reference('Created From', 'transaction'),
  total: derived(money('Total')),
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
    taxRate1: number('Tax Rate'),
    tax1Amt: money('Tax Amt'),
    taxAmount: money('Tax Amount'),
    grossAmt: money('Gross Amt'),
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

/** The `line` sublist of a journal entry. */
export const JOURNAL_LINES: Sublist = {
  key: 'line',
  fields: {
    line: integer('Line'),
    account: reference('Account', 'account'),
    debit: money('Debit'),
    credit: money('Credit'),
    memo: text('Memo', 4000),
    entity: reference('Name', 'entity'),
    location: reference('Location', 'location'),
    department: reference('Department', 'department'),
    class: reference('Class', 'classification'),
  },
}

/** The `deposit` sublist of a customer refund; NetSuite never shows its lines. */
export const DEPOSIT_LINES: Sublist = {
  key: 'doc',
  fields: {
    doc: reference('Internal ID', 'transaction'),
    line: integer('Line'),
    apply: boolean('Apply'),
    amount: money('Payment'),
  },
}

/**
 * The `apply` sublist: the invoices a credit memo or payment settles, the credit memos and payments
 * a refund gives back.
 */
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
