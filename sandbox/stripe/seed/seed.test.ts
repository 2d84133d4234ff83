import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sum } from '../invoices/invoice-math.ts'
import type { Invoice } from '../store/records.ts'
import { startStandIn, type StandIn } from '../stand-in.ts'
import { stripeState, type StripeState } from '../store/state.ts'

let standIn: StandIn
let state: StripeState
beforeAll(async () => {
  standIn = await startStandIn()
  await standIn.control('POST', '/seed')
  state = await stripeState(standIn.sql)
})
afterAll(() => standIn.close())

describe('the seeded account', () => {
  test('it holds 40 customers and 400 invoices over 90 days that end two hours ago', () => {
    expect(state.customers).toHaveLength(40)
    expect(state.invoices).toHaveLength(400)
    const now = standIn.clock.now.getTime() / 1000
    const created = state.invoices.map((invoice) => invoice.created)
    expect(Math.max(...created)).toBeLessThanOrEqual(now - 2 * 3600)
    expect(Math.max(...created)).toBeGreaterThan(now - 12 * 3600)
    expect(Math.min(...created)).toBeGreaterThan(now - 91 * 86_400)
    expect(Math.min(...created)).toBeLessThan(now - 89 * 86_400)
  })

  test('lines, discounts and exclusive taxes of every invoice add up to its total', () => {
    for (const invoice of state.invoices) {
      const lines = invoice.lines.data
      const discounts = lines.flatMap((line) => line.discount_amounts ?? [])
      const taxes = lines.flatMap((line) => line.taxes ?? [])
      const exclusive = taxes.filter((tax) => tax.tax_behavior === 'exclusive')
      expect(sum(lines.map((line) => line.amount))).toBe(invoice.subtotal)
      expect(sum(amounts(discounts))).toBe(sum(amounts(invoice.total_discount_amounts ?? [])))
      expect(sum(amounts(taxes))).toBe(sum(amounts(invoice.total_taxes ?? [])))
      expect(invoice.subtotal - sum(amounts(discounts)) + sum(amounts(exclusive))).toBe(
        invoice.total,
      )
      expect(invoice.total).toBeGreaterThanOrEqual(0)
      expect(invoice.amount_due).toBe(Math.max(0, invoice.total + invoice.starting_balance))
      const settled = invoice.status === 'paid' ? 0 : invoice.amount_due
      expect(invoice.amount_remaining).toBe(settled)
    }
  })

  test('amounts in Kuwaiti dinar end in zero, as Stripe takes them', () => {
    const dinars = state.invoices.filter((invoice) => invoice.currency === 'kwd')
    expect(dinars.length).toBeGreaterThan(5)
    for (const invoice of dinars) {
      const lines = invoice.lines.data
      const all = [
        invoice.total,
        ...lines.map((line) => line.amount),
        ...amounts(lines.flatMap((line) => line.taxes ?? [])),
        ...amounts(lines.flatMap((line) => line.discount_amounts ?? [])),
      ]
      for (const amount of all) expect(Math.abs(amount) % 10).toBe(0)
    }
  })

  test('it has every kind of invoice that real books have', () => {
    const count = (matches: (invoice: Invoice) => unknown) => state.invoices.filter(matches).length
    const status = Object.groupBy(state.invoices, (invoice) => invoice.status ?? '')
    const shares = Object.fromEntries(
      Object.entries(status).map(([name, group]) => [name, group?.length]),
    )
    expect(shares).toMatchObject({ draft: 8, void: 8, uncollectible: 6 })
    expect(shares.open).toBeGreaterThanOrEqual(95)
    expect(shares.open).toBeLessThanOrEqual(106)
    const currencies = new Set(state.invoices.map((invoice) => invoice.currency))
    expect([...currencies].sort()).toEqual(['eur', 'gbp', 'jpy', 'kwd', 'usd'])
    expect(count((invoice) => invoice.lines.data.length === 120)).toBe(1)
    expect(count((invoice) => invoice.total === 0)).toBe(8)
    expect(count((invoice) => invoice.metadata?.netsuite_invoice_id)).toBe(6)
    expect(count((invoice) => invoice.metadata?.netsuite_block_integration === 'true')).toBe(2)
    expect(count((invoice) => invoice.metadata?.po_number)).toBeGreaterThan(5)
    expect(count((invoice) => invoice.total_discount_amounts?.length)).toBeGreaterThan(50)
    const taxed = (behavior: string) =>
      count((invoice) => invoice.total_taxes?.some((tax) => tax.tax_behavior === behavior))
    expect(taxed('inclusive')).toBeGreaterThan(30)
    expect(taxed('exclusive')).toBeGreaterThan(80)
    const credited = state.invoices.filter((invoice) => invoice.starting_balance < 0)
    expect(credited).toHaveLength(5)
    for (const invoice of credited) {
      expect(invoice.ending_balance).toBe(0)
      expect(invoice.total).toBeGreaterThan(0)
      expect(invoice.amount_due).toBe(invoice.total + invoice.starting_balance)
    }
    const unused = state.invoices
      .flatMap((invoice) => invoice.lines.data)
      .filter((line) => line.amount < 0)
    expect(unused.length).toBeGreaterThan(20)
    for (const line of unused) {
      expect(line.description).toMatch(/^Unused time on /)
      expect(line.parent?.subscription_item_details?.proration).toBe(true)
    }
  })

  test('every invoice paid by card has its payment, intent, charge and balance transaction', () => {
    const byCard = state.invoicePayments.filter((payment) => payment.status === 'paid')
    const paid = state.invoices.filter((invoice) => invoice.status === 'paid' && invoice.total > 0)
    const outOfBand = paid.length - byCard.length
    expect(outOfBand).toBeGreaterThanOrEqual(10)
    expect(state.charges).toHaveLength(byCard.length)
    const received = state.paymentIntents.map((intent) => intent.amount_received)
    expect(sum(received)).toBe(sum(byCard.map((payment) => payment.amount_paid ?? 0)))
  })

  test('events are those of the last 30 days, newest first', async () => {
    const events = await standIn.stripe.events.list({ limit: 100 }).autoPagingToArray({
      limit: 10_000,
    })
    expect(events.length).toBe(state.events)
    expect(events.length).toBeGreaterThan(500)
    const times = events.map((event) => event.created)
    expect(times).toEqual(times.toSorted((a, b) => b - a))
    const now = standIn.clock.now.getTime() / 1000
    expect(Math.min(...times)).toBeGreaterThanOrEqual(now - 30 * 86_400)
    expect(Math.max(...times)).toBeLessThanOrEqual(now)
  })

  test('the same seed gives the same account, another seed another one', async () => {
    await standIn.control('POST', '/seed', { seed: 1 })
    expect(await stripeState(standIn.sql)).toEqual(state)
    await standIn.control('POST', '/seed', { seed: 2, invoices: 20 })
    const other = await stripeState(standIn.sql)
    expect(other.invoices).toHaveLength(20)
    expect(other.invoices[0]?.id).not.toBe(state.invoices[0]?.id)
  })
})

function amounts(entries: { amount: number }[]): number[] {
  return entries.map((entry) => entry.amount)
}
