import { changeableCustomer } from '../customers/customers.ts'
import { changeBalance } from '../customers/customer-balance.ts'
import { creditLines, creditTotals, type CreditLine } from './credit-note-lines.ts'
import type { CreditNoteParams } from './credit-notes.ts'
import { missing, StripeError } from '../protocol/errors.ts'
import { mergeMetadata } from '../protocol/form.ts'
import { invoicePdfLink } from '../pages/hosted-link.ts'
import { followRemaining, settleInvoice } from '../invoices/invoice-credit.ts'
import { sum } from '../invoices/invoice-math.ts'
import type { Charge, Invoice, Records, Refund } from '../store/records.ts'
import { newRefund } from './refund-states.ts'
import type { Work } from '../store/work.ts'

type CreditNote = Records['credit_note']

/*
 * A credit note (https://docs.stripe.com/invoicing/integration/programmatic-credit-notes) lowers
 * what an open invoice still asks for; what goes beyond that, or credits a paid invoice, is given
 * back: as refund, as credit of the customer, or outside of Stripe. It is issued → void.
 */

/** Credits an invoice; money goes back and balances change at once. */
export async function issueCreditNote(work: Work, params: CreditNoteParams): Promise<CreditNote> {
  const invoice = await creditable(work, params.invoice)
  const lines = await creditLines(work, invoice, params)
  const totals = creditTotals(lines)
  checkTotal(totals.total, params)
  const pre = invoice.status === 'paid' ? 0 : Math.min(totals.total, invoice.amount_remaining)
  const post = totals.total - pre
  checkSplit(invoice, post, params)
  const id = work.newId('cn_1', 23)
  const refunds = await refundsFor(work, invoice, params)
  const credit = params.credit_amount ?? 0
  const blank = await blankNote(work, invoice, { id, lines, pre, post })
  const note: CreditNote = {
    ...blank,
    customer_balance_transaction: credit > 0 ? await giveCredit(work, invoice, id, credit) : null,
    effective_at: params.effective_at ?? work.now,
    memo: params.memo ?? null,
    metadata: mergeMetadata({}, params.metadata),
    out_of_band_amount: params.out_of_band_amount ?? null,
    reason: params.reason ?? null,
    refunds,
  }
  work.save(note)
  work.emit('credit_note.created', note)
  await lowerInvoice(work, invoice, { pre, post })
  return note
}

/** Takes a credit note back; only one that lowered an invoice that is still open. */
export async function voidCreditNote(work: Work, before: CreditNote): Promise<CreditNote> {
  const invoice = await work.find('invoice', before.invoice)
  if (before.status === 'void' || before.post_payment_amount > 0 || invoice?.status !== 'open') {
    const why =
      before.status === 'void'
        ? 'It is void already.'
        : 'Its invoice is not open, or it gave money back.'
    throw new StripeError(400, `The credit note ${before.id} cannot be voided. ${why}`)
  }
  const after: CreditNote = { ...before, status: 'void', voided_at: work.now }
  work.save(after)
  work.emit('credit_note.voided', after, before)
  await lowerInvoice(work, invoice, { pre: -before.pre_payment_amount, post: 0 })
  return after
}

async function creditable(work: Work, id: string): Promise<Invoice> {
  const invoice = await work.find('invoice', id)
  if (!invoice) throw missing('invoice', id, 'invoice', 400)
  if (['open', 'paid', 'uncollectible'].includes(invoice.status ?? '')) return invoice
  const message = `You can only create a credit note for an open, paid or uncollectible invoice. This invoice is ${invoice.status}.`
  throw new StripeError(400, message, { param: 'invoice' })
}

function checkTotal(total: number, params: CreditNoteParams): void {
  if (params.amount !== undefined && params.amount !== total) {
    const message = `The amount (${params.amount}) must equal the sum of the credit note's lines (${total}).`
    throw new StripeError(400, message, { param: 'amount' })
  }
  if (total > 0) return
  const message =
    'You must pass one of `amount`, `lines` or `shipping_cost`, and credit more than 0.'
  throw new StripeError(400, message, { code: 'parameter_missing', param: 'lines' })
}

function checkSplit(invoice: Invoice, post: number, params: CreditNoteParams): void {
  const { credit_amount = 0, refund_amount = 0, out_of_band_amount = 0, refunds = [] } = params
  const linked = sum(refunds.map((refund) => refund.amount_refunded ?? 0))
  const given = credit_amount + refund_amount + out_of_band_amount + linked
  const whole = refunds.some((refund) => refund.amount_refunded === undefined)
  const lowered = invoice.total - invoice.pre_payment_credit_notes_amount
  const settled =
    invoice.status === 'paid' ? Math.max(invoice.amount_paid, lowered) : invoice.amount_paid
  const left = settled - invoice.post_payment_credit_notes_amount
  if (post > left) {
    const message = `The credit note amount is greater than what is left of the invoice to be credited (${left + invoice.amount_remaining}).`
    throw new StripeError(400, message, { param: 'amount' })
  }
  if (whole || given === post) return
  const message = `The sum of credit amount, refund amount and out of band amount (${given}) must equal the post payment amount of the credit note (${post}).`
  throw new StripeError(400, message, { param: 'refund_amount' })
}

/** The refunds that a credit note accounts for: a new one, and those that were made before. */
async function refundsFor(
  work: Work,
  invoice: Invoice,
  params: CreditNoteParams,
): Promise<CreditNote['refunds']> {
  const refunds: CreditNote['refunds'] = []
  const add = (refund: Refund, amount: number) =>
    refunds.push({
      amount_refunded: amount,
      payment_record_refund: null,
      refund: refund.id,
      type: 'refund',
    })
  const charges = await chargesOf(work, invoice)
  for (const [index, one] of (params.refunds ?? []).entries()) {
    const refund = await work.find('refund', one.refund ?? '')
    const param = `refunds[${index}][refund]`
    if (!refund) throw missing('refund', one.refund ?? '', param, 400)
    if (!charges.some((charge) => charge.id === refund.charge)) {
      const message = `The refund ${refund.id} does not belong to a payment of the invoice ${invoice.id}.`
      throw new StripeError(400, message, { param })
    }
    add(refund, one.amount_refunded ?? refund.amount)
  }
  let wanted = params.refund_amount ?? 0
  for (const charge of charges) {
    const amount = Math.min(wanted, charge.amount_captured - charge.amount_refunded)
    if (amount <= 0) continue
    add(await newRefund(work, charge, { amount }), amount)
    wanted -= amount
  }
  if (wanted > 0) {
    const message = `The refund amount is greater than what can be refunded of the invoice's payments.`
    throw new StripeError(400, message, { param: 'refund_amount' })
  }
  return refunds
}

/** The charges that paid an invoice, the newest first. */
async function chargesOf(work: Work, invoice: Invoice): Promise<Charge[]> {
  const charges: Charge[] = []
  for (const payment of await work.related('invoice_payment', 'invoice', invoice.id)) {
    if (payment.status !== 'paid') continue
    const intent = await work.find('payment_intent', payment.payment.payment_intent ?? '')
    const charge = await work.find('charge', intent?.latest_charge ?? '')
    if (charge?.status === 'succeeded') charges.unshift(charge)
  }
  return charges
}

async function giveCredit(
  work: Work,
  invoice: Invoice,
  creditNote: string,
  amount: number,
): Promise<string> {
  const customer = await changeableCustomer(work, invoice.customer ?? '', 'customer', 400)
  const { currency, id } = invoice
  const change = {
    amount: -amount,
    creditNote,
    currency,
    invoice: id,
    type: 'credit_note' as const,
  }
  return changeBalance(work, customer, change).entry.id
}

async function lowerInvoice(
  work: Work,
  before: Invoice,
  { pre, post }: { pre: number; post: number },
): Promise<void> {
  const invoice = (await work.find('invoice', before.id)) ?? before
  const after: Invoice = {
    ...invoice,
    amount_due: invoice.amount_due - pre,
    amount_remaining: Math.max(0, invoice.amount_remaining - pre),
    post_payment_credit_notes_amount: invoice.post_payment_credit_notes_amount + post,
    pre_payment_credit_notes_amount: invoice.pre_payment_credit_notes_amount + pre,
  }
  work.save(after)
  if (after.amount_remaining === 0 && invoice.status !== 'paid') {
    await settleInvoice(work, after, invoice)
    return
  }
  await followRemaining(work, after)
  work.emit('invoice.updated', after, invoice)
}

async function blankNote(
  work: Work,
  invoice: Invoice,
  spec: { id: string; lines: CreditLine[]; pre: number; post: number },
): Promise<CreditNote> {
  const { id, lines, pre, post } = spec
  const totals = creditTotals(lines)
  const earlier = await work.related('credit_note', 'invoice', invoice.id)
  const place = String(earlier.length + 1).padStart(2, '0')
  return {
    id,
    object: 'credit_note',
    amount: totals.total,
    amount_shipping: 0,
    created: work.now,
    currency: invoice.currency,
    customer: invoice.customer ?? '',
    customer_account: null,
    customer_balance_transaction: null,
    ...totals,
    effective_at: work.now,
    invoice: invoice.id,
    lines: { object: 'list', data: lines, has_more: false, url: `/v1/credit_notes/${id}/lines` },
    livemode: false,
    memo: null,
    metadata: {},
    number: `${invoice.number}-CN-${place}`,
    out_of_band_amount: null,
    pdf: invoicePdfLink(work.settings.origin, id),
    post_payment_amount: post,
    pre_payment_amount: pre,
    pretax_credit_amounts: [],
    reason: null,
    refunds: [],
    shipping_cost: null,
    status: 'issued',
    type: pre === 0 ? 'post_payment' : post === 0 ? 'pre_payment' : 'mixed',
    voided_at: null,
  }
}
