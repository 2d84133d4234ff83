/** How a field can be asked for: `token` exactly, `string` also by a part, `number` by size too. */
type FieldType = 'number' | 'string' | 'token'

/** What can be searched, by the kind that its objects carry. */
export type Searchable = 'charge' | 'customer' | 'invoice' | 'payment_intent' | 'price' | 'product'

/** The fields that each kind is searched by; https://docs.stripe.com/search#supported-query-fields-for-each-resource. */
const FIELDS: Record<Searchable, Record<string, FieldType>> = {
  charge: {
    amount: 'number',
    'billing_details.address.postal_code': 'token',
    created: 'number',
    currency: 'token',
    customer: 'token',
    disputed: 'token',
    'payment_method_details.card.brand': 'token',
    'payment_method_details.card.exp_month': 'token',
    'payment_method_details.card.exp_year': 'token',
    'payment_method_details.card.fingerprint': 'token',
    'payment_method_details.card.last4': 'token',
    'payment_method_details.us_bank_account.last4': 'token',
    refunded: 'token',
    status: 'token',
  },
  customer: { created: 'number', email: 'string', name: 'string', phone: 'string' },
  invoice: {
    created: 'number',
    currency: 'token',
    customer: 'token',
    number: 'string',
    receipt_number: 'string',
    status: 'string',
    subscription: 'string',
    total: 'number',
  },
  payment_intent: {
    amount: 'number',
    created: 'number',
    currency: 'token',
    customer: 'token',
    status: 'token',
  },
  price: {
    active: 'token',
    currency: 'token',
    lookup_key: 'string',
    product: 'string',
    type: 'token',
  },
  product: {
    active: 'token',
    description: 'string',
    name: 'string',
    shippable: 'token',
    url: 'string',
  },
}

/** The type of a field; undefined when the kind is not searched by it. */
export function fieldType(kind: Searchable, field: string): FieldType | undefined {
  return FIELDS[kind][field]
}
