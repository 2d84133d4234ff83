import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTemplateWorld, type TemplateWorld } from '../testing/template-world.ts'
import { books } from './api.ts'

const INVOICES = 'netsuite-invoice-to-stripe-invoice'
const PAYMENTS = 'stripe-invoice-paid-to-netsuite-payment'

let world: TemplateWorld
beforeAll(async () => {
  world = await openTemplateWorld([INVOICES, PAYMENTS])
})
afterAll(() => world[Symbol.asyncDispose]())

async function sent(customer: string, rate: number) {
  const dueDate = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)
  const item = { items: [{ item: { id: '90' }, quantity: 1, rate }] }
  const facts = { entity: { id: customer }, dueDate, item }
  const id = await world.netsuite.create('invoice', facts, world.signal)
  expect((await world.run(INVOICES, { ids: [id] })).counts).toMatchObject({ done: 1, failed: 0 })
  const { data } = await world.stripe.invoices.list({ limit: 10 })
  const invoice = data.find(({ metadata }) => metadata?.netsuite_invoice_id === id)
  if (!invoice) throw new Error(`NetSuite invoice ${id} is not in Stripe.`)
  return invoice
}

test('what Stripe kept for the customer pays an invoice of NetSuite there: the books say so', async () => {
  const facts = { companyName: 'Kept', email: 'kept@books.test', subsidiary: { id: '1' } }
  const customer = await world.netsuite.create('customer', facts, world.signal)
  const first = await sent(customer, 50)
  const credit = { amount: -2_000, currency: 'usd' }
  await world.stripe.customers.createBalanceTransaction(String(first.customer), credit)
  const { id, total, amount_due } = await sent(customer, 100)
  expect({ total, amount_due }).toEqual({ total: 10_000, amount_due: 8_000 })
  await world.run(PAYMENTS)
  const report = await books(world.engine, { integrationId: world.integrationId })
  // What Stripe had before is not booked here; this invoice agrees.
  expect(report.differing.filter((one) => one.key === id)).toEqual([])
  const open = report.excluded.filter((one) => one.object === 'open amount' && one.key === id)
  expect(open).toMatchObject([
    { reason: 'The customer’s balance with Stripe paid 20.00 USD of it.' },
  ])
})
