import { createCustomer } from '../customers/customers.ts'
import { newSession } from './checkout-session-record.ts'
import { missing, StripeError } from '../protocol/errors.ts'
import { newIntent } from '../payments/intent-record.ts'
import { confirmIntent } from '../payments/intent-states.ts'
import { sum } from '../invoices/invoice-math.ts'
import { usePaymentMethod } from '../payments/payment-method-record.ts'
import type { Records } from '../store/records.ts'
import type { Work } from '../store/work.ts'

/**
 * What happens when somebody pays by a payment link: a checkout session with the link's metadata, a
 * payment intent with the link's `payment_intent_data[metadata]` and a charge. `paymentMethod` is
 * any id, `pm_card_visa` too. What a bank refuses is given back, not thrown.
 */
export async function payLink(
  work: Work,
  id: string,
  payer: { paymentMethod: string; email: string | null; name: string | null },
): Promise<Records['checkout.session'] | StripeError> {
  const link = await work.find('payment_link', id)
  if (!link) throw missing('payment link', id, 'id', 404)
  if (!link.active) {
    throw new StripeError(400, link.inactive_message ?? 'This payment link is no longer active.')
  }
  const lines = await work.related('item', 'owner', id)
  const amount = sum(lines.map((line) => line.amount_total))
  const { email, name } = payer
  const params = { email: email ?? undefined, name: name ?? undefined }
  const customer = link.customer_creation === 'always' ? createCustomer(work, params) : null
  const chosen = await usePaymentMethod(work, payer.paymentMethod, customer)
  const billing = { ...chosen.billing_details, email, name }
  const method = { ...chosen, billing_details: billing }
  work.save(method)
  const intent = newIntent(work, {
    amount,
    currency: link.currency,
    customer: customer?.id,
    description: link.payment_intent_data?.description,
    metadata: link.payment_intent_data?.metadata,
    payment_method_types: link.payment_method_types,
  })
  const trouble = await confirmIntent(work, intent, method)
  if (trouble) return trouble
  const paid = (await work.find('payment_intent', intent.id)) ?? intent
  const session = newSession(work, { amount, customer, email, intent: paid, link, name })
  for (const line of lines) work.save({ ...line, id: work.newId('li_1', 23) }, session.id)
  work.emit('checkout.session.completed', session)
  countSession(work, link)
  return session
}

/** A link that is for so many payments only is closed after the last one. */
function countSession(work: Work, link: Records['payment_link']): void {
  if (!link.restrictions) return
  const { count, limit } = link.restrictions.completed_sessions
  const after = {
    ...link,
    active: count + 1 < limit,
    restrictions: { completed_sessions: { count: count + 1, limit } },
  }
  work.save(after)
  work.emit('payment_link.updated', after, link)
}
