import {
  INVOICE_FIELDS,
  CREDIT_MEMO_FIELDS,
  PAYMENT_FIELDS,
  REFUND_FIELDS,
  JOURNAL_FIELDS,
  ITEM_LINES,
  APPLY_LINES,
  DEPOSIT_LINES,
  JOURNAL_LINES,
} from './transaction-fields.ts'
import { CUSTOMER_FIELDS, ADDRESS_LINES, CURRENCY_LINES } from './customer-fields.ts'
import {
  boolean,
  choice,
  date,
  datetime,
  derived,
  integer,
  number,
  reference,
  text,
  type Family,
  type Fields,
  type Sublist,
} from './record-fields.ts'

/** One record type of the REST record service. */
export interface RecordType {
  /** The spelling NetSuite answers with; requests may use any case. */
  name: string
  title: string
  family: Family
  /** SuiteQL's `type` of a transaction or `itemtype` of an item. */
  code: string | null
  fields: Fields
  sublists: Record<string, Sublist>
}

/** Every record type the stand-in knows, by its canonical name. */
export const RECORD_TYPES: Record<string, RecordType> = Object.fromEntries(
  recordTypes().map((type) => [type.name, type]),
)

/** The record type of a URL segment in any case, or undefined. */
export function recordTypeNamed(name: string): RecordType | undefined {
  return BY_LOWER_NAME.get(name.toLowerCase())
}

const BY_LOWER_NAME = new Map(
  Object.values(RECORD_TYPES).map((type) => [type.name.toLowerCase(), type]),
)

function recordTypes(): RecordType[] {
  return [
    {
      name: 'customer',
      title: 'Customer',
      family: 'entity',
      code: 'CustJob',
      fields: { ...CUSTOMER_FIELDS, ...stamps('dateCreated') },
      sublists: { addressBook: ADDRESS_LINES, currencyList: CURRENCY_LINES },
    },
    transaction('invoice', 'Invoice', 'CustInvc', INVOICE_FIELDS, { item: ITEM_LINES }),
    transaction('creditMemo', 'Credit Memo', 'CustCred', CREDIT_MEMO_FIELDS, {
      item: ITEM_LINES,
      apply: APPLY_LINES,
    }),
    transaction('customerPayment', 'Customer Payment', 'CustPymt', PAYMENT_FIELDS, {
      apply: APPLY_LINES,
    }),
    transaction('customerRefund', 'Customer Refund', 'CustRfnd', REFUND_FIELDS, {
      apply: APPLY_LINES,
      deposit: DEPOSIT_LINES,
    }),
    transaction('journalEntry', 'Journal Entry', 'Journal', JOURNAL_FIELDS, {
      line: JOURNAL_LINES,
    }),
    item('nonInventorySaleItem', 'Non-Inventory Item for Sale', 'NonInvtPart'),
    item('serviceSaleItem', 'Service for Sale', 'Service'),
    item('discountItem', 'Discount', 'Discount'),
    item('otherChargeSaleItem', 'Other Charge for Sale', 'OthCharge'),
    setup('contact', 'Contact', 'contact', {
      entityId: text('Contact Name', 83),
      firstName: text('First Name', 32),
      lastName: text('Last Name', 32),
      email: text('Email', 254),
      phone: text('Phone', 32),
      title: text('Job Title', 100),
      company: reference('Company', 'entity'),
    }),
    setup('currency', 'Currency', 'currency', {
      name: text('Currency'),
      symbol: text('ISO Currency Code', 4),
      displaySymbol: text('Symbol'),
      exchangeRate: number('Default Exchange Rate'),
      isBaseCurrency: boolean('Is Base Currency'),
      currencyPrecision: integer('Currency Precision'),
    }),
    setup('subsidiary', 'Subsidiary', 'subsidiary', {
      name: text('Name'),
      legalName: text('Legal Name'),
      currency: reference('Currency', 'currency'),
      isElimination: boolean('Elimination'),
      parent: reference('Subsidiary Of', 'subsidiary'),
      country: choice('Country'),
    }),
    setup('account', 'Account', 'account', {
      acctNumber: text('Number'),
      acctName: text('Name'),
      acctType: choice('Account Type'),
      currency: reference('Currency', 'currency'),
      subsidiary: reference('Subsidiary', 'subsidiary'),
    }),
    setup('paymentMethod', 'Payment Method', 'paymentMethod', {
      name: text('Name'),
      account: reference('Account', 'account'),
      methodType: choice('Type'),
      undepFunds: boolean('Group with Undeposited Funds'),
      isOnline: boolean('Online'),
    }),
    setup('term', 'Term', 'term', {
      name: text('Terms'),
      daysUntilNetDue: integer('Days Till Net Due'),
    }),
    setup('location', 'Location', 'location', { name: text('Name') }),
    setup('department', 'Department', 'department', { name: text('Name') }),
    setup('classification', 'Class', 'classification', { name: text('Name') }),
    setup('taxItem', 'Tax Code', 'taxItem', { itemId: text('Tax Name'), rate: number('Rate') }),
    setup('taxType', 'Tax Type', 'taxType', { name: text('Name'), country: choice('Country') }),
    setup('accountingPeriod', 'Accounting Period', 'accountingPeriod', {
      periodName: text('Period Name'),
      startDate: date('Start Date'),
      endDate: date('End Date'),
      closed: boolean('Closed'),
      allLocked: boolean('Lock All'),
      arLocked: boolean('Lock A/R'),
      apLocked: boolean('Lock A/P'),
      allowNonGLChanges: boolean('Allow Non-G/L Changes'),
      isAdjust: boolean('Period Adjustment'),
      isQuarter: boolean('Quarter'),
      isYear: boolean('Year'),
    }),
  ]
}

function transaction(
  name: string,
  title: string,
  code: string,
  fields: Fields,
  sublists: Record<string, Sublist>,
): RecordType {
  return {
    name,
    title,
    family: 'transaction',
    code,
    fields: { ...fields, ...stamps('createdDate') },
    sublists,
  }
}

function item(name: string, title: string, code: string): RecordType {
  const fields: Fields = {
    itemId: text('Item Name/Number', 250),
    displayName: text('Display Name/Code', 250),
    description: text('Description', 999),
    salesDescription: text('Sales Description', 999),
    incomeAccount: reference('Income Account', 'account'),
    account: reference('Account', 'account'),
    deferredRevenueAccount: reference('Deferred Revenue Account', 'account'),
    includeChildren: boolean('Include Children'),
    isTaxable: boolean('Taxable'),
    rate: number('Price'),
    class: reference('Class', 'classification'),
    department: reference('Department', 'department'),
    location: reference('Location', 'location'),
    itemType: derived(choice('Type', { [code]: title })),
    custitem_stripe_product_id: text('Stripe Product Id', 300),
  }
  return {
    name,
    title,
    family: 'item',
    code,
    fields: { ...fields, isInactive: boolean('Inactive'), ...stamps('createdDate') },
    sublists: {},
  }
}

function setup(name: string, title: string, family: Family, fields: Fields): RecordType {
  return {
    name,
    title,
    family,
    code: null,
    fields: { ...fields, isInactive: boolean('Inactive'), ...stamps('createdDate') },
    sublists: {},
  }
}

function stamps(created: string): Fields {
  return {
    [created]: derived(datetime('Date Created')),
    lastModifiedDate: derived(datetime('Last Modified Date')),
  }
}
