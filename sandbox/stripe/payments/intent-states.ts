import { startDebit } from './bank-debit.ts'
import { bookCharge, newCharge } from './charge-record.ts'
import { StripeError } from '../protocol/errors.ts'
import { unexpectedState } from './intent-record.ts'
import { creditInvoices, noteAttempt } from '../invoices/invoice-credit.ts'
import type { PaymentIntent, PaymentMethod } from '../store/records.ts'
import { behaviourOf, type Behaviour } from './test-methods.ts'
import type { Work } from '../store/work.ts'

/*
 * The life of a payment intent (https://docs.stripe.com/payments/paymentintents/lifecycle):
 * requires_payment_method → requires_confirmation → succeeded, requires_capture, requires_action or,
 * for bank debits, processing → succeeded or back to requires_payment_method; all but the last
 * two can be canceled. Every try leaves a charge behind.
 */

/**
 * Tries to take the money. A refusal of the bank is given back, not thrown: the try stays on the
 * books (https://docs.stripe.com/declines). Refuses an intent that is not waiting for this.
 */
export async function confirmIntent(
  work: Work,
  before: PaymentIntent,
  method: PaymentMethod,
  { offSession = false }: { offSession?: boolean } = {},
): Promise<StripeError | null> {
  checkConfirmable(before, method)
  const behaviour = behaviourOf(method)
  const intent: PaymentIntent = { ...before, last_payment_error: null, payment_method: method.id }
  switch (behaviour.kind) {
    case 'succeeds':
      await takeMoney(work, intent, method, behaviour)
      return null
    case 'declined':
      return decline(work, before, method, behaviour)
    case 'authentication':
      return askForAction(work, intent, offSession)
    case 'pending':
      await startDebit(work, intent, method, behaviour)
      return null
  }
}

/** Takes what a card has held, all of it or a part; the rest is let go. */
export async function captureIntent(
  work: Work,
  before: PaymentIntent,
  amount: number = before.amount_capturable,
): Promise<PaymentIntent> {
  if (before.status !== 'requires_capture') {
    const message = `This PaymentIntent could not be captured because it has a status of ${before.status}. Only a PaymentIntent with one of the following statuses may be captured: requires_capture.`
    throw unexpectedState(message, before)
  }
  if (amount > before.amount_capturable || amount <= 0) {
    const message = `The requested capture amount is greater than the amount you can capture for this charge.`
    throw new StripeError(400, message, { code: 'amount_too_large', param: 'amount_to_capture' })
  }
  const held = await work.find('charge', before.latest_charge ?? '')
  if (held) {
    const charge = bookCharge(work, { ...held, amount_captured: amount, captured: true }, amount)
    work.emit('charge.captured', charge, held)
  }
  const after: PaymentIntent = {
    ...before,
    amount_capturable: 0,
    amount_received: amount,
    status: 'succeeded',
  }
  work.save(after)
  work.emit('payment_intent.succeeded', after)
  await creditInvoices(work, after, { attempt: false })
  return after
}

function checkConfirmable(intent: PaymentIntent, method: PaymentMethod): void {
  if (intent.status === 'succeeded') {
    const message =
      'You cannot confirm this PaymentIntent because it has already succeeded after being previously confirmed.'
    throw unexpectedState(message, intent)
  }
  if (!CONFIRMABLE.includes(intent.status)) {
    const message = `You cannot confirm this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be confirmed: ${CONFIRMABLE.join(', ')}.`
    throw unexpectedState(message, intent)
  }
  if (!intent.payment_method_types.includes(method.type)) {
    const message = `The PaymentMethod provided (${method.type}) is not allowed for this PaymentIntent. Please attach a payment method of one of these types: ${intent.payment_method_types.join(', ')}.`
    throw new StripeError(400, message, { param: 'payment_method' })
  }
}

async function takeMoney(
  work: Work,
  intent: PaymentIntent,
  method: PaymentMethod,
  behaviour: Behaviour,
): Promise<void> {
  const charge = newCharge(work, intent, method, behaviour)
  if (intent.capture_method === 'manual') {
    work.save(charge)
    const held: PaymentIntent = {
      ...intent,
      amount_capturable: intent.amount,
      latest_charge: charge.id,
      next_action: null,
      status: 'requires_capture',
    }
    work.save(held)
    work.emit('charge.succeeded', charge)
    work.emit('payment_intent.amount_capturable_updated', held)
    return
  }
  const booked = bookCharge(work, charge, charge.amount)
  const paid: PaymentIntent = {
    ...intent,
    amount_received: intent.amount,
    latest_charge: charge.id,
    next_action: null,
    status: 'succeeded',
  }
  work.save(paid)
  work.emit('charge.succeeded', booked)
  work.emit('payment_intent.succeeded', paid)
  await creditInvoices(work, paid, { attempt: true })
}

async function decline(
  work: Work,
  before: PaymentIntent,
  method: PaymentMethod,
  behaviour: Behaviour & { kind: 'declined' },
): Promise<StripeError> {
  const charge = newCharge(work, before, method, behaviour)
  work.save(charge)
  const { code, message } = behaviour
  const decline_code = behaviour.declineCode ?? undefined
  const error = { charge: charge.id, code, decline_code, message, type: 'card_error' as const }
  const failed: PaymentIntent = {
    ...before,
    last_payment_error: error,
    latest_charge: charge.id,
    payment_method: null,
    status: 'requires_payment_method',
  }
  work.save(failed)
  work.emit('charge.failed', charge)
  work.emit('payment_intent.payment_failed', failed)
  await noteAttempt(work, failed, { attempt: true, failed: true })
  return new StripeError(402, message, {
    type: 'card_error',
    code,
    decline_code,
    charge: charge.id,
    payment_intent: failed,
    payment_method: method,
  })
}

async function askForAction(
  work: Work,
  intent: PaymentIntent,
  offSession: boolean,
): Promise<StripeError | null> {
  if (offSession) {
    const after: PaymentIntent = {
      ...intent,
      payment_method: null,
      status: 'requires_payment_method',
    }
    work.save(after)
    work.emit('payment_intent.payment_failed', after)
    await noteAttempt(work, after, { attempt: true, failed: true })
    const message = 'Your card was declined. This transaction requires authentication.'
    return new StripeError(402, message, {
      type: 'card_error',
      code: 'authentication_required',
      decline_code: 'authentication_required',
      payment_intent: after,
    })
  }
  const after: PaymentIntent = {
    ...intent,
    next_action: { type: 'use_stripe_sdk', use_stripe_sdk: {} },
    status: 'requires_action',
  }
  work.save(after)
  work.emit('payment_intent.requires_action', after)
  await noteAttempt(work, after, { attempt: true, failed: false })
  return null
}

const CONFIRMABLE: string[] = [
  'requires_payment_method',
  'requires_confirmation',
  'requires_action',
]
