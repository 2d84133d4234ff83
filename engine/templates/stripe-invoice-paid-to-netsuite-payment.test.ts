import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  closePeriod,
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
import { retryErrors, traceKey, waitForRun } from '../api.ts'

const FLOW = 'stripe-invoice-paid-to-netsuite-payment'
const CUSTOMERS = 'stripe-customer-to-netsuite-customer'
const INVOICES = 'stripe-invoice-to-netsuite-invoice'
const PAYMENTS = 'stripe-payment-to-netsuite-payment'
const STATUS = 'netsuite-invoice-status-to-stripe'
/** What happens by itself behind a run. */
const POLL = { timeout: 30_000 }

let world: TemplateWorld
let buyer: Buyer

beforeAll(async () => {
  world = await openTemplateWorld([CUSTOMERS, INVOICES, PAYMENTS, STATUS, FLOW])
})

beforeEach(async () => {
  buyer = await newBuyer(world)
})

afterAll(async () => {
  await world[Symbol.asyncDispose]()
})

/** An invoice over 100.00 in both systems. */
async function invoiceOfBoth() {
  const invoice = await stripeInvoice(world, buyer, 10_000)
  const { id = '' } = invoice
  const booked = await netsuiteInvoice(world, buyer, 100, {
    ...{ externalId: id, custbody_stripe_invoice_id: id, custbody_stripe_status: 'open' },
  })
  return { invoice, id, booked }
}

const run = (id: string) => world.run(FLOW, { ids: [id] })

/** Notes in Stripe that an invoice was paid in part by other means; `amount` in minor units. */
async function putOnRecord(invoice: string, amount: number): Promise<void> {
  const now = Math.floor(Date.now() / 1000)
  const record = await world.stripe.paymentRecords.reportPayment({
    amount_requested: { currency: 'usd', value: amount },
    ...{ initiated_at: now, outcome: 'guaranteed', guaranteed: { guaranteed_at: now } },
    payment_method_details: { type: 'custom', custom: { display_name: 'Check' } },
  })
  await world.stripe.invoices.attachPayment(invoice, { payment_record: record.id })
}

/** What the step that booked a payment said about it. */
async function noteOf(key: string): Promise<string | undefined> {
  const [trace] = await traceKey(world.engine, key)
  return trace?.steps.find(({ kind }) => kind === 'netsuite.apply-payment')?.note
}

async function partsOf(invoice: string): Promise<string[]> {
  const { data } = await world.stripe.invoicePayments.list({ invoice, status: 'paid' })
  return data.map(({ id }) => `${invoice}#${id}`)
}

test('one invoice, two partial payments 40 + 60 → two customer payments, invoice paid in full', async () => {
  const { invoice, id, booked } = await invoiceOfBoth()
  const [first, second] = await payInParts(world, buyer, invoice, [4000, 6000])
  expect(await run(id)).toMatchObject({ state: 'done', counts: { read: 2, done: 2, failed: 0 } })
  const payments = await paymentsOf(world, buyer)
  expect(payments.map(({ payment }) => Number(payment)).toSorted()).toEqual([40, 60])
  expect(payments).toMatchObject([
    { unapplied: 0, custbody_stripe_payment_id: expect.stringMatching(/^pi_/) },
    { unapplied: 0, externalId: expect.stringMatching(/^inpay_/) },
  ])
  expect(await netsuiteRecord(world, 'invoice', booked)).toMatchObject({
    amountRemaining: 0,
    custbody_stripe_status: 'paid',
  })
  const told = await Promise.all(
    [first, second].map((intent) => world.stripe.paymentIntents.retrieve(intent?.id ?? '')),
  )
  expect(told.map(({ metadata }) => metadata.netsuite_customer_payment_id).toSorted()).toEqual(
    payments.map(({ id: payment }) => payment),
  )
})

test('a payment that is attached to an invoice after it was booked is applied, not booked twice', async () => {
  const { id, booked } = await invoiceOfBoth()
  const intent = await payByCard(world, buyer, 6000)
  await world.run(PAYMENTS, { ids: [intent.id] })
  expect(await paymentsOf(world, buyer)).toMatchObject([{ payment: 60, unapplied: 60 }])
  await world.stripe.invoices.attachPayment(id, { payment_intent: intent.id })
  expect((await run(id)).counts).toMatchObject({ done: 1, failed: 0 })
  expect(await paymentsOf(world, buyer)).toMatchObject([
    { externalId: intent.id, payment: 60, applied: 60, unapplied: 0 },
  ])
  expect(await netsuiteRecord(world, 'invoice', booked)).toMatchObject({ amountRemaining: 40 })
})

test('NS already paid → 100.00 unapplied + warning', async () => {
  const { invoice, id, booked } = await invoiceOfBoth()
  const apply = { items: [{ doc: { id: booked }, apply: true, amount: 100 }] }
  const cheque = { customer: { id: buyer.netsuite }, payment: 100, apply }
  await world.netsuite.create('customerPayment', cheque, world.signal)
  await payInParts(world, buyer, invoice, [10_000])
  expect(await run(id)).toMatchObject({ counts: { done: 1, failed: 0 } })
  const [, payment] = await paymentsOf(world, buyer)
  expect(payment).toMatchObject({ payment: 100, applied: 0, unapplied: 100 })
  const [key = ''] = await partsOf(id)
  expect(await noteOf(key)).toMatch(/^100 of the payment is left unapplied: invoice .* had 0 open/)
})

test('customer missing → error, retry works after flow 2 ran', async () => {
  await world.share({ unknownInvoice: 'unapplied' })
  const { id: stripe } = await world.stripe.customers.create({
    ...{ name: 'Newcomer Ltd', email: `${crypto.randomUUID()}@buyer.test` },
  })
  const newcomer = { stripe, netsuite: '' }
  const invoice = await stripeInvoice(world, newcomer, 2500)
  await payInParts(world, newcomer, invoice, [2500])
  await run(invoice.id ?? '')
  const [error] = await world.openErrors(FLOW)
  expect(error).toMatchObject({ class: 'missing', message: expect.stringContaining(stripe) })
  await world.run(CUSTOMERS, { ids: [stripe] })
  const retried = await retryErrors(world.engine, { ids: [error?.id ?? 0] })
  await waitForRun(world.engine, retried.runIds[0] ?? 0, AbortSignal.timeout(50_000))
  await world.share({ unknownInvoice: 'wait' })
  expect(await world.openErrors(FLOW)).toEqual([])
  const rows = await world.query(
    'SELECT id FROM customer WHERE custentity_stripe_customer_id = ?',
    [stripe],
  )
  const payments = await paymentsOf(world, { stripe, netsuite: rows[0]?.id ?? '' })
  expect(payments).toMatchObject([{ payment: 25, unapplied: 25 }])
})

test('an invoice that is not in NetSuite yet is waited for, and its payment is booked by itself', async () => {
  const invoice = await stripeInvoice(world, buyer, 7500)
  const { id = '' } = invoice
  await payInParts(world, buyer, invoice, [7500])
  const first = await run(id)
  expect(first.counts).toMatchObject({ done: 0, failed: 0 })
  expect(await world.openErrors(FLOW)).toEqual([])
  await world.run(INVOICES, { ids: [id] })
  await expect.poll(async () => (await paymentsOf(world, buyer)).length, POLL).toBe(1)
  expect(await paymentsOf(world, buyer)).toMatchObject([{ payment: 75, unapplied: 0 }])
})

test('money for an invoice that is voided in NetSuite is booked unapplied, and a person is asked', async () => {
  const { invoice, id, booked } = await invoiceOfBoth()
  await world.control('netsuite', 'POST', '/void', { type: 'invoice', id: booked })
  await payInParts(world, buyer, invoice, [10_000])
  expect((await run(id)).counts).toMatchObject({ failed: 1 })
  expect(await paymentsOf(world, buyer)).toMatchObject([{ payment: 100, unapplied: 100 }])
  const [error] = await world.openErrors(FLOW)
  expect(error).toMatchObject({ class: 'value', message: expect.stringContaining('is voided') })
})

test('a payment that NetSuite told Stripe of does not come back', async () => {
  await world.share({ outOfBand: true })
  const { id } = await invoiceOfBoth()
  const metadata = { netsuite_paid_date: '2026-11-20', netsuite_payment_numbers: 'PYMT12' }
  await world.stripe.invoices.update(id, { metadata })
  await world.stripe.invoices.pay(id, { paid_out_of_band: true })
  expect((await run(id)).counts).toMatchObject({ filtered: 1 })
  const other = await invoiceOfBoth()
  await world.stripe.invoices.pay(other.id, { paid_out_of_band: true })
  expect((await run(other.id)).counts).toMatchObject({ done: 1 })
  await world.share({ outOfBand: false })
  expect(await paymentsOf(world, buyer)).toMatchObject([
    { externalId: `${other.id}-oob`, payment: 100, unapplied: 0, undepFunds: true },
  ])
})

test('a payment of a part that NetSuite put on record in Stripe does not come back', async () => {
  await world.share({ outOfBand: true })
  await world.set(STATUS, { partialPayments: 'on' })
  const { invoice, id, booked } = await invoiceOfBoth()
  const apply = { items: [{ doc: { id: booked }, apply: true, amount: 40 }] }
  const check = { customer: { id: buyer.netsuite }, payment: 40, apply }
  const ours = await world.netsuite.create('customerPayment', check, world.signal)
  expect((await world.run(STATUS, { ids: [booked] })).counts).toMatchObject({ done: 1 })
  expect((await run(id)).counts).toMatchObject({ filtered: 1, failed: 0 })
  // What a person puts on record in Stripe is not in NetSuite yet.
  await putOnRecord(id, 2500)
  await payInParts(world, buyer, invoice, [3500])
  expect((await run(id)).counts).toMatchObject({ done: 2, failed: 0 })
  await world.share({ outOfBand: false })
  const payments = await paymentsOf(world, buyer)
  expect(payments[0]?.id).toBe(ours)
  expect(payments.map(({ payment }) => payment).toSorted()).toEqual([25, 35, 40])
  expect(payments.map(({ unapplied }) => unapplied)).toEqual([0, 0, 0])
  expect(await netsuiteRecord(world, 'invoice', booked)).toMatchObject({ amountRemaining: 0 })
})

test('an invoice that NetSuite sent to Stripe is paid in NetSuite', async () => {
  const booked = await netsuiteInvoice(world, buyer, 60)
  const sent = { netsuite_invoice_id: booked }
  const invoice = await stripeInvoice(world, buyer, 6000, sent)
  await payInParts(world, buyer, invoice, [6000])
  expect((await run(invoice.id ?? '')).counts).toMatchObject({ done: 1, failed: 0 })
  expect(await netsuiteRecord(world, 'invoice', booked)).toMatchObject({ amountRemaining: 0 })
})

test('an invoice that credit settled brings no payment', async () => {
  const invoice = await stripeInvoice(world, buyer, 0)
  const done = await run(invoice.id ?? '')
  expect(done.counts).toMatchObject({ filtered: 1, failed: 0 })
  const [record] = await world.records(done)
  expect(record?.reason).toContain('No money was paid')
})

test('a payment in a closed period is reported, or moved to the first open day as the settings say', async () => {
  const { invoice, id } = await invoiceOfBoth()
  await payInParts(world, buyer, invoice, [10_000])
  await closePeriod(world, true)
  expect((await run(id)).counts).toMatchObject({ failed: 1 })
  await world.share({ closedPeriod: 'firstOpenDay' })
  expect((await run(id)).counts).toMatchObject({ done: 1 })
  await world.share({ closedPeriod: 'error' })
  const since = await world.markCalls()
  // What is booked keeps its day, so a closed period does not stop it any more.
  expect((await run(id)).counts).toMatchObject({ unchanged: 1, failed: 0 })
  expect(await world.writesSince(since)).toBe(0)
  await closePeriod(world, false)
})

test('a dry run says what would be booked, and writes nothing', async () => {
  const { invoice, id } = await invoiceOfBoth()
  await payInParts(world, buyer, invoice, [10_000])
  const since = await world.markCalls()
  expect((await world.run(FLOW, { ids: [id], dryRun: true })).counts).toMatchObject({ done: 1 })
  expect(await world.writesSince(since)).toBe(0)
  expect(await paymentsOf(world, buyer)).toEqual([])
  const [key = ''] = await partsOf(id)
  expect(await noteOf(key)).toBe('Would create')
})

test('Running it again with nothing changed makes zero writing calls', async () => {
  const { invoice, id } = await invoiceOfBoth()
  await payInParts(world, buyer, invoice, [4000, 6000])
  await run(id)
  const since = await world.markCalls()
  expect((await run(id)).counts).toMatchObject({ read: 2, unchanged: 2, done: 0 })
  expect(await world.writesSince(since)).toBe(0)
})

test('a part payment of an open invoice comes in with the next run', async () => {
  const { invoice, id, booked } = await invoiceOfBoth()
  await world.run(FLOW)
  await payInParts(world, buyer, invoice, [4000])
  const records = await world.records(await world.run(FLOW))
  const mine = records.filter(({ key }) => key.startsWith(id))
  expect(mine).toMatchObject([{ outcome: 'done' }])
  expect(await paymentsOf(world, buyer)).toMatchObject([{ payment: 40, unapplied: 0 }])
  expect(await netsuiteRecord(world, 'invoice', booked)).toMatchObject({
    ...{ amountRemaining: 60, custbody_stripe_status: 'open' },
  })
})

test('money for an invoice that is settled is reported or left out as the settings say', async () => {
  const { invoice, id, booked } = await invoiceOfBoth()
  const apply = { items: [{ doc: { id: booked }, apply: true, amount: 100 }] }
  const cheque = { customer: { id: buyer.netsuite }, payment: 100, apply }
  await world.netsuite.create('customerPayment', cheque, world.signal)
  await payInParts(world, buyer, invoice, [10_000])
  await world.share({ alreadyPaid: 'error' })
  expect((await run(id)).counts).toMatchObject({ failed: 1 })
  await world.share({ alreadyPaid: 'ignore' })
  expect((await run(id)).counts).toMatchObject({ filtered: 1, failed: 0 })
  await world.share({ alreadyPaid: 'unapplied' })
  expect(await paymentsOf(world, buyer)).toHaveLength(1)
})

/** The bank takes back a debit that had arrived. */
const takeBack = (charge: string) => world.control('stripe', 'POST', `/charges/${charge}/fail`)

/** An invoice of both systems that a bank debit has paid. */
async function paidByBank() {
  const sale = await invoiceOfBoth()
  const { intent, charge } = await payByBank(world, buyer, 10_000)
  await world.stripe.invoices.attachPayment(sale.id, { payment_intent: intent })
  return { ...sale, charge }
}

const outcomeOf = async (key: string) =>
  (await world.records(await world.run(FLOW))).find((record) => record.key === key)

const errorsOf = async (key: string) =>
  (await world.openErrors(FLOW)).filter(({ recordKey }) => recordKey === key)

test('a bank debit that fails after it was booked is reported, so that a person voids its payment', async () => {
  const { id, charge, booked } = await paidByBank()
  expect((await run(id)).counts).toMatchObject({ done: 1, failed: 0 })
  const [payment] = await paymentsOf(world, buyer)
  await takeBack(charge)
  expect(await outcomeOf(charge)).toMatchObject({ outcome: 'failed' })
  await world.run(FLOW)
  const tasks = await errorsOf(charge)
  expect(tasks).toMatchObject([{ message: expect.stringContaining('Void that payment') }])
  expect(tasks[0]?.message).toContain(`NetSuite payment ${String(payment?.tranId)}`)
  await world.control('netsuite', 'POST', '/void', {
    type: 'customerPayment',
    id: payment?.id ?? '',
  })
  expect(await outcomeOf(charge)).toMatchObject({ outcome: 'filtered' })
  expect(await errorsOf(charge)).toEqual([])
  expect((await run(id)).counts).toMatchObject({ filtered: 1, failed: 0 })
  expect(await netsuiteRecord(world, 'invoice', booked)).toMatchObject({ amountRemaining: 100 })
})

test('a bank debit that fails before it was booked is left out', async () => {
  const { id, charge } = await paidByBank()
  await takeBack(charge)
  expect(await outcomeOf(charge)).toMatchObject({
    ...{ outcome: 'filtered', reason: 'The charge failed: no money came in.' },
  })
  const [record] = await world.records(await run(id))
  expect(record).toMatchObject({
    ...{ outcome: 'filtered', reason: expect.stringContaining('there is no money to book') },
  })
  expect(await paymentsOf(world, buyer)).toEqual([])
})
