import type Big from 'big.js'
import { z } from 'zod'
import { toMajor } from '#nodes/currency.ts'
import type { StripeReader } from '#nodes/stripe/client/client.ts'
import type { StripeEntry } from './compare.ts'
import { readStripeList, type Reading } from './stripe-list.ts'

/** Amounts are in minor units. https://docs.stripe.com/api/invoices/object */
const invoiceSchema = z.object({
  id: z.string(),
  number: z.string().nullish(),
  status: z.string().nullish(),
  currency: z.string(),
  total: z.number().int(),
  amount_paid: z.number().int().default(0),
  amount_remaining: z.number().int().default(0),
  starting_balance: z.number().int().default(0),
  ending_balance: z.number().int().nullish(),
  pre_payment_credit_notes_amount: z.number().int().default(0),
  metadata: z.record(z.string(), z.string()).nullish(),
})

/** An invoice over its total; amounts are in major units. */
export interface StripeInvoice extends StripeEntry {
  status: string
  /**
   * Credit that the customer had with Stripe and that this invoice used up; below 0 what the customer
   * owed from before and pays with it.
   */
  appliedBalance: Big
  paid: Big
  /** What is still to be paid: nothing of one that is paid, void or a draft. */
  remaining: Big
  /** Taken off by credit notes before it was paid. */
  creditNotes: Big
  /** The NetSuite invoice that its metadata names; empty where it names none. */
  netsuiteInvoice: string
}

/** Reads all invoices of a Stripe account, or those created since then; drafts and void ones too. */
export async function readStripeInvoices(
  stripe: StripeReader,
  reading: Reading,
): Promise<Map<string, StripeInvoice>> {
  const list = { object: 'invoice', schema: invoiceSchema }
  const invoices = await readStripeList(stripe, list, reading)
  return new Map(invoices.map((invoice) => [invoice.id, toInvoice(invoice)]))
}

function toInvoice(invoice: z.infer<typeof invoiceSchema>): StripeInvoice {
  const { id, number, currency, total, metadata } = invoice
  const status = invoice.status ?? ''
  // A balance below zero is credit; what is left of it afterwards was not used. A total below zero
  // adds to it.
  const change = (invoice.ending_balance ?? 0) - invoice.starting_balance
  const applied = total < 0 ? Math.max(0, change) : change
  const isOpen = status === 'open' || status === 'uncollectible'
  const major = (minor: number) => toMajor(minor, currency)
  return {
    key: id,
    name: number ?? null,
    status,
    currency: currency.toUpperCase(),
    amount: major(total),
    appliedBalance: major(applied),
    paid: major(invoice.amount_paid),
    remaining: major(isOpen ? invoice.amount_remaining : 0),
    creditNotes: major(invoice.pre_payment_credit_notes_amount),
    netsuiteInvoice: metadata?.netsuite_invoice_id ?? '',
    outside: OUTSIDE.get(status) ?? null,
  }
}

/** States in which an invoice does not count as a sale. */
const OUTSIDE = new Map([
  ['draft', 'It is a draft in Stripe.'],
  ['void', 'It was voided in Stripe.'],
])
