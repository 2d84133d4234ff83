import { z } from 'zod'
import { sandboxState } from '../sandbox-calls.ts'

/**
 * What both systems hold, without ids, numbers and dates: how many records there are of each type,
 * currency, amount and state. Two years that came to the same have the same. Not counted are voided
 * invoices of NetSuite, which hold no money: whether one is booked before it is voided, or never, is a
 * matter of which came first.
 */
export async function dumpBooks(urls: {
  stripeUrl: string
  netsuiteUrl: string
}): Promise<Record<string, number>> {
  const [stripe, netsuite] = await Promise.all([
    sandboxState(urls.stripeUrl),
    sandboxState(urls.netsuiteUrl),
  ])
  const counts: Record<string, number> = {}
  const add = (parts: readonly (string | number | boolean | null | undefined)[]) => {
    const line = parts.map((part) => String(part ?? '')).join(' ')
    counts[line] = (counts[line] ?? 0) + 1
  }
  for (const one of listOf(stripe.customers, stripeSchema)) {
    add(['stripe customer', one.email?.toLowerCase()])
  }
  for (const one of listOf(stripe.invoices, stripeSchema)) {
    add(['stripe invoice', one.currency, one.total, one.status, one.amount_remaining])
  }
  for (const one of listOf(stripe.refunds, stripeSchema)) {
    add(['stripe refund', one.currency, one.amount, one.status])
  }
  for (const one of listOf(netsuite.customer, netsuiteSchema)) {
    add(['netsuite customer', one.email?.toLowerCase()])
  }
  for (const type of ['invoice', 'creditMemo', 'customerPayment', 'customerRefund']) {
    for (const one of listOf(netsuite[type], netsuiteSchema)) {
      if (type === 'invoice' && one.status?.refName === 'Voided') continue
      const amount = type === 'customerPayment' ? one.payment : one.total
      const open = type === 'invoice' ? one.amountRemaining : one.unapplied
      add([`netsuite ${type}`, one.currency?.refName, amount, open, one.status?.refName])
    }
  }
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** The lines in which two dumps differ, each with how often it is in the one and in the other. */
export function dumpDifferences(
  one: Record<string, number>,
  other: Record<string, number>,
): string[] {
  const lines = [...new Set([...Object.keys(one), ...Object.keys(other)])].sort()
  return lines
    .filter((line) => one[line] !== other[line])
    .map((line) => `${line}: ${one[line] ?? 0} and ${other[line] ?? 0}`)
}

function listOf<T>(value: unknown, schema: z.ZodType<T>): T[] {
  return z.array(schema).default([]).parse(value)
}

const stripeSchema = z.object({
  email: z.string().nullish(),
  currency: z.string().nullish(),
  status: z.string().nullish(),
  total: z.number().nullish(),
  amount: z.number().nullish(),
  amount_remaining: z.number().nullish(),
})

const named = z.object({ refName: z.string().nullish() })

const netsuiteSchema = z.object({
  email: z.string().nullish(),
  currency: named.nullish(),
  status: named.nullish(),
  total: z.number().nullish(),
  payment: z.number().nullish(),
  unapplied: z.number().nullish(),
  amountRemaining: z.number().nullish(),
})
