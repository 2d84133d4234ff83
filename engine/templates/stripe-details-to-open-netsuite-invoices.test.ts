import type Stripe from 'stripe'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { JsonObject } from '#nodes/json.ts'
import { closePeriod } from '../../testing/payment-business.ts'
import { openTemplateWorld, type TemplateWorld } from '../../testing/template-world.ts'

const FLOW = 'stripe-details-to-open-netsuite-invoices'

let world: TemplateWorld
let customer: string
let stripeCustomer: string
let made = 0

beforeAll(async () => {
  world = await openTemplateWorld([FLOW])
  stripeCustomer = (await world.stripe.customers.create({ name: 'Buyer' })).id
  const fields = { subsidiary: { id: '1' }, custentity_stripe_customer_id: stripeCustomer }
  const body = { companyName: 'Buyer', currency: { id: '1' }, ...fields }
  customer = await world.netsuite.create('customer', body, world.signal)
})
afterAll(async () => {
  await world[Symbol.asyncDispose]()
})

/** An open Stripe invoice over so many dollars. */
async function inStripe(amount: number, over: Stripe.InvoiceCreateParams = {}, currency = 'usd') {
  const { stripe } = world
  const draft = await stripe.invoices.create({
    ...{ customer: stripeCustomer, collection_method: 'send_invoice', days_until_due: 30 },
    ...{ currency, ...over },
  })
  const line = { customer: stripeCustomer, invoice: draft.id, currency }
  await stripe.invoiceItems.create({ ...line, amount: amount * 100 })
  return stripe.invoices.finalizeInvoice(draft.id)
}

/** An open NetSuite invoice over so many dollars. */
function inNetSuite(amount: number, over: JsonObject = {}): Promise<string> {
  made += 1
  const line = { item: { id: '90' }, quantity: 1, amount }
  const body = { entity: { id: customer }, tranId: `N-${made}`, item: { items: [line] }, ...over }
  return world.netsuite.create('invoice', body, world.signal)
}

async function linkedPair(amount: number) {
  const invoice = await inStripe(amount)
  return { invoice, id: await inNetSuite(amount, { custbody_stripe_invoice_id: invoice.id }) }
}

const stored = async (id: string) => {
  const { signal } = world
  return (await world.netsuite.get('invoice', { id }, { signal })) ?? {}
}
const run = (...ids: string[]) => world.run(FLOW, { ids })

test('status changed → only that field patched', async () => {
  const { invoice, id } = await linkedPair(40)
  const dry = await world.run(FLOW, { ids: [id], dryRun: true })
  expect(dry.counts).toMatchObject({ read: 1, failed: 0 })
  expect((await stored(id)).custbody_stripe_status).toBeUndefined()
  expect((await run(id)).counts).toMatchObject({ done: 1, failed: 0 })
  const before = await stored(id)
  expect(before).toMatchObject({
    ...{ custbody_stripe_status: 'open', custbody_stripe_number: invoice.number },
    custbody_stripe_hosted_url: invoice.hosted_invoice_url,
    ...{ custbody_stripe_amount_remaining: 40, custbody_stripe_attempt_count: 0 },
  })
  await world.stripe.invoices.markUncollectible(invoice.id)
  await world.control('netsuite', 'DELETE', '/calls')
  await run(id)
  const { lastModifiedDate: _now, ...after } = await stored(id)
  const { lastModifiedDate: _then, ...rest } = before
  expect(after).toEqual({ ...rest, custbody_stripe_status: 'uncollectible' })
})

test('nothing changed → 0 writes', async () => {
  await linkedPair(25)
  await world.run(FLOW)
  const before = await world.markCalls()
  const again = await world.run(FLOW)
  expect(again.counts.read).toBeGreaterThan(1)
  expect(again.counts).toMatchObject({ done: 0, failed: 0 })
  expect(await world.writesSince(before)).toBe(0)
})

test('unlinked unique match → linked both sides', async () => {
  const id = await inNetSuite(31)
  const metadata = { netsuite_invoice_id: id }
  const invoice = await inStripe(31, { metadata })
  await run(id)
  expect(await stored(id)).toMatchObject({
    ...{ custbody_stripe_invoice_id: invoice.id, custbody_stripe_status: 'open' },
  })
})

test('an unlinked invoice is found by number, customer, currency and total', async () => {
  const id = await inNetSuite(32, { tranId: 'INV-FOUND' })
  const invoice = await inStripe(32, { number: 'INV-FOUND' })
  await run(id)
  expect(await stored(id)).toMatchObject({ custbody_stripe_invoice_id: invoice.id })
  const { metadata } = await world.stripe.invoices.retrieve(invoice.id)
  expect(metadata).toEqual({ netsuite_invoice_id: id })
  const other = await inNetSuite(33, { tranId: 'INV-OTHER' })
  await inStripe(34, { number: 'INV-OTHER' })
  expect(await world.records(await run(other))).toMatchObject([{ outcome: 'filtered' }])
})

test('ambiguous → no write', async () => {
  const id = await inNetSuite(35)
  const metadata = { netsuite_invoice_id: id }
  await inStripe(35, { metadata })
  await inStripe(35, { metadata })
  const before = await world.markCalls()
  expect((await run(id)).counts).toMatchObject({ failed: 1 })
  expect(await world.writesSince(before)).toBe(0)
  expect(await world.openErrors(FLOW)).toMatchObject([{ class: 'duplicate' }])
})

test('an invoice that Stripe does not know is reported, and its fields stay', async () => {
  const fields = { custbody_stripe_invoice_id: 'in_gone', custbody_stripe_status: 'open' }
  const id = await inNetSuite(36, fields)
  expect((await run(id)).counts).toMatchObject({ failed: 1 })
  const errors = await world.openErrors(FLOW)
  expect(errors.find(({ recordKey }) => recordKey === id)).toMatchObject({ class: 'missing' })
  expect(await stored(id)).toMatchObject(fields)
})

test('totals that differ are marked as mismatch and reported', async () => {
  const invoice = await inStripe(37)
  const id = await inNetSuite(39, { custbody_stripe_invoice_id: invoice.id })
  expect((await run(id)).counts).toMatchObject({ failed: 1 })
  const errors = await world.openErrors(FLOW)
  expect(errors.find(({ recordKey }) => recordKey === id)?.message).toContain('is of 39 USD')
  expect(await stored(id)).toMatchObject({ custbody_stripe_status: 'mismatch', total: 39 })
})

test('a payment of a paid invoice is booked when the setting says so', async () => {
  const { invoice, id } = await linkedPair(41)
  await world.stripe.invoices.pay(invoice.id, { payment_method: 'pm_card_visa' })
  await run(id)
  expect(await stored(id)).toMatchObject({ amountRemaining: 41, custbody_stripe_status: 'paid' })
  await world.set(FLOW, { createPaymentOnPaid: true })
  await run(id)
  expect(await stored(id)).toMatchObject({ amountRemaining: 0 })
})

test('an uncollectible invoice is written off when the setting says so', async () => {
  const { invoice, id } = await linkedPair(42)
  await world.stripe.invoices.markUncollectible(invoice.id)
  await world.set(FLOW, { creditOnUncollectible: true, uncollectibleItem: '90' })
  await run(id)
  expect(await stored(id)).toMatchObject({ amountRemaining: 0, total: 42 })
  const memos = await world.query('SELECT externalid FROM transaction WHERE externalid = ?', [
    `${invoice.id}-wo`,
  ])
  expect(memos).toHaveLength(1)
})

test('a write-off of a closed period goes to the first open day when the settings say so', async () => {
  const { invoice, id } = await linkedPair(43)
  await world.stripe.invoices.markUncollectible(invoice.id)
  await closePeriod(world, true)
  await run(id)
  const errors = await world.openErrors(FLOW)
  expect(errors.find(({ recordKey }) => recordKey === id)?.message).toMatch(/period .* is closed/)
  await world.share({ closedPeriod: 'firstOpenDay' })
  await run(id)
  await world.share({ closedPeriod: 'error' })
  await closePeriod(world, false)
  expect(await stored(id)).toMatchObject({ amountRemaining: 0 })
})

test('an invoice in another currency is a mismatch, also over the same number', async () => {
  const invoice = await inStripe(44, {}, 'eur')
  const id = await inNetSuite(44, { custbody_stripe_invoice_id: invoice.id })
  await run(id)
  expect(await stored(id)).toMatchObject({ custbody_stripe_status: 'mismatch' })
})

test('old invoices and those marked to be skipped are left alone', async () => {
  const today = new Date((await world.netsuite.serverTime(world.signal)).getTime())
  const old = new Date(today.getTime() - 420 * 86_400_000).toISOString().slice(0, 10)
  const stale = await inNetSuite(43, { tranDate: old })
  const skipped = await inNetSuite(44, { custbody_stripe_skip: true })
  const records = await world.records(await world.run(FLOW))
  const keys = records.map(({ key }) => key)
  expect(keys.length).toBeGreaterThan(3)
  expect(keys).not.toContain(stale)
  expect(keys).not.toContain(skipped)
})

test('a payment link that has expired is replaced by a new one', async () => {
  const { invoice, id } = await linkedPair(45)
  await run(id)
  await world.advance(61)
  expect((await fetch(invoice.hosted_invoice_url ?? '')).status).toBe(410)
  await world.run(FLOW)
  const { custbody_stripe_hosted_url: link } = await stored(id)
  expect(link).not.toBe(invoice.hosted_invoice_url)
  expect((await fetch(String(link))).status).toBe(200)
})
