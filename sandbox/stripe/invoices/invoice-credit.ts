import { changeBalance } from '../customers/customer-balance.ts'
import { cancelIntent } from '../payments/intent-record.ts'
import type { Invoice, InvoicePayment, PaymentIntent } from '../store/records.ts'
import type { Work } from '../store/work.ts'

/*
 * How money reaches invoices: a payment intent that succeeds pays the invoice payments that name it
 * (https://docs.stripe.com/invoicing/partial-payments). An invoice with nothing left to pay is
 * paid; what is too much becomes credit of the customer.
 */

/** Credits what came in by a payment intent; `attempt` says that it was tried just now. */
export async function creditInvoices(
  work: Work,
  intent: PaymentIntent,
  { attempt }: { attempt: boolean },
): Promise<void> {
  for (const payment of await openPaymentsOf(work, intent)) {
    const invoice = await work.find('invoice', payment.invoice)
    if (invoice) await credit(work, invoice, payment, { amount: intent.amount_received, attempt })
  }
}

/** Credits an invoice payment that is already backed by money, as when one is attached. */
export async function creditPayment(
  work: Work,
  payment: InvoicePayment,
  amount: number,
): Promise<void> {
  const invoice = await work.find('invoice', payment.invoice)
  if (invoice) await credit(work, invoice, payment, { amount, attempt: false })
}

/** Notes on the invoices of a payment intent that it was tried: under way, or failed. */
export async function noteAttempt(
  work: Work,
  intent: PaymentIntent,
  how: { failed: boolean; attempt: boolean },
): Promise<void> {
  for (const payment of await openPaymentsOf(work, intent)) {
    const before = await work.find('invoice', payment.invoice)
    if (!before) continue
    const after: Invoice = how.attempt ? tried(before) : before
    work.save(after)
    if (how.attempt) work.emit('invoice.updated', after, before)
    if (how.failed) work.emit('invoice.payment_failed', after)
  }
}

/** Open or uncollectible → paid; `before` is the invoice as it was before the money came. */
export async function settleInvoice(
  work: Work,
  invoice: Invoice,
  before: Invoice,
): Promise<Invoice> {
  const after: Invoice = {
    ...invoice,
    amount_remaining: 0,
    attempted: true,
    auto_advance: false,
    next_payment_attempt: null,
    status: 'paid',
    status_transitions: { ...invoice.status_transitions, paid_at: work.now },
  }
  await giveUpPayments(work, invoice, 'automatic')
  work.save(after)
  work.emit('invoice.updated', after, before)
  work.emit('invoice.paid', after)
  work.emit('invoice.payment_succeeded', after)
  return after
}

/** Gives up what an invoice still expects, because it is voided or was paid elsewhere. */
export async function giveUpPayments(
  work: Work,
  invoice: Invoice,
  reason: 'void_invoice' | 'automatic',
): Promise<void> {
  for (const { payment, intent } of await openPayments(work, invoice)) {
    if (intent?.status === 'processing') continue
    work.save({
      ...payment,
      status: 'canceled',
      status_transitions: { canceled_at: work.now, paid_at: null },
    })
    if (intent && intent.status !== 'succeeded') cancelIntent(work, intent, reason)
  }
}

/** The invoice payments that still wait for money, each with its payment intent. */
export async function openPayments(work: Work, invoice: Invoice) {
  const payments = await work.related('invoice_payment', 'invoice', invoice.id)
  const open = []
  for (const payment of payments.filter(({ status }) => status === 'open')) {
    const intent = await work.find('payment_intent', payment.payment.payment_intent ?? '')
    open.push({ payment, intent })
  }
  return open
}

/** What the invoice's own payment asks for follows what is left to pay. */
export async function followRemaining(work: Work, invoice: Invoice): Promise<void> {
  for (const { payment, intent } of await openPayments(work, invoice)) {
    const amount = invoice.amount_remaining
    if (!payment.is_default || !intent || intent.status !== 'requires_payment_method') continue
    if (intent.amount === amount) continue
    work.save({ ...payment, amount_requested: amount })
    work.save({ ...intent, amount })
  }
}

async function credit(
  work: Work,
  before: Invoice,
  payment: InvoicePayment,
  { amount, attempt }: { amount: number; attempt: boolean },
): Promise<void> {
  const paid: InvoicePayment = {
    ...payment,
    amount_paid: amount,
    status: 'paid',
    status_transitions: { canceled_at: null, paid_at: work.now },
  }
  work.save(paid)
  work.emit('invoice_payment.paid', paid)
  const total = before.amount_paid + amount
  const over = Math.max(0, total - before.amount_due)
  const extra = over - before.amount_overpaid
  const after: Invoice = {
    ...(attempt ? tried(before) : before),
    amount_overpaid: over,
    amount_paid: total,
    amount_remaining: Math.max(0, before.amount_due - total),
  }
  work.save(after)
  if (extra > 0) await overpaid(work, after, extra)
  const payable = before.status === 'open' || before.status === 'uncollectible'
  if (after.amount_remaining === 0 && payable) {
    await settleInvoice(work, after, before)
    return
  }
  await followRemaining(work, after)
  work.emit('invoice.updated', after, before)
}

async function overpaid(work: Work, invoice: Invoice, extra: number): Promise<void> {
  const customer = await work.find('customer', invoice.customer ?? '')
  if (!customer || customer.deleted) return
  const { currency, id } = invoice
  changeBalance(work, customer, { amount: -extra, currency, invoice: id, type: 'invoice_overpaid' })
  work.emit('invoice.overpaid', invoice)
}

function tried(invoice: Invoice): Invoice {
  return { ...invoice, attempted: true, attempt_count: invoice.attempt_count + 1 }
}

async function openPaymentsOf(work: Work, intent: PaymentIntent): Promise<InvoicePayment[]> {
  const payments = await work.related('invoice_payment', 'payment_intent', intent.id)
  return payments.filter(({ status }) => status === 'open')
}
