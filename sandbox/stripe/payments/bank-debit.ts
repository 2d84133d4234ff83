import { bookMoney } from './balance-transaction.ts'
import { bookCharge, newCharge } from './charge-record.ts'
import { endSessions } from '../links/checkout-session-record.ts'
import { creditInvoices, noteAttempt } from '../invoices/invoice-credit.ts'
import type { Charge, PaymentIntent, PaymentMethod } from '../store/records.ts'
import { behaviourOf, type Behaviour } from './test-methods.ts'
import type { Work } from '../store/work.ts'

/** Starts a bank debit, which settles after four working days (https://docs.stripe.com/payments/ach-direct-debit). */
export async function startDebit(
  work: Work,
  intent: PaymentIntent,
  method: PaymentMethod,
  behaviour: Behaviour & { kind: 'pending' },
): Promise<void> {
  const charge = newCharge(work, intent, method, behaviour)
  work.save(charge)
  const processing: PaymentIntent = {
    ...intent,
    latest_charge: charge.id,
    next_action: null,
    status: 'processing',
  }
  work.save(processing)
  if (behaviour.ends) {
    work.schedule({ kind: 'settle', id: charge.id, at: businessDaysLater(work.now, 4) })
  }
  work.emit('charge.pending', charge)
  work.emit('payment_intent.processing', processing)
  await noteAttempt(work, processing, { attempt: true, failed: false })
}

/** A bank debit has arrived, days after it was started. */
export async function settleDebit(work: Work, pending: Charge): Promise<void> {
  const intent = await work.find('payment_intent', pending.payment_intent ?? '')
  const settled = { ...pending, amount_captured: pending.amount, captured: true, paid: true }
  const charge = bookCharge(work, { ...settled, status: 'succeeded' }, pending.amount)
  work.emit('charge.succeeded', charge)
  if (!intent) return
  const after: PaymentIntent = { ...intent, amount_received: intent.amount, status: 'succeeded' }
  work.save(after)
  work.emit('payment_intent.succeeded', after)
  await creditInvoices(work, after, { attempt: false })
  await endSessions(work, after)
}

/** A bank debit was refused, days after it was started. */
export async function failDebit(
  work: Work,
  pending: Charge,
  failure: { code: string; message: string } = NO_ACCOUNT,
): Promise<void> {
  const intent = await work.find('payment_intent', pending.payment_intent ?? '')
  const charge: Charge = {
    ...pending,
    captured: false,
    failure_code: failure.code,
    failure_message: failure.message,
    paid: false,
    status: 'failed',
  }
  work.save(charge)
  work.emit('charge.failed', charge)
  if (!intent) return
  const after: PaymentIntent = {
    ...intent,
    last_payment_error: {
      charge: charge.id,
      code: 'payment_method_provider_decline',
      decline_code: failure.code,
      message: failure.message,
      type: 'invalid_request_error',
    },
    payment_method: null,
    status: 'requires_payment_method',
  }
  work.save(after)
  work.emit('payment_intent.payment_failed', after)
  await noteAttempt(work, after, { attempt: false, failed: true })
  await endSessions(work, after)
}

/**
 * A bank takes a debit back that had arrived: the money leaves the account again. What was paid by it
 * stays paid, because a payment intent and an invoice that are paid are at their end.
 * https://docs.stripe.com/api/charges/object#charge_object-failure_balance_transaction
 */
export function returnDebit(work: Work, arrived: Charge): void {
  const { amount, currency, id: source } = arrived
  const entry = bookMoney(work, {
    ...({ type: 'payment_failure_refund', amount: -amount, currency, source } as const),
  })
  const charge: Charge = {
    ...arrived,
    failure_balance_transaction: entry.id,
    failure_code: NO_ACCOUNT.code,
    failure_message: NO_ACCOUNT.message,
    paid: false,
    status: 'failed',
  }
  work.save(charge)
  work.emit('charge.failed', charge)
}

/** The way a pending bank debit will end by itself, by the account it is taken from. */
export async function endDebit(work: Work, id: string): Promise<void> {
  const charge = await work.find('charge', id)
  if (charge?.status !== 'pending') return
  const method = await work.find('payment_method', charge.payment_method ?? '')
  const behaviour = method && behaviourOf(method)
  if (behaviour?.kind === 'pending' && behaviour.failure) {
    await failDebit(work, charge, behaviour.failure)
  } else {
    await settleDebit(work, charge)
  }
}

/** The same time of day so many working days later; unix seconds, days in UTC. */
export function businessDaysLater(from: number, days: number): number {
  let at = from
  for (let left = days; left > 0;) {
    at += 86_400
    const day = new Date(at * 1000).getUTCDay()
    if (day !== 0 && day !== 6) left -= 1
  }
  return at
}

const NO_ACCOUNT = {
  code: 'no_account',
  message: "The customer's bank account could not be located.",
}
