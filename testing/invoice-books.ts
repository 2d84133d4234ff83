import { z } from 'zod'
import { sandboxState } from './sandbox-calls.ts'

const invoiceSchema = z.object({
  id: z.string(),
  externalId: z.string().optional(),
  total: z.number(),
})

/** Invoices that the NetSuite stand-in holds for Stripe invoices: external id → totals, one each. */
export async function netsuiteInvoices(url: string): Promise<Map<string, number[]>> {
  const state = await sandboxState(url)
  const invoices = z.array(invoiceSchema).parse(state.invoice)
  const books = new Map<string, number[]>()
  for (const { externalId, total } of invoices) {
    if (!externalId?.startsWith('in_')) continue
    books.set(externalId, [...(books.get(externalId) ?? []), total])
  }
  return books
}
