import {
  boolean,
  choice,
  derived,
  money,
  reference,
  subrecord,
  text,
  type Fields,
  type Sublist,
} from './record-fields.ts'

/** Fields of an address subrecord. */
export const ADDRESS_FIELDS: Fields = {
  addressee: text('Addressee', 83),
  attention: text('Attention', 83),
  addr1: text('Address 1', 150),
  addr2: text('Address 2', 150),
  addr3: text('Address 3', 150),
  city: text('City', 50),
  state: text('State', 50),
  zip: text('Zip', 36),
  country: choice('Country'),
  addrPhone: text('Phone', 21),
  addrText: derived(text('Address')),
  override: boolean('Override'),
}

/** Body fields of a customer, custom ones included. */
export const CUSTOMER_FIELDS: Fields = {
  customForm: choice('Custom Form', { '-2': 'Standard Customer Form' }),
  entityId: text('Customer ID', 80),
  autoName: boolean('Auto'),
  isPerson: boolean('Type'),
  companyName: text('Company Name', 83),
  salutation: text('Mr./Ms...', 30),
  firstName: text('First Name', 32),
  middleName: text('Middle Name', 32),
  lastName: text('Last Name', 32),
  altName: derived(text('Name')),
  email: text('Email', 254),
  phone: text('Phone', 32),
  altPhone: text('Alt. Phone', 32),
  homePhone: text('Home Phone', 32),
  mobilePhone: text('Mobile Phone', 32),
  fax: text('Fax', 32),
  url: text('Web Address', 100),
  isInactive: boolean('Inactive'),
  subsidiary: reference('Subsidiary', 'subsidiary'),
  currency: reference('Primary Currency', 'currency'),
  terms: reference('Terms', 'term'),
  parent: reference('Child Of', 'entity'),
  receivablesAccount: reference('Default Receivables Account', 'account'),
  entityStatus: choice('Status'),
  language: choice('Language'),
  taxable: boolean('Taxable'),
  vatRegNumber: text('Tax Reg. Number', 32),
  creditLimit: money('Credit Limit'),
  balance: derived(money('Balance')),
  overdueBalance: derived(money('Overdue Balance')),
  unbilledOrders: derived(money('Unbilled Orders')),
  depositBalance: derived(money('Deposit Balance')),
  comments: text('Comments', 4000),
  defaultAddress: derived(text('Address')),
  custentity_stripe_customer_id: text('Stripe Customer Id', 300),
  custentity_stripe_portal_url: text('Stripe Customer Portal URL', 999),
  custentity_stripe_skip: boolean('Do Not Sync with Stripe'),
}

/** The `addressBook` sublist of a customer. */
export const ADDRESS_LINES: Sublist = {
  key: 'internalId',
  fields: {
    internalId: text('Internal ID'),
    addressId: text('Address ID'),
    label: text('Label', 83),
    defaultBilling: boolean('Default Billing'),
    defaultShipping: boolean('Default Shipping'),
    isResidential: boolean('Residential Address'),
    addressBookAddress: subrecord('Address', ADDRESS_FIELDS),
  },
}

/** The `currencyList` sublist of a customer: the currencies it may be invoiced in. */
export const CURRENCY_LINES: Sublist = {
  key: 'currency',
  fields: {
    currency: reference('Currency', 'currency'),
    balance: derived(money('Balance')),
    depositBalance: derived(money('Deposit Balance')),
  },
}
