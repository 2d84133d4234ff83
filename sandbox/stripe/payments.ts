import Big from 'big.js'
import { StripeError } from './errors.ts'
import { roundMinor } from './invoice-math.ts'
import type { Customer, Invoice, PaymentIntent, Records } from './records.ts'
import type { Work } from './work.ts'

/** Opens the way to pay a finalised invoice: a payment intent and its open invoice payment. */
export function expectPayment(work: Work, invoice: Invoice): PaymentIntent {
  const id = work.newId('pi_3', 23)
  const intent: PaymentIntent = {
    id,
    object: 'payment_intent',
    allowed_payment_method_types: null,
    amount: invoice.amount_due,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: 'automatic',
    client_secret: `${id}_secret_${work.newId('', 25)}`,
    confirmation_method: 'automatic',
    created: work.now,
    currency: invoice.currency,
    customer: invoice.customer,
    customer_account: null,
    description: 'Payment for Invoice',
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata: {},
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: invoice.payment_settings.payment_method_types ?? ['card'],
    payment_record: null,
    processing: null,
    receipt_email: null,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: 'requires_payment_method',
    transfer_group: null,
  }
  work.save(intent)
  work.save({
    id: work.newId('inpay_1', 23),
    object: 'invoice_payment',
    amount_paid: null,
    amount_requested: invoice.amount_due,
    created: work.now,
    currency: invoice.currency,
    invoice: invoice.id,
    is_default: true,
    livemode: false,
    payment: { payment_intent: id, type: 'payment_intent' },
    status: 'open',
    status_transitions: { canceled_at: null, paid_at: null },
  })
  work.emit('payment_intent.created', intent)
  return intent
}

/**
 * Pays what an invoice expects with a card: charge, balance transaction, payment intent and invoice
 * payment, each with its event. `pm_card_chargeDeclined` is declined as on Stripe: the trouble is
 * returned and the attempt stays on the books.
 */
export async function payByCard(
  work: Work,
  invoice: Invoice,
  customer: Customer,
  paymentMethod: string,
): Promise<StripeError | null> {
  const open = await openPayments(work, invoice)
  for (const { payment, intent } of open) {
    const declined = paymentMethod.includes('Declined')
    const charge = newCharge(work, intent, customer, paymentMethod, declined)
    work.save(charge)
    if (declined) return decline(work, intent, charge, paymentMethod)
    const paid: PaymentIntent = {
      ...intent,
      amount_received: intent.amount,
      latest_charge: charge.id,
      payment_method: paymentMethod,
      status: 'succeeded',
    }
    work.save(paid)
    const settled = {
      ...payment,
      amount_paid: intent.amount,
      status: 'paid',
      status_transitions: { canceled_at: null, paid_at: work.now },
    }
    work.save(settled)
    work.emit('charge.succeeded', charge)
    work.emit('payment_intent.succeeded', paid)
    work.emit('invoice_payment.paid', settled)
  }
  return null
}

/** Gives up what an invoice still expects, because it is voided or was paid elsewhere. */
export async function cancelPayments(
  work: Work,
  invoice: Invoice,
  reason: 'void_invoice' | 'automatic',
): Promise<void> {
  for (const { payment, intent } of await openPayments(work, invoice)) {
    const canceled: PaymentIntent = {
      ...intent,
      canceled_at: work.now,
      cancellation_reason: reason,
      status: 'canceled',
    }
    work.save(canceled)
    work.save({
      ...payment,
      status: 'canceled',
      status_transitions: { canceled_at: work.now, paid_at: null },
    })
    work.emit('payment_intent.canceled', canceled)
  }
}

/** Books money that came (amount > 0) or went; the fee is Stripe's list price for cards. */
export function balanceTransaction(
  work: Work,
  entry: { type: 'charge' | 'refund'; amount: number; currency: string; source: string },
): Records['balance_transaction'] {
  const { type, amount, currency, source } = entry
  const fixed = FIXED_FEES[currency] ?? 30
  const share = roundMinor(new Big(amount).times('0.029'), currency)
  const fee = type === 'charge' ? share + fixed : 0
  const fees = [
    {
      amount: fee,
      application: null,
      currency,
      description: 'Stripe processing fees',
      type: 'stripe_fee',
    },
  ]
  return {
    id: work.newId('txn_3', 23),
    object: 'balance_transaction',
    amount,
    available_on: work.now + 2 * 86_400,
    balance_type: 'payments',
    created: work.now,
    currency,
    description: type === 'refund' ? 'REFUND FOR CHARGE' : null,
    exchange_rate: null,
    fee,
    fee_details: fee === 0 ? [] : fees,
    net: amount - fee,
    reporting_category: type,
    source,
    status: 'pending',
    type,
  }
}

async function openPayments(work: Work, invoice: Invoice) {
  const payments = await work.related('invoice_payment', 'invoice', invoice.id)
  const open = []
  for (const payment of payments.filter(({ status }) => status === 'open')) {
    const intent = await work.find('payment_intent', payment.payment.payment_intent ?? '')
    if (intent) open.push({ payment, intent })
  }
  return open
}

function decline(
  work: Work,
  intent: PaymentIntent,
  charge: Records['charge'],
  paymentMethod: string,
): StripeError {
  const failed: PaymentIntent = { ...intent, latest_charge: charge.id, payment_method: null }
  work.save(failed)
  work.emit('charge.failed', charge)
  work.emit('payment_intent.payment_failed', failed, intent)
  return new StripeError(402, 'Your card was declined.', {
    type: 'card_error',
    code: 'card_declined',
    decline_code: 'generic_decline',
    charge: charge.id,
    payment_intent: { ...failed, last_payment_error: { payment_method: { id: paymentMethod } } },
  })
}

function newCharge(
  work: Work,
  intent: PaymentIntent,
  customer: Customer,
  paymentMethod: string,
  declined: boolean,
): Records['charge'] {
  const id = work.newId('ch_3', 23)
  const { amount, currency } = intent
  const entry = balanceTransaction(work, { type: 'charge', amount, currency, source: id })
  if (!declined) work.save(entry)
  return {
    id,
    object: 'charge',
    amount,
    amount_captured: declined ? 0 : amount,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: declined ? null : entry.id,
    billing_details: {
      address: customer.address ?? null,
      email: customer.email,
      name: customer.name ?? null,
      phone: customer.phone ?? null,
      tax_id: null,
    },
    calculated_statement_descriptor: 'NORTHWIND CLOUD',
    captured: !declined,
    created: work.now,
    currency,
    customer: customer.id,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: declined ? 'card_declined' : null,
    failure_message: declined ? 'Your card was declined.' : null,
    fraud_details: {},
    livemode: false,
    metadata: {},
    on_behalf_of: null,
    outcome: null,
    paid: !declined,
    payment_intent: intent.id,
    payment_method: paymentMethod,
    payment_method_details: null,
    receipt_email: null,
    receipt_number: null,
    receipt_url: declined ? null : `https://pay.stripe.com/receipts/${id}`,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: declined ? 'failed' : 'succeeded',
    transfer_data: null,
    transfer_group: null,
  }
}

/** The fixed part of a card fee, in minor units. */
const FIXED_FEES: Record<string, number | undefined> = {
  eur: 25,
  gbp: 20,
  jpy: 40,
  kwd: 100,
  usd: 30,
}
