/** What each stand-in lists, by the names the systems themselves use. */
export const STRIPE_LISTS = [
  'customer',
  'invoice',
  'payment_intent',
  'credit_note',
  'refund',
] as const
export const NETSUITE_LISTS = [
  'customer',
  'invoice',
  'customerPayment',
  'creditMemo',
  'customerRefund',
] as const

export type StripeList = (typeof STRIPE_LISTS)[number]
export type NetSuiteList = (typeof NETSUITE_LISTS)[number]

/** A record in a list of one of the stand-ins. */
export interface SandboxRow {
  id: string
  /** What people call it: the number of an invoice, the name of a customer. */
  name: string
  /** The customer, or a customer's e-mail address. */
  about: string
  /** As the system words it; blank for what has none. */
  state: string
  /** Major units as a decimal string. */
  amount: string | null
  /** ISO 4217, upper case. */
  currency: string | null
  /** ISO 8601: a moment in Stripe, a day in NetSuite. */
  at: string | null
  /** The same thing in the other system. */
  counterpart: Counterpart | null
}

/** Where a record's counterpart is. */
export interface Counterpart {
  system: 'stripe' | 'netsuite'
  list: StripeList | NetSuiteList
  id: string
}

export interface SandboxPage {
  rows: SandboxRow[]
  /** To be given back for the page after this one; null on the last. */
  next: string | null
}

export interface PageQuery {
  search: string
  after: string | null
  limit: number
}

/** One line of an invoice, credit memo or payment. */
export interface SandboxLine {
  text: string
  quantity: string | null
  /** Major units. */
  amount: string | null
  /** What the line settles or refers to, in the same system. */
  to: { list: StripeList | NetSuiteList; id: string } | null
}

/** A record as its page shows it. */
export interface SandboxRecord extends SandboxRow {
  facts: { label: string; value: string }[]
  lines: SandboxLine[]
  /** Other records of the same system: the customer, payments of an invoice. */
  related: { list: StripeList | NetSuiteList; id: string; name: string; what: string }[]
  counterparts: Counterpart[]
  /** The page on which a customer pays the invoice. */
  hostedUrl: string | null
  actions: readonly RecordAction[]
}

export type RecordAction = 'edit' | 'finalize' | 'void' | 'pay' | 'refund' | 'settle'
