import { StripeError, missing } from '../protocol/errors.ts'
import { newIntent } from '../payments/intent-record.ts'
import { creditPayment, followRemaining } from './invoice-credit.ts'
import type { Invoice, InvoicePayment, PaymentIntent } from '../store/records.ts'
import type { Work } from '../store/work.ts'

/** Opens the way to pay a finalised invoice: a payment intent and its open invoice payment. */
export function expectPayment(work: Work, invoice: Invoice): PaymentIntent {
  const intent = newIntent(work, {
    amount: invoice.amount_remaining,
    currency: invoice.currency,
    customer: invoice.customer,
    description: 'Payment for Invoice',
    payment_method_types: invoice.payment_settings.payment_method_types,
    statement_descriptor: invoice.statement_descriptor,
  })
  work.save(
    newInvoicePayment(work, invoice, {
      amount: intent.amount,
      isDefault: true,
      payment: { payment_intent: intent.id, type: 'payment_intent' },
    }),
  )
  return intent
}

/**
 * Lets money pay an invoice that was not made for it: a payment intent of the same customer, or a
 * payment that was taken elsewhere and is only on record
 * (https://docs.stripe.com/api/invoices/attach_payment). What has come already is credited at once.
 */
export async function attachPayment(
  work: Work,
  invoice: Invoice,
  money: { payment_intent?: string; payment_record?: string },
): Promise<Invoice> {
  if (invoice.status !== 'open' && invoice.status !== 'uncollectible') {
    const message = `Payments can only be attached to open invoices. This invoice is ${invoice.status}.`
    throw new StripeError(400, message, { code: 'invoice_not_editable' })
  }
  const { payment_intent, payment_record } = money
  if ((payment_intent === undefined) === (payment_record === undefined)) {
    const message = 'You must provide exactly one of `payment_intent` or `payment_record`.'
    throw new StripeError(400, message, { code: 'parameter_missing', param: 'payment_intent' })
  }
  if (payment_intent !== undefined) await attachIntent(work, invoice, payment_intent)
  if (payment_record !== undefined) await attachRecord(work, invoice, payment_record)
  return (await work.find('invoice', invoice.id)) ?? invoice
}

async function attachIntent(work: Work, invoice: Invoice, id: string): Promise<void> {
  const intent = await work.find('payment_intent', id)
  if (!intent) throw missing('payment_intent', id, 'payment_intent', 400)
  check(invoice, 'payment_intent', intent.currency)
  if (intent.customer !== null && intent.customer !== invoice.customer) {
    const message = `The PaymentIntent ${id} belongs to another customer than the invoice.`
    throw new StripeError(400, message, { param: 'payment_intent' })
  }
  if (intent.status === 'canceled') {
    const message = `The PaymentIntent ${id} is canceled and cannot be attached to an invoice.`
    throw new StripeError(400, message, { param: 'payment_intent' })
  }
  const others = await work.related('invoice_payment', 'payment_intent', id)
  if (others.some(({ status }) => status !== 'canceled')) {
    const message = `The PaymentIntent ${id} is already attached to an invoice.`
    throw new StripeError(400, message, { param: 'payment_intent' })
  }
  const payment = newInvoicePayment(work, invoice, {
    amount: intent.amount,
    isDefault: false,
    payment: { payment_intent: id, type: 'payment_intent' },
  })
  work.save(payment)
  if (intent.status === 'succeeded') await creditPayment(work, payment, intent.amount_received)
  else await followRemaining(work, invoice)
}

async function attachRecord(work: Work, invoice: Invoice, id: string): Promise<void> {
  const record = await work.find('payment_record', id)
  if (!record) throw missing('payment_record', id, 'payment_record', 400)
  check(invoice, 'payment_record', record.amount.currency)
  const payment = newInvoicePayment(work, invoice, {
    amount: record.amount.value,
    isDefault: false,
    payment: { payment_record: id, type: 'payment_record' },
  })
  work.save(payment)
  if (record.amount_guaranteed.value > 0) {
    await creditPayment(work, payment, record.amount_guaranteed.value)
  }
}

function check(invoice: Invoice, param: string, currency: string): void {
  if (currency === invoice.currency) return
  const message = `The currency of the payment (${currency}) differs from the invoice's (${invoice.currency}).`
  throw new StripeError(400, message, { param })
}

function newInvoicePayment(
  work: Work,
  invoice: Invoice,
  spec: { amount: number; isDefault: boolean; payment: InvoicePayment['payment'] },
): InvoicePayment {
  return {
    id: work.newId('inpay_1', 23),
    object: 'invoice_payment',
    amount_paid: null,
    amount_requested: spec.amount,
    created: work.now,
    currency: invoice.currency,
    invoice: invoice.id,
    is_default: spec.isDefault,
    livemode: false,
    payment: spec.payment,
    status: 'open',
    status_transitions: { canceled_at: null, paid_at: null },
  }
}
