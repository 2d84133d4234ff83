import { hostedLink } from '../pages/hosted-link.ts'
import type { Records } from '../store/records.ts'
import type { Work } from '../store/work.ts'

type PaymentLink = Records['payment_link']

/** What somebody who makes a payment link says about it. */
interface LinkSpec {
  currency: string
  active?: boolean
  after_completion?: PaymentLink['after_completion']
  allow_promotion_codes?: boolean
  billing_address_collection?: PaymentLink['billing_address_collection']
  customer_creation?: PaymentLink['customer_creation']
  inactive_message?: string | null
  invoice_creation?: boolean
  metadata?: Record<string, string>
  payment_intent_data?: Partial<NonNullable<PaymentLink['payment_intent_data']>>
  payment_method_types?: string[] | null
  limit?: number | null
  submit_type?: PaymentLink['submit_type']
}

/** Makes a payment link, every key present as Stripe sends it; the caller stores it. */
export function newPaymentLink(work: Work, spec: LinkSpec): PaymentLink {
  const id = work.newId('plink_1', 23)
  return {
    id,
    object: 'payment_link',
    active: spec.active ?? true,
    after_completion: spec.after_completion ?? {
      hosted_confirmation: { custom_message: null },
      type: 'hosted_confirmation',
    },
    allow_promotion_codes: spec.allow_promotion_codes ?? false,
    application: null,
    application_fee_amount: null,
    application_fee_percent: null,
    automatic_tax: { enabled: false, liability: null },
    billing_address_collection: spec.billing_address_collection ?? 'auto',
    consent_collection: null,
    currency: spec.currency,
    custom_fields: [],
    custom_text: {
      after_submit: null,
      shipping_address: null,
      submit: null,
      terms_of_service_acceptance: null,
    },
    customer_creation: spec.customer_creation ?? 'if_required',
    inactive_message: spec.inactive_message ?? null,
    invoice_creation: {
      enabled: spec.invoice_creation ?? false,
      invoice_data: {
        account_tax_ids: null,
        custom_fields: null,
        description: null,
        footer: null,
        issuer: null,
        metadata: {},
        rendering_options: null,
      },
    },
    livemode: false,
    managed_payments: null,
    metadata: spec.metadata ?? {},
    on_behalf_of: null,
    payment_intent_data: spec.payment_intent_data
      ? {
          capture_method: null,
          description: null,
          metadata: {},
          setup_future_usage: null,
          statement_descriptor: null,
          statement_descriptor_suffix: null,
          transfer_group: null,
          ...spec.payment_intent_data,
        }
      : null,
    payment_method_collection: 'always',
    payment_method_options: null,
    payment_method_types: spec.payment_method_types ?? null,
    phone_number_collection: { enabled: false },
    restrictions: spec.limit ? { completed_sessions: { count: 0, limit: spec.limit } } : null,
    shipping_address_collection: null,
    shipping_options: [],
    submit_type: spec.submit_type ?? 'auto',
    subscription_data: null,
    tax_id_collection: { enabled: false, required: 'never' },
    transfer_data: null,
    url: hostedLink(work.settings.origin, id),
  }
}

/** Makes a line of a payment link or of a checkout session: so many of a price. */
export function newLinkLine(
  work: Work,
  price: Records['price'],
  { quantity, name }: { quantity: number; name: string | null },
): Records['item'] {
  const amount = (price.unit_amount ?? 0) * quantity
  return {
    id: work.newId('li_1', 23),
    object: 'item',
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: amount,
    amount_tax: 0,
    amount_total: amount,
    currency: price.currency,
    description: name,
    metadata: {},
    price,
    quantity,
  }
}
