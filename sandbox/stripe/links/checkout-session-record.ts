import type { Customer, PaymentIntent, Records } from '../store/records.ts'
import type { Work } from '../store/work.ts'

type Session = Records['checkout.session']

/** What a session is about that was completed by a payment link; the amount in minor units. */
interface SessionSpec {
  link: Records['payment_link']
  intent: PaymentIntent
  amount: number
  customer: Customer | null
  email: string | null
  name: string | null
}

/** Makes a completed checkout session, every key present as Stripe sends it; stores it. */
export function newSession(work: Work, spec: SessionSpec): Session {
  const { link, intent, amount, customer, email, name } = spec
  const session: Session = {
    id: work.newId('cs_test_a1', 56),
    object: 'checkout.session',
    adaptive_pricing: { enabled: false },
    after_expiration: null,
    allow_promotion_codes: link.allow_promotion_codes,
    allowed_payment_method_types: null,
    amount_subtotal: amount,
    amount_total: amount,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    billing_address_collection: link.billing_address_collection,
    cancel_url: 'https://stripe.com',
    client_reference_id: null,
    client_secret: null,
    collected_information: null,
    consent: null,
    consent_collection: null,
    created: work.now,
    currency: link.currency,
    currency_conversion: null,
    custom_fields: [],
    custom_text: link.custom_text,
    customer: customer?.id ?? null,
    customer_account: null,
    customer_creation: link.customer_creation,
    customer_details: {
      address: null,
      business_name: null,
      email,
      individual_name: null,
      name,
      phone: null,
      tax_exempt: 'none',
      tax_ids: [],
    },
    customer_email: null,
    discounts: [],
    expires_at: work.now + 86_400,
    integration_identifier: null,
    invoice: null,
    invoice_creation: null,
    livemode: false,
    locale: 'auto',
    managed_payments: null,
    metadata: link.metadata,
    mode: 'payment',
    origin_context: null,
    payment_intent: intent.id,
    payment_link: link.id,
    payment_method_collection: 'if_required',
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: intent.payment_method_types,
    payment_status: intent.status === 'succeeded' ? 'paid' : 'unpaid',
    permissions: null,
    recovered_from: null,
    saved_payment_method_options: null,
    setup_intent: null,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_options: [],
    status: 'complete',
    submit_type: link.submit_type,
    subscription: null,
    success_url: 'https://stripe.com',
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    ui_mode: null,
    url: null,
    wallet_options: null,
  }
  work.save(session)
  return session
}

/** Tells the sessions of a payment intent how its bank debit has ended. */
export async function endSessions(work: Work, intent: PaymentIntent): Promise<void> {
  const paid = intent.status === 'succeeded'
  for (const before of await work.related('checkout.session', 'payment_intent', intent.id)) {
    const after: Session = { ...before, payment_status: paid ? 'paid' : 'unpaid' }
    work.save(after)
    work.emit(`checkout.session.async_payment_${paid ? 'succeeded' : 'failed'}`, after)
  }
}
