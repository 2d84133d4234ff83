import type Stripe from 'stripe'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { netsuiteRecord } from '../testing/payment-business.ts'
import { openTemplateWorld, type TemplateWorld } from '../testing/template-world.ts'
import { books } from './api.ts'

const INVOICES = 'netsuite-invoice-to-stripe-invoice'
const FROM_STRIPE = 'stripe-invoice-to-netsuite-invoice'
const PAYMENTS = 'stripe-invoice-paid-to-netsuite-payment'

let world: TemplateWorld
/** A NetSuite customer whose first invoice has made a customer in Stripe. */
let customer: { netsuite: string; stripe: string }

beforeAll(async () => {
  world = await openTemplateWorld([INVOICES, FROM_STRIPE, PAYMENTS])
})
afterAll(() => world[Symbol.asyncDispose]())

beforeEach(async () => {
  const name = `Kept ${crypto.randomUUID()}`
  const facts = { companyName: name, email: `${name.slice(5)}@books.test`, subsidiary: { id: '1' } }
  const netsuite = await world.netsuite.create('customer', facts, world.signal)
  const { invoice } = await sent(netsuite, 50)
  customer = { netsuite, stripe: String(invoice.customer) }
  await pay(invoice)
})

/** A NetSuite invoice over `rate` in major units, and what the flow made of it in Stripe. */
async function sent(netsuite: string, rate: number) {
  const dueDate = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)
  const item = { items: [{ item: { id: '90' }, quantity: 1, rate }] }
  const facts = { entity: { id: netsuite }, dueDate, item }
  const id = await world.netsuite.create('invoice', facts, world.signal)
  expect((await world.run(INVOICES, { ids: [id] })).counts).toMatchObject({ done: 1, failed: 0 })
  const { data } = await world.stripe.invoices.list({ limit: 10 })
  const invoice = data.find(({ metadata }) => metadata?.netsuite_invoice_id === id)
  if (!invoice) throw new Error(`NetSuite invoice ${id} is not in Stripe.`)
  return { id, invoice }
}

/** Minor units; below 0 it is credit. */
const changeBalance = (amount: number) =>
  world.stripe.customers.createBalanceTransaction(customer.stripe, { amount, currency: 'usd' })

const pay = ({ id = '' }: Stripe.Invoice) =>
  world.stripe.invoices.pay(id, { payment_method: 'pm_card_visa' })

async function reportOn(key = '') {
  const report = await books(world.engine, { integrationId: world.integrationId })
  const excluded = report.excluded.filter((one) => one.key === key)
  return { differing: report.differing.filter((one) => one.key === key), excluded }
}

const appliedTo = (invoice: string) =>
  world.query(
    `SELECT l.nexttype AS type, l.foreignamount AS amount FROM nexttransactionlinelink l
    WHERE l.previousdoc = ? AND l.linktype = 'Payment' ORDER BY l.nextdoc`,
    [invoice],
  )

test('what Stripe kept for the customer pays an invoice of NetSuite there, and is credited in NetSuite', async () => {
  await changeBalance(-2_000)
  const { id, invoice } = await sent(customer.netsuite, 100)
  expect(invoice).toMatchObject({ total: 10_000, amount_due: 8_000 })
  await world.run(PAYMENTS)
  const open = await reportOn(invoice.id)
  expect(open.differing).toEqual([])
  expect(open.excluded).toMatchObject([
    { reason: 'The customer’s balance with Stripe paid 20.00 USD of it.' },
  ])
  await pay(invoice)
  const ids = [invoice.id ?? '']
  expect((await world.run(PAYMENTS, { ids })).counts).toMatchObject({ done: 1, failed: 0 })
  expect(await netsuiteRecord(world, 'invoice', id)).toMatchObject({
    ...{ amountRemaining: 0, custbody_stripe_status: 'paid' },
  })
  const applied = await appliedTo(id)
  expect(applied.map(({ type, amount }) => [type, Number(amount)])).toEqual([
    ['CustCred', 20],
    ['CustPymt', 80],
  ])
  expect(await reportOn(invoice.id)).toEqual({ differing: [], excluded: [] })
  const since = await world.markCalls()
  expect((await world.run(PAYMENTS, { ids })).counts).toMatchObject({ unchanged: 1, done: 0 })
  expect(await world.writesSince(since)).toBe(0)
})

test('an invoice of NetSuite that a balance pays whole brings a credit memo and no payment', async () => {
  await changeBalance(-10_000)
  const { id, invoice } = await sent(customer.netsuite, 100)
  expect(invoice).toMatchObject({ status: 'paid', amount_due: 0 })
  const ids = [invoice.id ?? '']
  expect((await world.run(PAYMENTS, { ids })).counts).toMatchObject({ done: 1, failed: 0 })
  expect(await netsuiteRecord(world, 'invoice', id)).toMatchObject({
    ...{ amountRemaining: 0, custbody_stripe_status: 'paid' },
  })
  expect((await appliedTo(id)).map(({ type }) => type)).toEqual(['CustCred'])
  expect(await reportOn(invoice.id)).toEqual({ differing: [], excluded: [] })
  expect((await world.run(PAYMENTS, { ids })).counts).toMatchObject({ filtered: 1, failed: 0 })
})

test('where the credit is in NetSuite already, a balance brings nothing', async () => {
  await world.share({ appliedBalance: 'leave' })
  await changeBalance(-10_000)
  const { id, invoice } = await sent(customer.netsuite, 100)
  const run = await world.run(PAYMENTS, { ids: [invoice.id ?? ''] })
  await world.share({ appliedBalance: 'creditMemo' })
  expect(run.counts).toMatchObject({ filtered: 1, done: 0, failed: 0 })
  expect(await appliedTo(id)).toEqual([])
})

test('what the customer owed Stripe from before is invoiced in NetSuite with what it is paid with', async () => {
  await changeBalance(1_000)
  const draft = await world.stripe.invoices.create({
    ...{ customer: customer.stripe, currency: 'usd' },
    ...{ collection_method: 'send_invoice' as const, days_until_due: 30 },
  })
  const { id: invoice = '' } = draft
  await world.stripe.invoiceItems.create({
    ...{ customer: customer.stripe, invoice, amount: 5_000, currency: 'usd' },
  })
  const made = await world.stripe.invoices.finalizeInvoice(invoice)
  expect(made).toMatchObject({ total: 5_000, amount_due: 6_000, ending_balance: 0 })
  await pay(made)
  expect((await world.run(FROM_STRIPE, { ids: [invoice] })).counts).toMatchObject({ failed: 0 })
  expect((await world.run(PAYMENTS, { ids: [invoice] })).counts).toMatchObject({ failed: 0 })
  const booked = await netsuiteRecord(world, 'invoice', { externalId: invoice })
  expect(booked).toMatchObject({ total: 60, amountRemaining: 0 })
  expect(await reportOn(invoice)).toEqual({ differing: [], excluded: [] })
})
