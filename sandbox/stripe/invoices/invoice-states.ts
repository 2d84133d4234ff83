import { changeBalance } from '../customers/customer-balance.ts'
import { changeableCustomer } from '../customers/customers.ts'
import { StripeError } from '../protocol/errors.ts'
import { hostedLink, invoicePdfLink } from '../pages/hosted-link.ts'
import { giveUpPayments, openPayments, settleInvoice } from './invoice-credit.ts'
import { applyBalance } from './invoice-math.ts'
import { expectPayment } from './invoice-payments.ts'
import type { Customer, Invoice } from '../store/records.ts'
import type { Work } from '../store/work.ts'

/*
 * The life of an invoice (https://docs.stripe.com/invoicing/overview):
 * draft → open → paid, void or uncollectible; uncollectible → paid or void. A draft can be deleted,
 * nothing else can. An invoice with nothing due is paid in the moment it is finalised.
 */

/** Draft → open: gives it a number, uses the customer's balance and opens the way to pay it. */
export async function finalizeInvoice(
  work: Work,
  draft: Invoice,
  { autoAdvance }: { autoAdvance?: boolean } = {},
): Promise<Invoice> {
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
    auto_advance: autoAdvance ?? draft.auto_advance,
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
  useBalance(work, customer, open)
  work.save(open)
  if (due > 0) expectPayment(work, open)
  work.emit('invoice.finalized', open)
  work.emit('invoice.updated', open, draft)
  await supersede(work, open)
  scheduleWhatFollows(work, open)
  return due > 0 ? open : settleInvoice(work, open, open)
}

/** Marks an invoice as sent; a draft is finalised first. No mail leaves the stand-in. */
export async function sendInvoice(work: Work, before: Invoice): Promise<Invoice> {
  if (before.collection_method !== 'send_invoice') {
    const message =
      'You can only manually send an invoice if its collection method is `send_invoice`.'
    throw new StripeError(400, message)
  }
  if (before.status === 'void' || before.status === 'uncollectible') {
    const message = `You can't send an invoice that is ${before.status}.`
    throw new StripeError(400, message, { code: 'invoice_not_editable' })
  }
  const invoice = before.status === 'draft' ? await finalizeInvoice(work, before) : before
  work.emit('invoice.sent', invoice)
  return invoice
}

/** Open or uncollectible → void; what it had taken from the customer's balance is given back. */
export async function voidInvoice(work: Work, before: Invoice): Promise<Invoice> {
  if (before.status !== 'open' && before.status !== 'uncollectible') {
    const message = `You can only void open or uncollectible invoices. This invoice is ${before.status}.`
    throw new StripeError(400, message, { code: 'invoice_not_editable' })
  }
  const payments = await openPayments(work, before)
  if (payments.some(({ intent }) => intent?.status === 'processing')) {
    const message = "You can't void an invoice while a payment for it is processing."
    throw new StripeError(400, message, { code: 'invoice_not_editable' })
  }
  await giveUpPayments(work, before, 'void_invoice')
  await returnBalance(work, before)
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

/** The customer's number sequence, currency and balance after an invoice was finalised. */
function useBalance(work: Work, customer: Customer, open: Invoice): void {
  const own = open.number?.startsWith(`${customer.invoice_prefix}-`) ?? false
  const counted: Customer = {
    ...customer,
    currency: customer.currency ?? open.currency,
    next_invoice_sequence: (customer.next_invoice_sequence ?? 1) + (own ? 1 : 0),
  }
  work.save(counted)
  const amount = (open.ending_balance ?? 0) - customer.balance
  if (amount === 0) return
  const { currency, id } = open
  changeBalance(work, counted, { amount, currency, invoice: id, type: 'applied_to_invoice' })
}

async function returnBalance(work: Work, invoice: Invoice): Promise<void> {
  const amount = invoice.starting_balance - (invoice.ending_balance ?? invoice.starting_balance)
  const customer = await work.find('customer', invoice.customer ?? '')
  if (amount === 0 || !customer || customer.deleted) return
  const { currency, id } = invoice
  changeBalance(work, customer, { amount, currency, invoice: id, type: 'unapplied_from_invoice' })
}

/** A finalised revision takes the place of the invoice it was made from. */
async function supersede(work: Work, revision: Invoice): Promise<void> {
  if (!revision.from_invoice) return
  const original = await work.find('invoice', revision.from_invoice.invoice)
  if (!original) return
  const replaced = { ...original, latest_revision: revision.id }
  work.save(replaced)
  if (replaced.status === 'open' || replaced.status === 'uncollectible') {
    await voidInvoice(work, replaced)
  }
}

function scheduleWhatFollows(work: Work, open: Invoice): void {
  if (open.due_date !== null && open.due_date > work.now) {
    work.schedule({ kind: 'overdue', id: open.id, at: open.due_date })
  }
  if (open.auto_advance && open.amount_due > 0) {
    work.schedule({ kind: 'collect', id: open.id, at: work.now + 3600 })
  }
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
