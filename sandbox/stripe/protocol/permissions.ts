/** How far a restricted key is let in to one resource; writing includes reading. */
export type Access = 'none' | 'read' | 'write'

/** One line of Stripe's form for restricted keys. */
interface Resource {
  /** As the form names it. */
  name: string
  /** As the API names it: `customer` for `customer_read` and `customer_write`. */
  permission: string
  /** The first part of the paths that it opens, after `/v1`. */
  paths: readonly string[]
}

/**
 * What a restricted key can be let in to, of that which the stand-in has
 * (https://docs.stripe.com/keys/restricted-api-keys).
 */
export const RESOURCES: readonly Resource[] = [
  { name: 'Accounts', permission: 'accounts_kyc_basic', paths: ['account', 'accounts'] },
  { name: 'Balance', permission: 'balance', paths: ['balance'] },
  {
    name: 'Balance Transaction Sources',
    permission: 'balance_transaction_source',
    paths: ['balance_transactions'],
  },
  { name: 'Charges and Refunds', permission: 'charge', paths: ['charges', 'refunds'] },
  { name: 'Checkout Sessions', permission: 'checkout_session', paths: ['checkout'] },
  { name: 'Coupons', permission: 'coupon', paths: ['coupons'] },
  { name: 'Credit notes', permission: 'credit_note', paths: ['credit_notes'] },
  { name: 'Customers', permission: 'customer', paths: ['customers'] },
  { name: 'Events', permission: 'event', paths: ['events'] },
  {
    name: 'Invoices',
    permission: 'invoice',
    paths: ['invoices', 'invoiceitems', 'invoice_payments'],
  },
  { name: 'Payment Links', permission: 'payment_links', paths: ['payment_links'] },
  { name: 'Payment Methods', permission: 'payment_method', paths: ['payment_methods'] },
  { name: 'Payment Records', permission: 'payment_records', paths: ['payment_records'] },
  { name: 'PaymentIntents', permission: 'payment_intent', paths: ['payment_intents'] },
  { name: 'Prices', permission: 'plan', paths: ['prices'] },
  { name: 'Products', permission: 'product', paths: ['products'] },
  { name: 'Promotion Codes', permission: 'promotion_code', paths: ['promotion_codes'] },
  { name: 'Tax IDs', permission: 'tax_id', paths: ['tax_ids'] },
  { name: 'Tax Rates', permission: 'tax_rate', paths: ['tax_rates'] },
  { name: 'Test Clocks', permission: 'billing_clock', paths: ['test_helpers'] },
  { name: 'Webhook Endpoints', permission: 'webhook', paths: ['webhook_endpoints'] },
]

/** What a call needs, `/v1/customers/cus_1`; null when no resource has such a path. */
export function neededFor(
  method: string,
  path: string,
): { resource: Resource; access: 'read' | 'write' } | null {
  const first = path.split('/')[2] ?? ''
  const resource = RESOURCES.find(({ paths }) => paths.includes(first))
  return resource ? { resource, access: method === 'GET' ? 'read' : 'write' } : null
}

/** The resource with a name of the form, whatever its capitals and spaces. */
export function resourceNamed(name: string): Resource | undefined {
  return RESOURCES.find((resource) => plain(resource.name) === plain(name))
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z]/g, '')
}
