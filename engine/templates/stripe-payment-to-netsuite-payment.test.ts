import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  netsuiteInvoice,
  netsuiteRecord,
  newBuyer,
  payByBank,
  payByCard,
  payInParts,
  paymentsOf,
  stripeInvoice,
  type Buyer,
} from '../../testing/payment-business.ts'
import { openTemplateWorld, type TemplateWorld } from '../../testing/template-world.ts'

const FLOW = 'stripe-payment-to-netsuite-payment'

let world: TemplateWorld
let buyer: Buyer

beforeAll(async () => {
  world = await openTemplateWorld([FLOW])
})

beforeEach(async () => {
  buyer = await newBuyer(world)
})

afterAll(async () => {
  await world[Symbol.asyncDispose]()
})

const run = (id: string) => world.run(FLOW, { ids: [id] })
const naming = (invoice: string) => ({ metadata: { netsuite_invoice_id: invoice } })
const openOf = async (id: string) => (await netsuiteRecord(world, 'invoice', id)).amountRemaining

test('PI with metadata.netsuite_invoice_id → applied to it', async () => {
  const invoice = await netsuiteInvoice(world, buyer, 100)
  const intent = await payByCard(world, buyer, 10_000, naming(invoice))
  expect(await run(intent.id)).toMatchObject({ counts: { done: 1, failed: 0 } })
  expect(await paymentsOf(world, buyer)).toMatchObject([
    {
      ...{ externalId: intent.id, payment: 100, unapplied: 0 },
      ...{ custbody_stripe_payment_id: intent.id, custbody_stripe_charge_id: intent.latest_charge },
    },
  ])
  expect(await openOf(invoice)).toBe(0)
  const told = await world.stripe.paymentIntents.retrieve(intent.id)
  const [payment] = await paymentsOf(world, buyer)
  expect(told.metadata.netsuite_customer_payment_id).toBe(payment?.id)
})

test('without → policy applies', async () => {
  const first = await payByCard(world, buyer, 2000)
  expect((await run(first.id)).counts).toMatchObject({ done: 1 })
  expect(await paymentsOf(world, buyer)).toMatchObject([{ payment: 20, unapplied: 20 }])
  await world.set(FLOW, { unmatched: 'error' })
  const second = await payByCard(world, buyer, 3000)
  expect((await run(second.id)).counts).toMatchObject({ failed: 1 })
  const [error] = await world.openErrors(FLOW)
  expect(error).toMatchObject({ class: 'missing', message: expect.stringContaining(second.id) })
  expect(await paymentsOf(world, buyer)).toHaveLength(1)
  await world.set(FLOW, { unmatched: 'unapplied', autoMatch: 'unique' })
  const invoice = await netsuiteInvoice(world, buyer, 30)
  expect((await run(second.id)).counts).toMatchObject({ done: 1 })
  expect(await openOf(invoice)).toBe(0)
  await world.set(FLOW, { autoMatch: 'off' })
})

test('hand-keyed payment of equal amount 2 days earlier → linked, not duplicated', async () => {
  const day = new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10)
  const keyed = await world.netsuite.create(
    'customerPayment',
    { customer: { id: buyer.netsuite }, payment: 45, tranDate: day, memo: 'by hand' },
    world.signal,
  )
  const intent = await payByCard(world, buyer, 4500)
  expect((await run(intent.id)).counts).toMatchObject({ done: 1, failed: 0 })
  expect(await paymentsOf(world, buyer)).toMatchObject([
    { id: keyed, memo: 'by hand', custbody_stripe_payment_id: intent.id },
  ])
  const since = await world.markCalls()
  expect((await run(intent.id)).counts).toMatchObject({ unchanged: 1 })
  expect(await world.writesSince(since)).toBe(0)
})

test('one keyed-in payment stands for one of two alike, and the other is booked by itself', async () => {
  const tranDate = new Date().toISOString().slice(0, 10)
  const fields = { customer: { id: buyer.netsuite }, payment: 47, tranDate }
  const keyed = await world.netsuite.create('customerPayment', fields, world.signal)
  const ids = [(await payByCard(world, buyer, 4700)).id, (await payByCard(world, buyer, 4700)).id]
  expect((await world.run(FLOW, { ids })).counts).toMatchObject({ done: 1, failed: 1 })
  const [linked] = await paymentsOf(world, buyer)
  expect(linked).toMatchObject({ id: keyed, custbody_stripe_payment_id: expect.any(String) })
  const other = ids.find((id) => id !== linked?.custbody_stripe_payment_id) ?? ''
  const error = (await world.openErrors(FLOW)).find(({ recordKey }) => recordKey === other)
  expect(error).toMatchObject({ class: 'duplicate', message: expect.stringContaining('by its id') })
  expect((await run(other)).counts).toMatchObject({ done: 1, failed: 0 })
  expect(await paymentsOf(world, buyer)).toMatchObject([
    { id: keyed, payment: 47 },
    { externalId: other, payment: 47 },
  ])
})

test('what was booked of an invoice’s payment record stands for no card payment', async () => {
  const fields = { customer: { id: buyer.netsuite }, payment: 48, externalId: 'inpay_check' }
  const tranDate = new Date().toISOString().slice(0, 10)
  await world.netsuite.create('customerPayment', { ...fields, tranDate }, world.signal)
  const intent = await payByCard(world, buyer, 4800)
  await run(intent.id)
  expect(await paymentsOf(world, buyer)).toMatchObject([
    { externalId: 'inpay_check' },
    { externalId: intent.id, payment: 48 },
  ])
})

test('a payment that is in NetSuite already is not reported for want of an invoice', async () => {
  const intent = await payByCard(world, buyer, 4900)
  await run(intent.id)
  await world.set(FLOW, { unmatched: 'error' })
  const { counts } = await run(intent.id)
  await world.set(FLOW, { unmatched: 'unapplied' })
  expect(counts).toMatchObject({ unchanged: 1, failed: 0 })
})

test('a payment that was linked is not booked anew when it is not found any more', async () => {
  const tranDate = new Date().toISOString().slice(0, 10)
  const keyed = await world.netsuite.create(
    'customerPayment',
    { customer: { id: buyer.netsuite }, payment: 46, tranDate },
    world.signal,
  )
  const intent = await payByCard(world, buyer, 4600)
  await run(intent.id)
  // As for a run that has looked for it by its Stripe id before the one that links it, and by amount after.
  const blank = {
    custbody_stripe_payment_id: null,
    custbody_stripe_charge_id: null,
    payment: 45.99,
  }
  await world.netsuite.update('customerPayment', keyed, blank, { signal: world.signal })
  const invoice = await netsuiteInvoice(world, buyer, 20)
  await world.stripe.paymentIntents.update(intent.id, naming(invoice))
  expect((await run(intent.id)).counts).toMatchObject({ failed: 0 })
  expect(await paymentsOf(world, buyer)).toMatchObject([{ id: keyed, applied: 20 }])
})

test('payment 102 on a 100 invoice → 100 applied, 2 unapplied', async () => {
  const invoice = await netsuiteInvoice(world, buyer, 100)
  const { id } = await payByCard(world, buyer, 10_200, naming(invoice))
  await run(id)
  expect(await paymentsOf(world, buyer)).toMatchObject([
    { payment: 102, applied: 100, unapplied: 2 },
  ])
})

test('one payment for several invoices pays the one due first', async () => {
  const later = await netsuiteInvoice(world, buyer, 60, { dueDate: '2027-02-01' })
  const first = await netsuiteInvoice(world, buyer, 60, { dueDate: '2027-01-01' })
  const { id } = await payByCard(world, buyer, 7000, naming(`${later}, ${first}`))
  await run(id)
  expect([await openOf(first), await openOf(later)]).toEqual([0, 50])
})

test('an invoice is found by the number that the payment names', async () => {
  const invoice = await netsuiteInvoice(world, buyer, 15, { otherRefNum: `PO-${buyer.netsuite}` })
  const metadata = { order_id: `PO-${buyer.netsuite}` }
  await run((await payByCard(world, buyer, 1500, { metadata })).id)
  expect(await openOf(invoice)).toBe(0)
})

test('a payment that is a little short closes the invoice when the setting says so', async () => {
  await world.set(FLOW, { tolerance: 0.5, writeOffItem: '90' })
  const invoice = await netsuiteInvoice(world, buyer, 100)
  const { id } = await payByCard(world, buyer, 9960, naming(invoice))
  expect((await run(id)).counts).toMatchObject({ done: 1, failed: 0 })
  await world.set(FLOW, { tolerance: 0 })
  expect(await openOf(invoice)).toBe(0)
  expect(await netsuiteRecord(world, 'creditMemo', { externalId: `${id}-wo` })).toMatchObject({
    total: 0.4,
  })
})

test('an invoice in another currency is reported, and nothing is booked', async () => {
  const invoice = await netsuiteInvoice(world, buyer, 100)
  const eur = await payByCard(world, buyer, 10_000, { ...naming(invoice), currency: 'eur' })
  expect((await run(eur.id)).counts).toMatchObject({ failed: 1 })
  expect(await paymentsOf(world, buyer)).toEqual([])
})

test('a payment of a Stripe invoice is left out', async () => {
  const invoice = await stripeInvoice(world, buyer, 5000)
  const [intent] = await payInParts(world, buyer, invoice, [5000])
  const done = await run(intent?.id ?? '')
  expect(done.counts).toMatchObject({ filtered: 1 })
  expect((await world.records(done))[0]?.reason).toContain(invoice.id)
})

test('a payment of a guest goes to the customer of guests', async () => {
  await world.share({ defaultCustomer: buyer.netsuite })
  const { id } = await payByCard(world, null, 700)
  expect((await run(id)).counts).toMatchObject({ done: 1, failed: 0 })
  expect(await paymentsOf(world, buyer)).toMatchObject([{ externalId: id, unapplied: 7 }])
})

test('a dry run says that a deposit would be made, and writes nothing', async () => {
  await world.set(FLOW, { unmatched: 'deposit' })
  const { id } = await payByCard(world, buyer, 800)
  const since = await world.markCalls()
  const done = await world.run(FLOW, { ids: [id], dryRun: true })
  await world.set(FLOW, { unmatched: 'unapplied' })
  expect(done.counts).toMatchObject({ done: 1, failed: 0 })
  expect(await world.records(done)).toMatchObject([{ targetId: '(new customerDeposit)' }])
  expect(await world.writesSince(since)).toBe(0)
})

test('Running it again with nothing changed makes zero writing calls', async () => {
  const invoice = await netsuiteInvoice(world, buyer, 25)
  const { id } = await payByCard(world, buyer, 2500, naming(invoice))
  await run(id)
  const since = await world.markCalls()
  expect((await run(id)).counts).toMatchObject({ unchanged: 1, done: 0 })
  expect(await world.writesSince(since)).toBe(0)
})

test('a bank debit that fails after it was booked is reported, so that a person voids its payment', async () => {
  const { charge } = await payByBank(world, buyer, 3000)
  expect((await run(charge)).counts).toMatchObject({ done: 1, failed: 0 })
  const [payment] = await paymentsOf(world, buyer)
  await world.control('stripe', 'POST', `/charges/${charge}/fail`)
  await world.run(FLOW)
  await world.run(FLOW)
  const tasks = (await world.openErrors(FLOW)).filter(({ recordKey }) => recordKey === charge)
  expect(tasks).toMatchObject([{ message: expect.stringContaining('Void that payment') }])
  expect(tasks[0]?.message).toContain(`NetSuite payment ${String(payment?.tranId)}`)
  await world.control('netsuite', 'POST', '/void', {
    type: 'customerPayment',
    id: payment?.id ?? '',
  })
  await world.run(FLOW)
  const open = await world.openErrors(FLOW)
  expect(open.map(({ recordKey }) => recordKey)).not.toContain(charge)
})
