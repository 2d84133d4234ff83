import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  netsuiteInvoice,
  netsuiteRecord,
  newBuyer,
  payByCard,
  payInParts,
  paymentsOf,
  stripeInvoice,
  type Buyer,
} from '../../testing/payment-business.ts'
import { openTemplateWorld, type TemplateWorld } from '../../testing/template-world.ts'

const FLOW = 'stripe-charge-to-netsuite-invoice'
const PAYMENTS = 'stripe-payment-to-netsuite-payment'

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

/** Takes money without an invoice; gives the charge's id. */
async function chargeOf(
  amount: number,
  payer: Buyer | null = buyer,
  metadata: Record<string, string> = {},
): Promise<string> {
  const { latest_charge: charge } = await payByCard(world, payer, amount, { metadata })
  return typeof charge === 'string' ? charge : (charge?.id ?? '')
}

/** The same in the old way, without a payment intent. */
async function sourceCharge(amount: number): Promise<string> {
  const { id } = await world.stripe.charges.create({
    ...{ amount, currency: 'usd', customer: buyer.stripe, source: 'tok_visa' },
  })
  return id
}

const invoiceOf = (charge: string) => netsuiteRecord(world, 'invoice', { externalId: charge })

test('card charge 49.99 USD with customer → invoice 49.99, externalid ch_…', async () => {
  const charge = await chargeOf(4999)
  expect((await run(charge)).counts).toMatchObject({ done: 1, failed: 0 })
  const invoice = await invoiceOf(charge)
  expect(invoice).toMatchObject({
    ...{ externalId: charge, total: 49.99, entity: { id: buyer.netsuite } },
    custbody_stripe_charge_id: charge,
  })
  const told = await world.stripe.charges.retrieve(charge)
  expect(told.metadata.netsuite_invoice_id).toBe(invoice.id)
})

test('replay → ignored', async () => {
  const charge = await chargeOf(1200)
  await run(charge)
  expect((await run(charge)).counts).toMatchObject({ unchanged: 1, done: 0, failed: 0 })
})

test('charge belonging to a Stripe invoice → filtered (counted, with reason)', async () => {
  const invoice = await stripeInvoice(world, buyer, 5000)
  const [intent] = await payInParts(world, buyer, invoice, [5000])
  const done = await run(String(intent?.latest_charge))
  expect(done.counts).toMatchObject({ filtered: 1, failed: 0 })
  expect((await world.records(done))[0]?.reason).toContain(invoice.id)
})

test('guest charge → default customer', async () => {
  const charge = await chargeOf(800, null)
  expect((await run(charge)).counts).toMatchObject({ failed: 1 })
  await world.share({ defaultCustomer: buyer.netsuite })
  expect((await run(charge)).counts).toMatchObject({ done: 1, failed: 0 })
  await world.share({ defaultCustomer: '' })
  expect(await invoiceOf(charge)).toMatchObject({ entity: { id: buyer.netsuite }, total: 8 })
})

test('a charge that names a NetSuite invoice by its number is left to the flow of payments', async () => {
  const numbered = await netsuiteInvoice(world, buyer, 40)
  const { tranId } = await netsuiteRecord(world, 'invoice', numbered)
  const otherRefNum = `PO-${buyer.netsuite}`
  const ordered = await netsuiteInvoice(world, buyer, 40, { otherRefNum })
  const charges = [
    await chargeOf(4000, buyer, { invoice_number: String(tranId) }),
    await chargeOf(4000, buyer, { order_id: otherRefNum }),
  ]
  for (const charge of charges) {
    const done = await run(charge)
    expect(done.counts).toMatchObject({ filtered: 1, failed: 0 })
    expect((await world.records(done))[0]?.reason).toContain('The flow of payments books it.')
    await world.run(PAYMENTS, { ids: [charge] })
  }
  const invoices = await world.query(
    "SELECT id, foreignamountunpaid AS unpaid FROM transaction WHERE type = 'CustInvc' AND entity = ? ORDER BY id",
    [buyer.netsuite],
  )
  expect(invoices.map(({ id, unpaid }) => [id, Number(unpaid)])).toEqual([
    [numbered, 0],
    [ordered, 0],
  ])
})

test('a charge for an order that has no invoice in NetSuite becomes one, and stays that one', async () => {
  const otherRefNum = `PO-${buyer.netsuite}`
  const charge = await chargeOf(2200, buyer, { order_id: otherRefNum })
  const booked = await run(charge)
  expect(booked).toMatchObject({ counts: { done: 1, failed: 0 }, nodes: { named: { done: 1 } } })
  const invoice = await invoiceOf(charge)
  expect(invoice).toMatchObject({ total: 22, amountRemaining: 0 })
  // As somebody notes the order on it afterwards.
  const id = String(invoice.id)
  await world.netsuite.update('invoice', id, { otherRefNum }, { signal: world.signal })
  const again = await run(charge)
  expect(again.counts).toMatchObject({ unchanged: 1, filtered: 0, failed: 0 })
  expect(again.nodes).not.toHaveProperty('named')
})

test('a charge that names no number is not looked for in NetSuite', async () => {
  const { counts, nodes } = await run(await chargeOf(1900))
  expect(counts).toMatchObject({ done: 1 })
  expect(nodes).not.toHaveProperty('named')
})

test('a charge that this flow and the flow of payments handle ends in one invoice and one payment', async () => {
  const first = await chargeOf(3000)
  await world.run(PAYMENTS, { ids: [first] })
  expect(await paymentsOf(world, buyer)).toMatchObject([{ unapplied: 30 }])
  await run(first)
  expect(await invoiceOf(first)).toMatchObject({ amountRemaining: 0 })
  await world.set(FLOW, { payInvoice: false })
  const second = await chargeOf(2000)
  await run(second)
  expect(await invoiceOf(second)).toMatchObject({ amountRemaining: 20 })
  await world.set(FLOW, { payInvoice: true })
  await world.run(PAYMENTS, { ids: [second] })
  await run(second)
  expect(await invoiceOf(second)).toMatchObject({ amountRemaining: 0 })
  expect(await paymentsOf(world, buyer)).toMatchObject([
    { payment: 30, unapplied: 0 },
    { payment: 20, unapplied: 0 },
  ])
})

test('a charge without a payment intent ends in one invoice and one payment, whichever flow is first', async () => {
  const flows = [
    [FLOW, PAYMENTS],
    [PAYMENTS, FLOW],
  ]
  const charges: string[] = []
  for (const order of flows) {
    const charge = await sourceCharge(1500)
    charges.push(charge)
    for (const flow of [...order, ...order]) {
      expect((await world.run(flow, { ids: [charge] })).counts).toMatchObject({ failed: 0 })
    }
  }
  const atOnce = await sourceCharge(1500)
  charges.push(atOnce)
  await Promise.all([FLOW, PAYMENTS].map((flow) => world.run(flow, { ids: [atOnce] })))
  await run(atOnce)
  for (const charge of charges) {
    expect(await invoiceOf(charge)).toMatchObject({ total: 15, amountRemaining: 0 })
  }
  expect(await paymentsOf(world, buyer)).toMatchObject(
    charges.map((charge) => ({ externalId: `${charge}-py`, payment: 15, unapplied: 0 })),
  )
  expect(await world.openErrors(PAYMENTS)).toEqual([])
})

test('only what was captured becomes the invoice', async () => {
  const held = await payByCard(world, buyer, 10_000, { capture_method: 'manual' })
  const charge = String(held.latest_charge)
  expect((await run(charge)).counts).toMatchObject({ filtered: 1 })
  await world.stripe.paymentIntents.capture(held.id, { amount_to_capture: 6000 })
  expect((await run(charge)).counts).toMatchObject({ done: 1 })
  expect(await invoiceOf(charge)).toMatchObject({ total: 60, amountRemaining: 0 })
})

test('a currency that NetSuite lacks is reported, and nothing is booked', async () => {
  const intent = await payByCard(world, buyer, 5000, { currency: 'isk' })
  expect((await run(String(intent.latest_charge))).counts).toMatchObject({ failed: 1 })
  const [error] = await world.openErrors(FLOW)
  expect(error).toMatchObject({ class: 'missing', message: expect.stringContaining('ISK') })
})

test('a dry run says that an invoice would be made, and writes nothing', async () => {
  const charge = await chargeOf(900)
  const since = await world.markCalls()
  const done = await world.run(FLOW, { ids: [charge], dryRun: true })
  expect(done.counts).toMatchObject({ done: 1, failed: 0 })
  expect(await world.writesSince(since)).toBe(0)
  expect(done.nodes).toMatchObject({ book: { done: 1 } })
})

test('Running it again with nothing changed makes zero writing calls', async () => {
  const charge = await chargeOf(2500)
  await run(charge)
  const since = await world.markCalls()
  await run(charge)
  expect(await world.writesSince(since)).toBe(0)
})

test('ACH charge created Monday, succeeded Thursday → imported Thursday (fails with a created-only cursor)', async () => {
  const bank = await world.stripe.paymentMethods.create({
    type: 'us_bank_account',
    us_bank_account: {
      ...{ account_holder_type: 'company', account_number: '000123456789' },
      routing_number: '110000000',
    },
    billing_details: { name: 'Acme Ltd' },
  })
  await world.stripe.paymentMethods.attach(bank.id, { customer: buyer.stripe })
  const intent = await payByCard(world, buyer, 7700, {
    payment_method: bank.id,
    ...{ mandate_data: { customer_acceptance: { type: 'offline' } } },
  })
  const charge = String(intent.latest_charge)
  const monday = await world.run(FLOW)
  expect((await world.records(monday)).find(({ key }) => key === charge)).toMatchObject({
    outcome: 'filtered',
  })
  await world.advance(7)
  const thursday = await world.run(FLOW)
  expect((await world.records(thursday)).find(({ key }) => key === charge)).toMatchObject({
    outcome: 'done',
  })
  expect(await invoiceOf(charge)).toMatchObject({ total: 77, amountRemaining: 0 })
})
