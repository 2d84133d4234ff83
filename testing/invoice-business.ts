import postgres from 'postgres'
import type Stripe from 'stripe'
import { z } from 'zod'
import type { TemplateWorld } from './template-world.ts'

/** A line of an invoice to be made; `amount` in minor units. */
export interface LineFacts {
  amount: number
  description?: string
  price?: string
  period?: { start: number; end: number }
  tax_rates?: string[]
}

interface InvoiceFacts {
  customer?: string
  currency?: string
  metadata?: Record<string, string>
  /** Over what Stripe is told of the draft. */
  over?: Partial<Stripe.InvoiceCreateParams>
}

let made = 0

/** Adds a Stripe customer with an e-mail of its own. */
export async function newPayer(
  { stripe }: TemplateWorld,
  facts: Stripe.CustomerCreateParams = {},
): Promise<string> {
  made += 1
  const name = `Payer ${made} GmbH`
  const { id } = await stripe.customers.create({ name, email: `payer${made}@test.test`, ...facts })
  return id
}

/** Adds a finalized Stripe invoice with those lines, in US dollars unless told otherwise. */
export async function finalizedInvoice(
  world: TemplateWorld,
  lines: readonly LineFacts[],
  facts: InvoiceFacts = {},
): Promise<Stripe.Invoice> {
  const { id } = await draftInvoice(world, lines, facts)
  return world.stripe.invoices.finalizeInvoice(id)
}

/** As above, but still a draft. */
export async function draftInvoice(
  world: TemplateWorld,
  lines: readonly LineFacts[],
  { currency = 'usd', customer, metadata = {}, over = {} }: InvoiceFacts = {},
): Promise<{ id: string; customer: string }> {
  const { stripe } = world
  const payer = customer ?? (await newPayer(world))
  const draft = await stripe.invoices.create({
    ...{ customer: payer, currency, metadata, collection_method: 'send_invoice' },
    ...{ days_until_due: 30, pending_invoice_items_behavior: 'exclude' },
    ...over,
  })
  const { id = '' } = draft
  for (const { price, amount, ...rest } of lines) {
    if (!price) continue
    const facts = { customer: payer, currency, invoice: id, pricing: { price } }
    await stripe.invoiceItems.create({ ...facts, ...rest })
  }
  const plain = lines.filter(({ price }) => !price)
  if (plain.length > 0) await stripe.invoices.addLines(id, { lines: [...plain] })
  return { id, customer: payer }
}

/** Makes the negative lines of an invoice unused time, as only a change of a subscription does. */
export async function asUnusedTime(world: TemplateWorld, invoice: string): Promise<void> {
  const sql = postgres(world.databaseUrl, { max: 1 })
  try {
    await sql`update sandbox.stripe_objects
      set body = replace(body::text, '"proration":false', '"proration":true')::json
      where id = ${invoice} or invoice = ${invoice}`
  } finally {
    await sql.end()
  }
}

const transaction = z.object({
  id: z.string(),
  externalId: z.string().optional(),
  tranDate: z.string(),
  tranId: z.string().optional(),
  total: z.number(),
  currency: z.object({ id: z.string() }),
  entity: z.object({ id: z.string() }),
  item: z.object({
    items: z.array(
      z.object({
        item: z.object({ id: z.string() }),
        amount: z.number(),
        description: z.string().optional(),
      }),
    ),
  }),
  amountRemaining: z.number().optional(),
  applied: z.number().optional(),
  unapplied: z.number().optional(),
  custbody_stripe_status: z.string().optional(),
})

/** What NetSuite has under an external id, with its lines; null when nothing. */
export async function bookedAs(
  { netsuite, signal }: TemplateWorld,
  externalId: string,
  type: 'invoice' | 'creditMemo' | 'customerPayment' = 'invoice',
) {
  const record = await netsuite.get(type, { externalId }, { signal })
  return record ? transaction.parse(record) : null
}
