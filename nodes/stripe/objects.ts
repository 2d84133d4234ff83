/** One type of Stripe object that nodes can read, and what is peculiar about it. */
export interface StripeObject {
  /** The `object` value Stripe gives it. */
  value: string
  label: string
  /** Path of its list, below the host. */
  path: string
  /** Statuses that its list can be narrowed to. */
  statuses: readonly string[]
  /** Events that tell of it, the most useful ones first. */
  events: readonly string[]
  /** Stripe lets us write metadata on it. */
  metadata: boolean
  /** What a restricted key calls it: Dashboard → Developers → API keys. */
  permission: string
  /** A type whose events tell of it as well, without its id: it is then listed by this filter. */
  listedBy?: string
  /** Stripe has no list of all of them, so reading cannot be tried beforehand. */
  unlisted?: boolean
  /** Stripe can search it (https://docs.stripe.com/search); a list knows its own filters only. */
  searchable: boolean
}

/** https://docs.stripe.com/api and https://docs.stripe.com/api/events/types */
export const STRIPE_OBJECTS: readonly StripeObject[] = [
  {
    value: 'invoice',
    label: 'Invoice',
    path: '/v1/invoices',
    statuses: ['draft', 'open', 'paid', 'uncollectible', 'void'],
    events: [
      'invoice.finalized',
      'invoice.paid',
      'invoice.voided',
      'invoice.updated',
      'invoice.marked_uncollectible',
      'invoice.created',
      'invoice.sent',
      'invoice.payment_failed',
      'invoice_payment.paid',
    ],
    metadata: true,
    permission: 'Invoices',
    searchable: true,
  },
  {
    value: 'customer',
    label: 'Customer',
    path: '/v1/customers',
    statuses: [],
    events: ['customer.created', 'customer.updated', 'customer.deleted'],
    metadata: true,
    permission: 'Customers',
    searchable: true,
  },
  {
    value: 'charge',
    label: 'Charge',
    path: '/v1/charges',
    statuses: [],
    events: ['charge.succeeded', 'charge.updated', 'charge.refunded', 'charge.failed'],
    metadata: true,
    permission: 'Charges and Refunds',
    searchable: true,
  },
  {
    value: 'payment_intent',
    label: 'Payment',
    path: '/v1/payment_intents',
    statuses: [],
    events: [
      'payment_intent.succeeded',
      'payment_intent.processing',
      'payment_intent.payment_failed',
      'payment_intent.canceled',
    ],
    metadata: true,
    permission: 'PaymentIntents',
    searchable: true,
  },
  {
    value: 'refund',
    label: 'Refund',
    path: '/v1/refunds',
    statuses: [],
    events: ['refund.created', 'refund.updated', 'refund.failed', 'charge.refunded'],
    metadata: true,
    permission: 'Charges and Refunds',
    listedBy: 'charge',
    searchable: false,
  },
  {
    value: 'credit_note',
    label: 'Credit note',
    path: '/v1/credit_notes',
    statuses: [],
    events: ['credit_note.created', 'credit_note.updated', 'credit_note.voided'],
    metadata: true,
    permission: 'Credit notes',
    searchable: false,
  },
  {
    value: 'payment_link',
    label: 'Payment link',
    path: '/v1/payment_links',
    statuses: [],
    events: ['payment_link.created', 'payment_link.updated'],
    metadata: true,
    permission: 'Payment Links',
    searchable: false,
  },
  {
    value: 'invoice_payment',
    label: 'Invoice payment',
    path: '/v1/invoice_payments',
    statuses: ['open', 'paid', 'canceled'],
    events: ['invoice_payment.paid'],
    metadata: false,
    permission: 'Invoices',
    searchable: false,
  },
  {
    value: 'product',
    label: 'Product',
    path: '/v1/products',
    statuses: [],
    events: ['product.created', 'product.updated', 'product.deleted'],
    metadata: true,
    permission: 'Products',
    searchable: true,
  },
  {
    value: 'price',
    label: 'Price',
    path: '/v1/prices',
    statuses: [],
    events: ['price.created', 'price.updated', 'price.deleted'],
    metadata: true,
    permission: 'Prices',
    searchable: true,
  },
  {
    value: 'balance_transaction',
    label: 'Balance transaction',
    path: '/v1/balance_transactions',
    statuses: [],
    events: [],
    metadata: false,
    permission: 'Balance Transaction Sources',
    searchable: false,
  },
]

/** Objects that nodes need but do not offer by themselves. */
const SUPPORTING: readonly StripeObject[] = [
  supporting('invoiceitem', 'Invoice item', '/v1/invoiceitems', 'Invoices'),
  supporting('tax_rate', 'Tax rate', '/v1/tax_rates', 'Tax Rates'),
  { ...supporting('tax_id', 'Tax id', '/v1/tax_ids', 'Tax IDs'), unlisted: true },
  supporting('coupon', 'Coupon', '/v1/coupons', 'Coupons'),
  {
    ...supporting('payment_record', 'Payment record', '/v1/payment_records', 'Payment Records'),
    unlisted: true,
  },
  supporting('webhook_endpoint', 'Webhook endpoint', '/v1/webhook_endpoints', 'Webhook Endpoints'),
]

const byValue = new Map([...STRIPE_OBJECTS, ...SUPPORTING].map((one) => [one.value, one]))

/** What we know of a type of object; throws for one that no node offers. */
export function stripeObject(value: string): StripeObject {
  const found = byValue.get(value)
  if (!found) throw new Error(`No Stripe object is called ${value}.`)
  return found
}

/** False for a type that no node offers, such as one in a draft that was written by hand. */
export function isStripeObject(value: unknown): value is string {
  return typeof value === 'string' && byValue.has(value)
}

/** A type of object that a restricted key can read when it has this permission. */
export function objectWithPermission(permission: string): StripeObject | undefined {
  return [...byValue.values()].find((one) => one.permission === permission)
}

/** The type's name in the middle of a sentence: "invoice", "credit note". */
export function stripeWord(value: unknown): string {
  const known = typeof value === 'string' ? byValue.get(value) : undefined
  return known ? known.label.toLowerCase() : 'object'
}

/** The choices of an "Object" field, optionally narrowed. */
export function objectChoices(
  keep: (one: StripeObject) => boolean = () => true,
): { value: string; label: string }[] {
  return STRIPE_OBJECTS.filter(keep).map(({ value, label }) => ({ value, label }))
}

function supporting(value: string, label: string, path: string, permission: string): StripeObject {
  return {
    ...{ value, label, path, permission },
    ...{ statuses: [], events: [], metadata: true, searchable: false },
  }
}
