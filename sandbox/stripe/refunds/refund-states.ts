import { bookMoney } from '../payments/balance-transaction.ts'
import { StripeError } from '../protocol/errors.ts'
import type { Charge, Refund } from '../store/records.ts'
import { behaviourOf } from '../payments/test-methods.ts'
import { businessDaysLater } from '../payments/bank-debit.ts'
import type { Work } from '../store/work.ts'

/*
 * The life of a refund (https://docs.stripe.com/refunds): cards succeeded at once, bank debits
 * pending → succeeded or failed; a succeeded one may still fail later. A refund that fails gives
 * the money back to the account's balance. requires_action → canceled is for payment methods that
 * need the customer's help.
 */

/** Gives back a payment, all that is left of it (no amount) or a part; the fee is not returned. */
export async function newRefund(
  work: Work,
  charge: Charge,
  spec: { amount?: number; reason?: Refund['reason']; metadata?: Record<string, string> },
): Promise<Refund> {
  const { amount, method } = await checkRefund(work, charge, spec.amount)
  const bank = charge.id.startsWith('py_')
  const behaviour = method && behaviourOf(method)
  const ends = behaviour?.kind === 'succeeds' ? behaviour.refunds : 'at once'
  const pending = bank || ends === 'later'
  const id = work.newId(bank ? 'pyr_1' : 're_3', 23)
  const { currency } = charge
  const type = bank ? 'payment_refund' : 'refund'
  const entry = bookMoney(work, { type, amount: -amount, currency, source: id })
  const refund: Refund = {
    id,
    object: 'refund',
    amount,
    balance_transaction: entry.id,
    charge: charge.id,
    created: work.now,
    currency,
    customer: null,
    customer_account: null,
    destination_details: bank
      ? {
          type: 'us_bank_transfer',
          us_bank_transfer: { reference: null, reference_status: 'pending' },
        }
      : {
          card: {
            reference_status: 'pending',
            reference_type: 'acquirer_reference_number',
            type: 'refund',
          },
          type: 'card',
        },
    metadata: spec.metadata ?? {},
    payment_intent: charge.payment_intent,
    payment_method: null,
    ...(pending ? { pending_reason: 'processing' as const } : {}),
    reason: spec.reason ?? null,
    receipt_number: null,
    source_transfer_reversal: null,
    status: pending ? 'pending' : 'succeeded',
    transfer_reversal: null,
  }
  const refunded = charge.amount_refunded + amount
  const after = { ...charge, amount_refunded: refunded, refunded: refunded === charge.amount }
  work.save(refund)
  work.save(after)
  work.emit('refund.created', refund)
  work.emit('charge.refunded', after, charge)
  if (pending) work.schedule({ kind: 'refund', id, at: businessDaysLater(work.now, 3) })
  if (ends === 'fail') work.schedule({ kind: 'refund', id, at: work.now + 3600 })
  return refund
}

/** How a refund under way ends by itself. */
export async function endRefund(work: Work, id: string): Promise<void> {
  const refund = await work.find('refund', id)
  if (!refund) return
  const charge = await work.find('charge', refund.charge ?? '')
  const method = await work.find('payment_method', charge?.payment_method ?? '')
  const behaviour = method && behaviourOf(method)
  const fails = behaviour?.kind === 'succeeds' && behaviour.refunds === 'fail'
  if (fails && refund.status !== 'failed') await changeRefund(work, refund, 'failed')
  else if (refund.status === 'pending') await changeRefund(work, refund, 'succeeded')
}

/** Moves a refund on; one that fails or is canceled gives its money back. */
export async function changeRefund(
  work: Work,
  before: Refund,
  status: 'succeeded' | 'failed' | 'requires_action' | 'canceled',
): Promise<Refund> {
  const final = before.status === 'failed' || before.status === 'canceled'
  if (final || before.status === status) {
    throw new StripeError(400, `Refund ${before.id} is ${before.status} already.`)
  }
  const { pending_reason: _, ...rest } = before
  const given = status === 'failed' || status === 'canceled'
  const entry = given ? await takeBack(work, before) : null
  const after: Refund = {
    ...rest,
    ...(status === 'failed' ? { failure_reason: 'unknown' } : {}),
    ...(entry ? { failure_balance_transaction: entry } : {}),
    ...(status === 'requires_action'
      ? { next_action: { display_details: DISPLAY, type: 'display_details' } }
      : {}),
    status,
  }
  work.save(after)
  work.emit('refund.updated', after, before)
  work.emit('charge.refund.updated', after, before)
  if (status === 'failed') work.emit('refund.failed', after)
  return after
}

async function checkRefund(work: Work, charge: Charge, wanted: number | undefined) {
  if (charge.status !== 'succeeded' || !charge.captured) {
    const message = `Charge ${charge.id} cannot be refunded because it is ${charge.status}${charge.status === 'succeeded' ? ' but not captured' : ''}.`
    throw new StripeError(400, message, { param: 'charge' })
  }
  const left = charge.amount_captured - charge.amount_refunded
  const amount = wanted ?? left
  if (left === 0) {
    const message = `Charge ${charge.id} has already been refunded.`
    throw new StripeError(400, message, { code: 'charge_already_refunded' })
  }
  if (amount <= 0) {
    const message = 'Invalid positive integer'
    throw new StripeError(400, message, { code: 'parameter_invalid_integer', param: 'amount' })
  }
  if (amount > left) {
    const message = `Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`
    throw new StripeError(400, message, { param: 'amount' })
  }
  return { amount, method: await work.find('payment_method', charge.payment_method ?? '') }
}

/** The money comes back to the account; the charge counts as not refunded by so much. */
async function takeBack(work: Work, refund: Refund): Promise<string> {
  const { amount, currency, id } = refund
  const type = id.startsWith('pyr_') ? 'payment_failure_refund' : 'refund_failure'
  const entry = bookMoney(work, { type, amount, currency, source: id })
  const charge = await work.find('charge', refund.charge ?? '')
  if (charge) {
    const after = { ...charge, amount_refunded: charge.amount_refunded - amount, refunded: false }
    work.save(after)
    work.emit('charge.updated', after, charge)
  }
  return entry.id
}

const DISPLAY = { email_sent: { email_sent_at: 0, email_sent_to: '' }, expires_at: 0 }
