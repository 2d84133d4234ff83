import { changeableCustomer } from './customers.ts'
import { StripeError } from './errors.ts'
import { hostedLink, invoicePdfLink } from './hosted-link.ts'
import { applyBalance } from './invoice-math.ts'
import { cancelPayments, expectPayment, payByCard } from './payments.ts'
import type { Invoice } from './records.ts'
import type { Work } from './work.ts'

/*
 * The life of an invoice (https://docs.stripe.com/invoicing/overview):
 * draft → open → paid, void or uncollectible; uncollectible → paid or void. A draft can be deleted,
 * nothing else can. An invoice with nothing due is paid in the moment it is finalised.
 */

/** Draft → open: gives it a number, uses the customer's balance and opens the way to pay it. */
export async function finalizeInvoice(work: Work, draft: Invoice): Promise<Invoice> {
  if (draft.status !== 'draft') {
    const message = "This invoice is already finalized, you can't re-finalize a non-draft invoice."
    throw new StripeError(400, message, { code: 'invoice_not_editable' })
  }
  const customer = await changeableCustomer(work, draft.customer ?? '', 'customer', 400)
  const sequence = customer.next_invoice_sequence ?? 1
  const { due, ending } = applyBalance(draft.total, customer.balance)

  const open: Invoice = {
    ...draft,
    amount_due: due,
    amount_remaining: due,
    automatically_finalizes_at: null,
    effective_at: draft.effective_at ?? work.now,
    ending_balance: ending,
    hosted_invoice_url: hostedLink(work.settings.origin, draft.id),
    invoice_pdf: invoicePdfLink(work.settings.origin, draft.id),
    number: draft.number ?? `${customer.invoice_prefix}-${String(sequence).padStart(4, '0')}`,
    starting_balance: customer.balance,
    status: 'open',
    status_transitions: { ...draft.status_transitions, finalized_at: work.now },
  }
  const after = {
    ...customer,
    balance: ending,
    currency: customer.currency ?? draft.currency,
    next_invoice_sequence: draft.number === null ? sequence + 1 : sequence,
  }
  work.save(after)
  if (ending !== customer.balance) work.emit('customer.updated', after, customer)
  work.save(open)
  if (due > 0) expectPayment(work, open)
  work.emit('invoice.finalized', open)
  work.emit('invoice.updated', open, draft)
  return due > 0 ? open : settle(work, open, 0)
}

/** Takes the money by card, or marks the invoice as paid outside of Stripe. */
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
    await cancelPayments(work, open, 'automatic')
    return settle(work, open, open.amount_due)
  }
  const customer = await changeableCustomer(work, open.customer ?? '', 'customer', 400)
  const method =
    how.paymentMethod ??
    open.default_payment_method ??
    customer.invoice_settings.default_payment_method
  if (!method) {
    const message =
      'There is no `default_payment_method` set on this Customer or Invoice. Please set one of these fields, or provide a `payment_method` and try again.'
    throw new StripeError(400, message, { param: 'payment_method' })
  }
  const declined = await payByCard(work, open, customer, method)
  const attempted = { ...open, attempted: true, attempt_count: open.attempt_count + 1 }
  if (!declined) return settle(work, attempted, open.amount_due, open)
  work.save(attempted)
  work.emit('invoice.updated', attempted, open)
  work.emit('invoice.payment_failed', attempted)
  return declined
}

/** Open or uncollectible → void. */
export async function voidInvoice(work: Work, before: Invoice): Promise<Invoice> {
  if (before.status !== 'open' && before.status !== 'uncollectible') {
    const message = `You can only void open or uncollectible invoices. This invoice is ${before.status}.`
    throw new StripeError(400, message, { code: 'invoice_not_editable' })
  }
  await cancelPayments(work, before, 'void_invoice')
  const after = change(work, before, 'void', 'voided_at')
  work.emit('invoice.voided', after)
  work.emit('invoice.updated', after, before)
  return after
}

/** Open → uncollectible; it can still be paid. */
export async function markUncollectible(work: Work, before: Invoice): Promise<Invoice> {
  if (before.status !== 'open') {
    const message = `You can only mark open invoices as uncollectible. This invoice is ${before.status}.`
    throw new StripeError(400, message, { code: 'invoice_not_editable' })
  }
  const after = change(work, before, 'uncollectible', 'marked_uncollectible_at')
  work.emit('invoice.marked_uncollectible', after)
  work.emit('invoice.updated', after, before)
  return after
}

/** Forgets a draft and its lines. */
export async function deleteDraft(work: Work, invoice: Invoice): Promise<object> {
  if (invoice.status !== 'draft') {
    const message = 'You can only delete draft invoices.'
    throw new StripeError(400, message, { code: 'invoice_not_editable' })
  }
  for (const line of await work.related('line_item', 'invoice', invoice.id)) work.remove(line)
  for (const item of await work.related('invoiceitem', 'invoice', invoice.id)) work.remove(item)
  work.remove(invoice)
  work.emit('invoice.deleted', invoice)
  return { id: invoice.id, object: 'invoice', deleted: true }
}

function settle(work: Work, open: Invoice, paid: number, before: Invoice = open): Invoice {
  const after: Invoice = {
    ...open,
    amount_paid: paid,
    amount_remaining: 0,
    attempted: true,
    status: 'paid',
    status_transitions: { ...open.status_transitions, paid_at: work.now },
  }
  work.save(after)
  work.emit('invoice.updated', after, before)
  work.emit('invoice.paid', after)
  work.emit('invoice.payment_succeeded', after)
  return after
}

function change(
  work: Work,
  before: Invoice,
  status: 'void' | 'uncollectible',
  transition: 'voided_at' | 'marked_uncollectible_at',
): Invoice {
  const status_transitions = { ...before.status_transitions, [transition]: work.now }
  const after: Invoice = { ...before, auto_advance: false, status, status_transitions }
  work.save(after)
  return after
}
