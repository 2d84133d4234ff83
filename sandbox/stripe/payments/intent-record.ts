import { StripeError } from '../protocol/errors.ts'
import type { PaymentIntent } from '../store/records.ts'
import type { Work } from '../store/work.ts'

/** What somebody who makes a payment intent says about it; the amount in minor units. */
interface IntentSpec {
  amount: number
  currency: string
  customer?: string | null
  description?: string | null
  metadata?: Record<string, string>
  payment_method?: string | null
  payment_method_types?: string[] | null
  capture_method?: PaymentIntent['capture_method']
  automatic?: PaymentIntent['automatic_payment_methods']
  receipt_email?: string | null
  setup_future_usage?: PaymentIntent['setup_future_usage']
  shipping?: PaymentIntent['shipping']
  statement_descriptor?: string | null
  statement_descriptor_suffix?: string | null
  transfer_group?: string | null
}

/** Makes a payment intent, every key present as Stripe sends it; stores it and tells of it. */
export function newIntent(work: Work, spec: IntentSpec): PaymentIntent {
  const id = work.newId('pi_3', 23)
  const intent: PaymentIntent = {
    id,
    object: 'payment_intent',
    allowed_payment_method_types: null,
    amount: spec.amount,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: spec.automatic ?? null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: spec.capture_method ?? 'automatic',
    client_secret: `${id}_secret_${work.newId('', 25)}`,
    confirmation_method: 'automatic',
    created: work.now,
    currency: spec.currency,
    customer: spec.customer ?? null,
    customer_account: null,
    description: spec.description ?? null,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata: spec.metadata ?? {},
    next_action: null,
    on_behalf_of: null,
    payment_method: spec.payment_method ?? null,
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: spec.payment_method_types ?? usualMethods(spec.currency),
    payment_record: null,
    processing: null,
    receipt_email: spec.receipt_email ?? null,
    review: null,
    setup_future_usage: spec.setup_future_usage ?? null,
    shipping: spec.shipping ?? null,
    source: null,
    statement_descriptor: spec.statement_descriptor ?? null,
    statement_descriptor_suffix: spec.statement_descriptor_suffix ?? null,
    status: spec.payment_method ? 'requires_confirmation' : 'requires_payment_method',
    transfer_group: spec.transfer_group ?? null,
  }
  work.save(intent)
  work.emit('payment_intent.created', intent)
  return intent
}

/** Gives a payment intent up. A bank debit under way, or money that came, cannot be called back. */
export function cancelIntent(
  work: Work,
  before: PaymentIntent,
  reason: PaymentIntent['cancellation_reason'],
): PaymentIntent {
  if (!CANCELABLE.includes(before.status)) {
    const message = `You cannot cancel this PaymentIntent because it has a status of ${before.status}. Only a PaymentIntent with one of the following statuses may be canceled: ${CANCELABLE.join(', ')}.`
    throw unexpectedState(message, before)
  }
  const after: PaymentIntent = {
    ...before,
    amount_capturable: 0,
    canceled_at: work.now,
    cancellation_reason: reason,
    next_action: null,
    status: 'canceled',
  }
  work.save(after)
  work.emit('payment_intent.canceled', after)
  return after
}

/** The refusal for what a payment intent cannot do in its state. */
export function unexpectedState(message: string, intent: PaymentIntent): StripeError {
  return new StripeError(400, message, {
    code: 'payment_intent_unexpected_state',
    payment_intent: intent,
  })
}

/** What the account takes when nothing else is said: bank debits are in US dollars only. */
function usualMethods(currency: string): string[] {
  return currency === 'usd' ? ['card', 'us_bank_account'] : ['card']
}

const CANCELABLE: string[] = [
  'requires_payment_method',
  'requires_capture',
  'requires_confirmation',
  'requires_action',
]
