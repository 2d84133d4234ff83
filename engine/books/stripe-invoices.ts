import type Big from 'big.js'
import { z } from 'zod'
import { toMajor } from '#nodes/currency.ts'
import type { StripeReader } from '#nodes/stripe/client/client.ts'
import type { StripeEntry } from './compare.ts'

/** Amounts are in minor units. https://docs.stripe.com/api/invoices/object */
const invoiceSchema = z.object({
  id: z.string(),
  number: z.string().nullish(),
  status: z.string().nullish(),
  currency: z.string(),
  total: z.number().int(),
  starting_balance: z.number().int().default(0),
  ending_balance: z.number().int().nullish(),
})

const PAGE = 100

/** An invoice over its total. */
export interface StripeInvoice extends StripeEntry {
  /** Credit that the customer had with Stripe and that this invoice used up; major units. */
  appliedBalance: Big
}

/** Reads all invoices of a Stripe account, or those created since then; drafts and void ones too. */
export async function readStripeInvoices(
  stripe: StripeReader,
  reading: { since: Date | null; signal: AbortSignal },
): Promise<Map<string, StripeInvoice>> {
  const found = new Map<string, StripeInvoice>()
  const { since, signal } = reading
  let after: string | undefined
  for (;;) {
    const page = await stripe.list(
      'invoice',
      { limit: PAGE, ...(since ? { createdFrom: since } : {}), ...(after ? { after } : {}) },
      signal,
    )
    for (const record of page.data) found.set(record.id, toInvoice(record))
    after = page.data.at(-1)?.id
    if (!page.hasMore || after === undefined) return found
  }
}

function toInvoice(record: unknown): StripeInvoice {
  const invoice = invoiceSchema.parse(record)
  const { id, number, status, currency, total } = invoice
  // A balance below zero is credit; what is left of it afterwards was not used.
  const applied = Math.max(0, (invoice.ending_balance ?? 0) - invoice.starting_balance)
  return {
    key: id,
    name: number ?? null,
    currency: currency.toUpperCase(),
    amount: toMajor(total, currency),
    appliedBalance: toMajor(applied, currency),
    outside: OUTSIDE.get(status ?? '') ?? null,
  }
}

/** States in which an invoice does not count as a sale. */
const OUTSIDE = new Map([
  ['draft', 'It is a draft in Stripe.'],
  ['void', 'It was voided in Stripe.'],
])
