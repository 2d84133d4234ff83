import type Stripe from 'stripe'

/** Everything the stand-in keeps, by the name in its `object` field, as it stands on the wire. */
export interface Records {
  balance_transaction: Stored<Stripe.BalanceTransaction>
  charge: Stored<Stripe.Charge>
  'checkout.session': Stored<Stripe.Checkout.Session>
  coupon: Stored<Stripe.Coupon>
  credit_note: Stored<Stripe.CreditNote>
  /** A deleted customer stays known, but shows only that it is gone. */
  customer: Omit<Stored<Stripe.Customer>, 'deleted'> & { deleted?: true }
  customer_balance_transaction: Stored<Stripe.CustomerBalanceTransaction>
  discount: Stored<Stripe.Discount>
  event: StripeEvent
  invoice: Stored<Stripe.Invoice>
  invoice_payment: Stored<Stripe.InvoicePayment>
  invoiceitem: Stored<Stripe.InvoiceItem>
  /** A line of a payment link or of a checkout session. */
  item: Stored<Stripe.LineItem>
  line_item: Stored<Stripe.InvoiceLineItem>
  payment_intent: Stored<Stripe.PaymentIntent>
  payment_link: Stored<Stripe.PaymentLink>
  payment_method: Stored<Stripe.PaymentMethod>
  payment_record: Stored<Stripe.PaymentRecord>
  price: Stored<Stripe.Price>
  product: Stored<Stripe.Product>
  promotion_code: Stored<Stripe.PromotionCode>
  refund: Stored<Stripe.Refund>
  tax_id: Stored<Stripe.TaxId>
  tax_rate: Stored<Stripe.TaxRate>
  webhook_endpoint: Stored<Stripe.WebhookEndpoint> & WebhookSecrets
  'test_helpers.test_clock': Stored<Stripe.TestHelpers.TestClock>
}

export type Kind = keyof Records
export type StoredRecord = Records[Kind]
export type Charge = Records['charge']
export type Customer = Records['customer']
export type Invoice = Records['invoice']
export type LineItem = Records['line_item']
export type InvoicePayment = Records['invoice_payment']
export type PaymentIntent = Records['payment_intent']
export type PaymentMethod = Records['payment_method']
export type Refund = Records['refund']

/** An event; the SDK's own type is a union of some 275 members, which no stand-in can build. */
interface StripeEvent {
  id: string
  object: 'event'
  api_version: string
  created: number
  data: { object: object; previous_attributes?: object }
  livemode: boolean
  pending_webhooks: number
  request: { id: string | null; idempotency_key: string | null }
  type: string
}

/** What signs an endpoint's deliveries; `rolled` is the secret before, until its end (seconds). */
interface WebhookSecrets {
  secret: string
  rolled?: { secret: string; until: number }
}

/**
 * A way in which an object belongs to another one, named for the field that holds the id. An
 * `owner` is one that the object itself does not name (the payment link of a line).
 */
export type Relation = 'customer' | 'invoice' | 'payment_intent' | 'charge' | 'owner'

/** The id of the object this one belongs to in that way, or null. */
export function relatedId(record: StoredRecord, relation: Relation): string | null {
  if (record.object === 'invoice_payment' && relation === 'payment_intent') {
    return record.payment.payment_intent ?? record.payment.payment_record ?? null
  }
  const id: unknown = Reflect.get(record, relation)
  return typeof id === 'string' ? id : null
}

/** A list as Stripe sends it. */
export interface List<T> {
  object: 'list'
  data: T[]
  has_more: boolean
  url: string
}

/**
 * An SDK type as it is on the wire and nothing expanded: references are bare ids, decimals are
 * strings (the SDK makes `Decimal` objects of them).
 */
type Stored<T> = T extends Stripe.Decimal
  ? string
  : T extends readonly (infer Member)[]
    ? StoredMember<Member>[]
    : T extends object
      ? { [Key in keyof T]: StoredMember<T[Key]> }
      : T

/** Where an id may stand, the object it names does not. */
type StoredMember<T> = string extends Extract<T, string> ? WithoutObjects<T> : Stored<T>

type WithoutObjects<T> = T extends string ? T : Exclude<T, object>
