import type { JsonObject } from '../json.ts'
import { CUSTOM_FIELDS, NOVAMODULE } from './custom-fields.ts'

/**
 * Settings that several templates ask for, by key. Shared ones have one value for all flows of an
 * integration, so that two flows cannot book to different accounts by oversight.
 */
const SHARED_SETTINGS = {
  subsidiary: {
    label: 'Subsidiary',
    type: 'netsuite:subsidiary',
    required: true,
    help: 'What is booked and new customers belong to it; customers are looked for in it only. One Stripe account serves one subsidiary.',
  },
  accountTimeZone: {
    label: 'Time zone of the NetSuite account',
    type: 'text',
    required: true,
    help: 'Decides on which day something is booked. As under Setup > Company > Company Information, by its IANA name such as America/Los_Angeles.',
  },
  defaultItem: {
    label: 'Default item',
    type: 'netsuite:item',
    help: 'For whatever has no item of its own: products without one, lines without a product, direct charges. Blank: such a record is reported instead of booked.',
  },
  discountItem: {
    label: 'Discount item',
    type: 'netsuite:item',
    required: true,
    help: 'The line that takes an invoice’s discounts off.',
  },
  taxItem: {
    label: 'Tax item',
    type: 'netsuite:item',
    required: true,
    help: 'The line for each tax that Stripe charged.',
  },
  roundingItem: {
    label: 'Rounding item',
    type: 'netsuite:item',
    required: true,
    help: 'Takes up a difference of at most 0.01 per line. A larger one is reported, never booked.',
  },
  appliedBalance: {
    label: 'Customer balance used up by an invoice',
    type: 'choice',
    default: 'creditMemo',
    options: [
      { value: 'creditMemo', label: 'A credit memo applied to the invoice' },
      { value: 'line', label: 'A negative line of the invoice' },
      { value: 'leave', label: 'Nothing: the credit is in NetSuite already' },
    ],
    help: 'Credit that Stripe kept for the customer and took off what was due. An invoice that came from NetSuite gets a credit memo in both of the first cases, once it is paid. What a customer owed from before and pays with an invoice from Stripe becomes a line of it.',
  },
  appliedBalanceItem: {
    label: 'Applied balance item',
    type: 'netsuite:item',
    help: 'For credit that Stripe kept for a customer and used up. Its account should be the one that such credit is granted from.',
  },
  itemMap: {
    label: 'Items of products',
    type: 'table',
    columns: {
      key: { label: 'Stripe product', type: 'stripe:product' },
      value: { label: 'NetSuite item', type: 'netsuite:item' },
    },
    default: {},
    help: 'Stripe product id → internal id of the NetSuite item. A product that is not here is looked for by the Stripe product field of the items.',
  },
  location: { label: 'Location', type: 'netsuite:location' },
  department: { label: 'Department', type: 'netsuite:department' },
  class: { label: 'Class', type: 'netsuite:classification' },
  paymentAccount: {
    label: 'Account for payments',
    type: 'netsuite:account',
    help: 'The bank or clearing account that Stripe’s payments go to, gross of fees. Blank: undeposited funds.',
  },
  paymentAccountMap: {
    label: 'Accounts of currencies',
    type: 'table',
    columns: { key: { label: 'Currency' }, value: { label: 'Account', type: 'netsuite:account' } },
    default: {},
    help: 'Currency such as EUR → internal id of the account for payments in it, where there is one per currency.',
  },
  paymentOption: {
    label: 'Payment option',
    type: 'netsuite:paymentMethod',
    help: 'How payments from Stripe are marked in NetSuite.',
  },
  paymentOptionMap: {
    label: 'Payment options of payment methods',
    type: 'table',
    columns: {
      key: { label: 'Payment method', type: 'stripe:payment_method_type' },
      value: { label: 'Payment option', type: 'netsuite:paymentMethod' },
    },
    default: {},
    help: 'Stripe payment method type such as card or us_bank_account → internal id of the NetSuite payment option.',
  },
  alreadyPaid: {
    label: 'When more is paid than is open',
    type: 'choice',
    default: 'unapplied',
    options: [
      { value: 'unapplied', label: 'Book it and leave the rest unapplied, with a note' },
      { value: 'error', label: 'Report it and book nothing' },
      { value: 'ignore', label: 'Leave out payments of invoices that are settled' },
    ],
    help: 'For invoices that are paid in NetSuite already, and for payments above what is open. NetSuite never applies more than is open.',
  },
  exchangeRateSource: {
    label: 'Exchange rate',
    type: 'choice',
    default: 'netsuite',
    options: [
      { value: 'netsuite', label: 'NetSuite’s rate of the day' },
      { value: 'stripe', label: 'The rate at which Stripe converted' },
    ],
    help: 'For money in another currency than the account’s. The second needs payouts in the base currency of the subsidiary.',
  },
  unknownInvoice: {
    label: 'Paid invoices that are not in NetSuite',
    type: 'choice',
    default: 'wait',
    options: [
      { value: 'wait', label: 'Wait until the invoice has come' },
      { value: 'unapplied', label: 'Book the payment to the customer, unapplied' },
    ],
    help: 'The second is for those who keep no Stripe invoices in NetSuite; the customer must be there.',
  },
  paymentDate: {
    label: 'Day of a payment',
    type: 'choice',
    default: 'paid',
    options: [
      { value: 'paid', label: 'When the invoice was paid with it' },
      { value: 'charged', label: 'When it was charged' },
    ],
    help: 'They differ for bank debits, which take days to come in.',
  },
  stampStatus: {
    label: 'Note Stripe’s status at the NetSuite invoice',
    type: 'toggle',
    default: true,
    help: 'In a closed period this needs "Allow Non-G/L Changes" in NetSuite.',
  },
  outOfBand: {
    label: 'Book payments outside of Stripe',
    type: 'toggle',
    default: false,
    help: 'For invoices that a person marked as paid in Stripe. Off: such payments are left out, because whoever received the money books it. What was paid in NetSuite first is never booked again.',
  },
  outOfBandAccount: {
    label: 'Account for payments outside of Stripe',
    type: 'netsuite:account',
    help: 'Blank: undeposited funds.',
  },
  outOfBandOption: {
    label: 'Payment option outside of Stripe',
    type: 'netsuite:paymentMethod',
    help: 'How such payments are marked in NetSuite, such as Check.',
  },
  writeBackPaymentId: {
    label: 'Write the payment’s NetSuite id to Stripe',
    type: 'toggle',
    default: true,
    help: 'As metadata netsuite_customer_payment_id of the Stripe payment, or of its charge.',
  },
  refundAccount: {
    label: 'Account for refunds',
    type: 'netsuite:account',
    help: 'Usually the account for payments. Blank: that one.',
  },
  defaultCustomer: {
    label: 'Customer of guests',
    type: 'netsuite:customer',
    help: 'Who a charge or payment without a customer and without an e-mail is booked to. Blank: it is reported.',
  },
  defaultCustomerMap: {
    label: 'Customers of guests by currency',
    type: 'table',
    columns: {
      key: { label: 'Currency' },
      value: { label: 'Customer', type: 'netsuite:customer' },
    },
    default: {},
    help: 'Currency such as EUR → internal id of the customer, where guests have one per currency. NetSuite grows slow when one customer has thousands of open invoices.',
  },
  customerMode: {
    label: 'Customers without a counterpart',
    type: 'choice',
    default: 'each',
    options: [
      { value: 'each', label: 'Create one NetSuite customer per Stripe customer' },
      { value: 'link', label: 'Create none: report who has none yet' },
      { value: 'global', label: 'Book everything to the customer of guests' },
    ],
    help: 'With the second, people create customers in NetSuite, and the flows find them by their e-mail.',
  },
  defaultCustomerName: {
    label: 'Name of customers without a name',
    type: 'text',
    default: 'NO-NAME-ENTERED',
    help: 'Stripe customers need no name; NetSuite customers do.',
  },
  customerType: {
    label: 'New customers are',
    type: 'choice',
    default: 'company',
    options: [
      { value: 'company', label: 'Companies' },
      { value: 'person', label: 'Persons' },
      { value: 'detect', label: 'Persons, unless something speaks for a company' },
    ],
    help: 'For a company speaks a tax number, a business name, or an ending such as Ltd or GmbH. A name that holds the delimiter below is always a person’s; one that cannot be taken apart is a company’s.',
  },
  nameDelimiter: {
    label: 'Delimiter of first and last name',
    type: 'text',
    help: 'One character that stands between both in Stripe, such as |. Blank: the first space.',
  },
  metadataFields: {
    label: 'Customer fields from metadata',
    type: 'table',
    columns: {
      key: { label: 'Metadata key' },
      value: { label: 'NetSuite field', type: 'netsuite:field' },
    },
    default: {},
    help: 'Key of the Stripe customer’s metadata → id of the NetSuite customer field that receives it. For fields that NetSuite demands, too.',
  },
  takeTaxStatus: {
    label: 'Make customers taxable',
    type: 'toggle',
    default: false,
    help: 'Whoever is not exempt in Stripe becomes taxable in NetSuite. Off: NetSuite decides, and exempt ones are made not taxable only.',
  },
  portalUrl: {
    label: 'Sign-in page of the customer portal',
    type: 'text',
    help: 'Noted at customers in NetSuite, such as https://billing.stripe.com/p/login/…. From Settings > Billing > Customer portal in Stripe. Blank: none.',
  },
  closedPeriod: {
    label: 'When the period is closed',
    type: 'choice',
    default: 'error',
    options: [
      { value: 'error', label: 'Report it' },
      { value: 'firstOpenDay', label: 'Book on the first open day after it' },
      { value: 'sourceDate', label: 'Book on its own day all the same' },
    ],
    help: 'For a date in an accounting period that is closed or locked. With the last one NetSuite refuses it unless the role may override period restrictions.',
  },
  confirmVoids: {
    label: 'Voiding in Stripe',
    type: 'choice',
    default: 'list',
    options: [
      { value: 'list', label: 'Only list what would be voided' },
      { value: 'act', label: 'Void it' },
    ],
    help: 'Voiding cannot be undone. Run the flow once with the first, look through the list of what it leaves out, then choose the second. Deleted invoices stay on the list for a week; later on, run the flow for their NetSuite ids to have them voided.',
  },
  creditedAsVoid: {
    label: 'Credit memos may void invoices',
    type: 'toggle',
    default: true,
    help: 'For accounts that cannot void: an invoice that nothing but marked credit memos has settled counts as voided. Marked is a credit memo with a void reason, or with one of the items below.',
  },
  voidItems: {
    label: 'Items that void',
    type: 'text',
    help: 'Internal ids of the items, such as 412, 413. A credit memo over one of them stands for voiding. Blank: only the void reason on the credit memo counts.',
  },
  startDate: {
    label: 'Start with records of',
    type: 'date',
    help: 'What is older than this day is left out: it is in the books already. Blank: everything.',
  },
} satisfies Record<string, JsonObject>

export type SharedSetting = keyof typeof SHARED_SETTINGS

/** The fields of shared settings, in the order asked for; `change` puts a flow's own words over them. */
export function shared(
  keys: readonly SharedSetting[],
  change: Partial<Record<SharedSetting, JsonObject>> = {},
): JsonObject[] {
  return keys.map((key) => ({ key, shared: true, ...SHARED_SETTINGS[key], ...change[key] }))
}

/** Leaves out what a person holds back at the Stripe invoice, once that has been read → `stripeInvoice`. */
export const HELD_IN_STRIPE: JsonObject = {
  condition:
    '$not($lowercase($string(stripeInvoice.metadata.netsuite_block_integration)) in ["true", "1", "yes"])',
  reason: 'The invoice is held back: its metadata in Stripe says netsuite_block_integration.',
}

/** The setting that every flow has: what an analyst wants left out, in an expression of theirs. */
export const SKIP_FILTER: JsonObject = {
  key: 'skipFilter',
  label: 'Leave out records for which',
  type: 'text',
  help: 'An expression such as invoice.metadata.source = "import". Records for which it is true are left out, with that reason. Blank: none.',
}

/** The row of a filter node that obeys it. */
export const SKIP_ROW: JsonObject = {
  // What the expression does not find is no reason to leave a record out.
  condition:
    '$setting("skipFilter", "") = "" or ($eval($setting("skipFilter", "")) ? false : true)',
  reason: 'The flow’s settings leave it out.',
}

/** Settings that name the custom fields which hold what one system knows of the other. */
export function fieldNames(keys: readonly string[]): JsonObject[] {
  return keys.map((key) => {
    const field = CUSTOM_FIELDS.find((one) => one.setting === key)
    if (!field) throw new Error(`There is no custom field for the setting "${key}".`)
    return {
      key,
      label: `Field: ${field.label}`,
      type: `field:${field.record}`,
      required: true,
      shared: true,
      default: field.id,
      help: field.help,
    }
  })
}

/** Field names that other apps have left in an account, so that nothing has to be keyed in again. */
export const FIELD_PRESETS: JsonObject[] = [
  {
    name: 'Tributary field names',
    help: 'The fields of Tributary’s own NetSuite project.',
    values: Object.fromEntries(CUSTOM_FIELDS.map(({ setting, id }) => [setting, id])),
  },
  {
    name: 'NovaModule field names',
    help: 'The fields that NovaModule’s Stripe app has created. Those it lacks keep Tributary’s names.',
    values: Object.fromEntries(
      CUSTOM_FIELDS.map(({ setting, id }) => [setting, NOVAMODULE[setting] ?? id]),
    ),
  },
]
