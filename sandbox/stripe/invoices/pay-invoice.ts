import { changeableCustomer } from '../customers/customers.ts'
import { StripeError } from '../protocol/errors.ts'
import { confirmIntent } from '../payments/intent-states.ts'
import { giveUpPayments, openPayments, settleInvoice } from './invoice-credit.ts'
import { expectPayment } from './invoice-payments.ts'
import { finalizeInvoice } from './invoice-states.ts'
import { usePaymentMethod } from '../payments/payment-method-record.ts'
import type { Customer, Invoice, PaymentIntent } from '../store/records.ts'
import type { Work } from '../store/work.ts'

/**
 * Takes what is left to pay from a card or a bank account, or marks the invoice as paid outside of
 * Stripe. A draft is finalised first. A bank debit leaves the invoice open until it settles. What a
 * bank refuses is given back, not thrown: the try stays on the books.
 */
export async function payInvoice(
  work: Work,
  invoice: Invoice,
  how: { outOfBand: boolean; paymentMethod?: string },
): Promise<Invoice | StripeError> {
  const draft = invoice.status === 'draft'
  const open = draft ? await finalizeInvoice(work, invoice) : invoice
  if (draft && open.status === 'paid') return open
  if (open.status !== 'open' && open.status !== 'uncollectible') {
    const message =
      open.status === 'paid' ? 'Invoice is already paid' : 'Invoice is voided and cannot be paid'
    throw new StripeError(400, message, { code: 'invoice_not_editable' })
  }
  if (how.outOfBand) {
    await giveUpPayments(work, open, 'automatic')
    return settleInvoice(work, { ...open, amount_paid: open.amount_due }, open)
  }
  const customer = await changeableCustomer(work, open.customer ?? '', 'customer', 400)
  const method = await methodFor(work, open, customer, how.paymentMethod)
  const intent = await intentOf(work, open)
  const trouble = await confirmIntent(work, intent, method)
  if (trouble) return trouble
  const tried = await work.find('payment_intent', intent.id)
  const after = (await work.find('invoice', open.id)) ?? open
  if (tried?.status !== 'requires_action') return after
  work.emit('invoice.payment_action_required', after)
  const message =
    'This payment requires additional user action before it can be completed successfully. Payment can be completed using the PaymentIntent associated with the invoice. For more details see: https://stripe.com/docs/billing/subscriptions/overview#requires-action'
  return new StripeError(402, message, {
    type: 'card_error',
    code: 'invoice_payment_intent_requires_action',
    payment_intent: tried,
  })
}

async function methodFor(work: Work, invoice: Invoice, customer: Customer, wanted?: string) {
  const id =
    wanted ??
    invoice.default_payment_method ??
    customer.invoice_settings.default_payment_method ??
    customer.default_source
  if (id) return usePaymentMethod(work, id, customer)
  const message =
    'There is no `default_payment_method` set on this Customer or Invoice. Please set one of these fields, or provide a `payment_method` and try again.'
  throw new StripeError(400, message, { param: 'payment_method' })
}

/** The invoice's own payment intent; a new one where none waits for money any more. */
async function intentOf(work: Work, invoice: Invoice): Promise<PaymentIntent> {
  const payments = await openPayments(work, invoice)
  if (payments.some(({ intent }) => intent?.status === 'processing')) {
    const message =
      'This invoice has a payment that is processing. Wait until it has succeeded or failed before you pay the invoice again.'
    throw new StripeError(400, message, { code: 'payment_intent_unexpected_state' })
  }
  const own = payments.find(({ payment, intent }) => payment.is_default && intent)
  return own?.intent ?? expectPayment(work, invoice)
}
