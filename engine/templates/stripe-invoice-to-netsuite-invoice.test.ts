import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import {
  asUnusedTime,
  bookedAs,
  draftInvoice,
  finalizedInvoice,
  newPayer,
} from '../../testing/invoice-business.ts'
import { clearFaults, setFaults } from '../../testing/sandbox-calls.ts'
import { openTemplateWorld, type TemplateWorld } from '../../testing/template-world.ts'
import { listIntegrations, retryErrors, traceKey, waitForRun } from '../api.ts'
import type { JsonObject } from '#nodes/json.ts'

const FLOW = 'stripe-invoice-to-netsuite-invoice'
const PART = 'book-stripe-invoice'

let world: TemplateWorld
let shared: JsonObject

beforeAll(async () => {
  world = await openTemplateWorld([FLOW])
  const [integration] = await listIntegrations(world.engine)
  shared = integration?.settings ?? {}
})

afterAll(async () => {
  await world[Symbol.asyncDispose]()
})

/** Settings that a test has changed go back. */
let changed: string[] = []
afterEach(async () => {
  const blank = Object.fromEntries(changed.map((key) => [key, shared[key] ?? null]))
  if (changed.length > 0) await world.share(blank)
  changed = []
})

async function share(values: JsonObject): Promise<void> {
  changed.push(...Object.keys(values))
  await world.share(values)
}

const book = (id = '') => world.run(FLOW, { ids: [id] })

const payByCard = (id: string) => world.stripe.invoices.pay(id, { payment_method: 'pm_card_visa' })

/** The present month, as NetSuite names its period. */
const MONTH = new Intl.DateTimeFormat('en-US', {
  ...({ month: 'short', year: 'numeric', timeZone: 'America/Los_Angeles' } as const),
}).format(new Date())

/** Closes or opens the present month in NetSuite. */
const changePeriod = (change: Record<string, boolean>) =>
  world.control('netsuite', 'PATCH', `/periods/${encodeURIComponent(MONTH)}`, change)

const firstOfMonth = () => `${new Date().toISOString().slice(0, 7)}-01`

/** A Stripe customer whom NetSuite has by an earlier invoice. */
async function bookedPayer(): Promise<string> {
  const customer = await newPayer(world)
  const { id } = await finalizedInvoice(world, [{ amount: 100 }], { customer })
  await book(id)
  return customer
}

async function payerInNetsuite(customer: string): Promise<string> {
  const sql = 'SELECT id FROM customer WHERE custentity_stripe_customer_id = ?'
  return (await world.query(sql, [customer]))[0]?.id ?? ''
}

test('120 lines → all 120 fetched', async () => {
  const lines = Array.from({ length: 120 }, (_, at) => ({ amount: 101, description: `Line ${at}` }))
  const { id = '' } = await finalizedInvoice(world, lines)
  expect((await book(id)).counts).toMatchObject({ done: 1, failed: 0 })
  expect((await bookedAs(world, id))?.item.items).toHaveLength(120)
})

test('Σ equals total to the cent', async () => {
  const rate = await world.stripe.taxRates.create({
    ...{ display_name: 'VAT', percentage: 19.6, inclusive: true },
  })
  const lines = [333, 1999, 7].map((amount) => ({ amount, tax_rates: [rate.id] }))
  const coupon = await world.stripe.coupons.create({ percent_off: 33.3, duration: 'once' })
  const invoice = await finalizedInvoice(world, lines, {
    over: { discounts: [{ coupon: coupon.id }] },
  })
  await book(invoice.id)
  const booked = await bookedAs(world, invoice.id ?? '')
  expect(booked?.total).toBe(invoice.total / 100)
  expect(booked?.item.items.map(({ description }) => description)).toEqual(
    expect.arrayContaining(['Discount', 'Tax']),
  )
})

test('−20.00 unused time → credit memo 20.00, or a −20.00 line when the setting says so', async () => {
  const prorated = async () => {
    const { id = '' } = await finalizedInvoice(world, [
      { amount: 10_000, description: 'Team plan' },
      { amount: -2000, description: 'Unused time' },
    ])
    await asUnusedTime(world, id)
    return id
  }
  const asLine = await prorated()
  await book(asLine)
  const line = { description: 'Unused time', amount: -20 }
  expect(await bookedAs(world, asLine)).toMatchObject({
    total: 80,
    item: { items: [{ amount: 100 }, line] },
  })
  expect(await bookedAs(world, `${asLine}-cm`, 'creditMemo')).toBe(null)

  await share({ unusedTime: 'creditMemo' })
  const asMemo = await prorated()
  await book(asMemo)
  expect(await bookedAs(world, asMemo)).toMatchObject({ total: 100, amountRemaining: 80 })
  expect(await bookedAs(world, `${asMemo}-cm`, 'creditMemo')).toMatchObject({ total: 20 })
})

test('$0 trial invoice → excluded', async () => {
  const { id = '' } = await finalizedInvoice(world, [{ amount: 0, description: 'Trial' }])
  const run = await book(id)
  expect(run.counts).toMatchObject({ done: 0, filtered: 1 })
  expect(await world.records(run)).toMatchObject([
    { reason: 'The total is 0, and the settings leave such invoices out.' },
  ])
})

test('unknown product → default item or open error `missing`', async () => {
  const product = await world.stripe.products.create({ name: 'Nobody knows it' })
  const price = await world.stripe.prices.create({
    ...{ product: product.id, currency: 'usd', unit_amount: 1500 },
  })
  const lines = [{ amount: 0, price: price.id }]
  const { id = '' } = await finalizedInvoice(world, lines)
  await share({ defaultItem: '' })
  await book(id)
  const [error] = await world.openErrors(FLOW)
  expect(error).toMatchObject({ class: 'missing', recordKey: id, nodeName: 'No item' })
  expect(error?.message).toContain(product.id)
  await world.share({ defaultItem: shared.defaultItem ?? '' })
  const { runIds } = await retryErrors(world.engine, { ids: [error?.id ?? 0] })
  await waitForRun(world.engine, runIds[0] ?? 0)
  expect(await bookedAs(world, id)).toMatchObject({
    item: { items: [{ item: { id: shared.defaultItem }, amount: 15 }] },
  })
  expect(await world.openErrors(FLOW)).toEqual([])
})

test('an invoice below 0 becomes a credit memo where the setting says so, and Stripe is told its id', async () => {
  const { id = '' } = await finalizedInvoice(world, [
    { amount: -3000, description: 'Unused time' },
    { amount: 1000, description: 'Usage' },
  ])
  expect((await book(id)).counts).toMatchObject({ filtered: 1 })
  await share({ negativeTotal: 'creditMemo' })
  expect((await book(id)).counts).toMatchObject({ done: 1, failed: 0 })
  expect(await bookedAs(world, id)).toBe(null)
  const memo = await bookedAs(world, `${id}-cm`, 'creditMemo')
  expect(memo).toMatchObject({ total: 20, unapplied: 20 })
  const { metadata } = await world.stripe.invoices.retrieve(id)
  expect(metadata).toEqual({ netsuite_credit_memo_id: memo?.id })
  expect((await book(id)).counts).toMatchObject({ done: 0, unchanged: 1 })
})

test('an invoice of a closed period is reported, or moved, and keeps its day afterwards', async () => {
  const { id = '' } = await finalizedInvoice(world, [{ amount: 5000 }])
  const early = await finalizedInvoice(world, [{ amount: 6000 }])
  await book(early.id)
  try {
    await changePeriod({ closed: true })
    const failed = await book(id)
    expect((await world.records(failed))[0]?.reason).toContain(`The accounting period ${MONTH}`)
    await share({ closedPeriod: 'firstOpenDay' })
    expect((await book(id)).counts).toMatchObject({ done: 1, failed: 0 })
    expect((await bookedAs(world, id))?.tranDate).toMatch(/-01$/)
    const before = await world.markCalls()
    expect((await world.run(FLOW, { ids: [id, early.id ?? ''] })).counts).toMatchObject({
      ...{ unchanged: 2, failed: 0 },
    })
    expect(await world.writesSince(before)).toBe(0)
  } finally {
    await changePeriod({ closed: false })
  }
})

test('what people change at a booked invoice stays, and only its status and links are noted', async () => {
  const { id = '' } = await finalizedInvoice(world, [{ amount: 5000, description: 'Plan' }])
  await book(id)
  const { signal, netsuite } = world
  const booked = (await bookedAs(world, id))?.id ?? ''
  const line = { item: { id: '101' }, description: 'Corrected', quantity: 1, rate: 50, amount: 50 }
  const own = { memo: 'Looked through', custbody_stripe_pdf_url: null, item: { items: [line] } }
  await netsuite.update('invoice', booked, own, { replace: ['item'], signal })
  const paid = await payByCard(id)
  expect((await book(id)).counts).toMatchObject({ done: 1, failed: 0 })
  expect(await netsuite.get('invoice', { id: booked }, { signal })).toMatchObject({
    ...{ memo: 'Looked through', custbody_stripe_status: 'paid' },
    custbody_stripe_hosted_url: paid.hosted_invoice_url,
    custbody_stripe_pdf_url: paid.invoice_pdf,
    item: { items: [{ item: { id: '101' }, description: 'Corrected' }] },
  })
  const before = await world.markCalls()
  expect((await book(id)).counts).toMatchObject({ unchanged: 1, failed: 0 })
  expect(await world.writesSince(before)).toBe(0)
})

test('a new invoice carries its status from the start and is not written twice', async () => {
  await share({ writeBackInvoiceId: false })
  const { id = '' } = await finalizedInvoice(world, [{ amount: 1100 }], {
    customer: await bookedPayer(),
  })
  const before = await world.markCalls()
  await book(id)
  expect(await bookedAs(world, id)).toMatchObject({ custbody_stripe_status: 'open' })
  expect(await world.writesSince(before)).toBe(1)
})

test('an invoice that is in NetSuite under Stripe’s id already stays as it is', async () => {
  const customer = await bookedPayer()
  const { id = '' } = await finalizedInvoice(world, [{ amount: 9900 }], { customer })
  const own = {
    ...{ externalId: id, tranId: 'OLD-77', memo: 'From the other app', dueDate: '2031-01-31' },
    ...{ entity: { id: await payerInNetsuite(customer) }, tranDate: firstOfMonth() },
  }
  const item = { items: [{ item: { id: '90' }, quantity: 1, rate: 99 }] }
  const there = await world.netsuite.create('invoice', { ...own, item }, world.signal)
  try {
    await changePeriod({ closed: true })
    expect((await book(id)).counts).toMatchObject({ done: 1, failed: 0 })
  } finally {
    await changePeriod({ closed: false })
  }
  const { signal } = world
  const { entity: _entity, ...kept } = own
  expect(await world.netsuite.get('invoice', { id: there }, { signal })).toMatchObject({
    ...{ ...kept, custbody_stripe_status: 'open' },
  })
  const { metadata } = await world.stripe.invoices.retrieve(id)
  expect(metadata).toEqual({ netsuite_invoice_id: there })
  const before = await world.markCalls()
  expect((await book(id)).counts).toMatchObject({ unchanged: 1, failed: 0 })
  expect(await world.writesSince(before)).toBe(0)
})

test('an invoice of a closed period takes its payment, whatever the settings say of items by now', async () => {
  const { id = '' } = await finalizedInvoice(world, [{ amount: 6600 }])
  await book(id)
  await payByCard(id)
  await world.set(FLOW, { bookPayments: true })
  await share({ defaultItem: '101', closedPeriod: 'firstOpenDay' })
  try {
    await changePeriod({ closed: true })
    expect((await book(id)).counts).toMatchObject({ failed: 0 })
  } finally {
    await changePeriod({ closed: false })
    await world.set(FLOW, { bookPayments: false })
  }
  expect(await bookedAs(world, id)).toMatchObject({
    ...{ amountRemaining: 0, custbody_stripe_status: 'paid' },
    item: { items: [{ item: { id: shared.defaultItem } }] },
  })
})

test('a closed period that refuses the status is reported, and the payment is booked all the same', async () => {
  const { id = '' } = await finalizedInvoice(world, [{ amount: 7700 }])
  await book(id)
  await payByCard(id)
  await world.set(FLOW, { bookPayments: true })
  await share({ closedPeriod: 'firstOpenDay' })
  try {
    await changePeriod({ closed: true, allowNonGLChanges: false })
    await book(id)
    expect(await bookedAs(world, id)).toMatchObject({ amountRemaining: 0 })
    const errors = (await world.openErrors(FLOW)).filter(({ recordKey }) => recordKey === id)
    expect(errors).toMatchObject([{ nodeName: 'Note status and links', class: 'value' }])
    await share({ stampStatus: false })
    expect((await book(id)).counts).toMatchObject({ failed: 0 })
  } finally {
    await changePeriod({ closed: false, allowNonGLChanges: true })
    await world.set(FLOW, { bookPayments: false })
  }
  expect(await bookedAs(world, id)).toMatchObject({ custbody_stripe_status: 'open' })
})

test('a credit memo that was not made with its invoice is made by the next run, and stays from then on', async () => {
  await share({ unusedTime: 'creditMemo' })
  const { id = '' } = await finalizedInvoice(world, [
    { amount: 10_000, description: 'Team plan' },
    { amount: -2000, description: 'Unused time' },
  ])
  await asUnusedTime(world, id)
  const { netsuiteUrl } = world.sandbox
  const refusal = { kind: 'status' as const, status: 400, code: 'USER_ERROR' }
  await setFaults(netsuiteUrl, [{ ...refusal, method: 'POST', path: '/creditMemo' }])
  try {
    expect((await book(id)).counts).toMatchObject({ failed: 1 })
  } finally {
    await clearFaults(netsuiteUrl)
  }
  expect(await bookedAs(world, id)).toMatchObject({ amountRemaining: 100 })
  expect((await book(id)).counts).toMatchObject({ done: 1, failed: 0 })
  const memo = await bookedAs(world, `${id}-cm`, 'creditMemo')
  expect(memo).toMatchObject({ total: 20 })
  expect(await bookedAs(world, id)).toMatchObject({ amountRemaining: 80 })
  await share({ defaultItem: '101' })
  const before = await world.markCalls()
  expect((await book(id)).counts).toMatchObject({ unchanged: 1, failed: 0 })
  expect(await world.writesSince(before)).toBe(0)
  expect(await bookedAs(world, `${id}-cm`, 'creditMemo')).toEqual(memo)
})

test('the credit memo of an invoice below 0 keeps its day when its period is closed', async () => {
  await share({ negativeTotal: 'creditMemo' })
  const { id = '' } = await finalizedInvoice(world, [{ amount: -3000, description: 'Refund' }])
  await book(id)
  const memo = await bookedAs(world, `${id}-cm`, 'creditMemo')
  expect(memo).toMatchObject({ total: 30 })
  const before = await world.markCalls()
  try {
    await changePeriod({ closed: true })
    expect((await book(id)).counts).toMatchObject({ unchanged: 1, failed: 0 })
    await share({ closedPeriod: 'firstOpenDay' })
    expect((await book(id)).counts).toMatchObject({ unchanged: 1, failed: 0 })
  } finally {
    await changePeriod({ closed: false })
  }
  expect(await world.writesSince(before)).toBe(0)
  expect(await bookedAs(world, `${id}-cm`, 'creditMemo')).toEqual(memo)
})

test('a customer who pays in two currencies has invoices in both', async () => {
  const customer = await newPayer(world)
  const usd = await finalizedInvoice(world, [{ amount: 5000 }], { customer })
  const eur = await finalizedInvoice(world, [{ amount: 4000 }], { customer, currency: 'eur' })
  await book(usd.id)
  expect((await book(eur.id)).counts).toMatchObject({ done: 1, failed: 0 })
  const [one, other] = [await bookedAs(world, usd.id ?? ''), await bookedAs(world, eur.id ?? '')]
  expect(one?.entity).toEqual(other?.entity)
  expect(one?.currency).not.toEqual(other?.currency)
})

test('an uncollectible invoice is written off once when the setting says so', async () => {
  const { id = '' } = await finalizedInvoice(world, [{ amount: 7000 }])
  await world.stripe.invoices.markUncollectible(id)
  await book(id)
  expect(await bookedAs(world, id)).toMatchObject({
    ...{ amountRemaining: 70, custbody_stripe_status: 'uncollectible' },
  })
  await share({ creditUncollectible: true, uncollectibleItem: '90' })
  await book(id)
  expect(await bookedAs(world, `${id}-wo`, 'creditMemo')).toMatchObject({ total: 70 })
  expect(await bookedAs(world, id)).toMatchObject({ amountRemaining: 0 })
  expect((await book(id)).counts).toMatchObject({ unchanged: 1, failed: 0 })
})

test('an invoice that is voided after it was booked is handed to a person', async () => {
  const { id = '' } = await finalizedInvoice(world, [{ amount: 3000 }])
  await book(id)
  await world.stripe.invoices.voidInvoice(id)
  expect((await book(id)).counts).toMatchObject({ failed: 1 })
  const [record] = await world.records(await book(id))
  expect(record).toMatchObject({ nodeName: 'Only invoices to book', outcome: 'failed' })
  expect(record?.reason).toContain('was voided in Stripe')
})

test('drafts, held invoices, those of NetSuite and those of the skip filter keep their reason', async () => {
  const draft = await draftInvoice(world, [{ amount: 100 }])
  const made = async (metadata: Record<string, string>) =>
    (await finalizedInvoice(world, [{ amount: 100 }], { metadata })).id ?? ''
  const ids = [
    draft.id,
    await made({ netsuite_block_integration: 'true' }),
    await made({ netsuite_invoice_id: '70412' }),
    await made({ source: 'import' }),
  ]
  await world.set(FLOW, { skipFilter: 'invoice.metadata.source = "import"' })
  const run = await world.run(FLOW, { ids })
  expect(run.counts).toMatchObject({ read: 4, filtered: 4 })
  const reasons = new Map((await world.records(run)).map(({ key, reason }) => [key, reason ?? '']))
  expect(ids.map((id) => reasons.get(id))).toEqual([
    expect.stringContaining('is a draft'),
    expect.stringContaining('held back'),
    expect.stringContaining('came from NetSuite'),
    expect.stringContaining('leave it out'),
  ])
  await world.set(FLOW, { skipFilter: '' })
})

test('a dry run says what it would book, and books nothing', async () => {
  const { id = '' } = await finalizedInvoice(world, [{ amount: 2500 }])
  const before = await world.markCalls()
  const run = await world.run(FLOW, { ids: [id], dryRun: true })
  expect(run).toMatchObject({ dryRun: true, state: 'done', counts: { failed: 0 } })
  expect(await world.writesSince(before)).toBe(0)
  const [trace] = await traceKey(world.engine, id)
  const names = trace?.steps.map(({ nodeName }) => nodeName)
  expect(names).toContain('Book the invoice')
  const written = trace?.steps.find(({ nodeId }) => nodeId === 'book/map')?.output
  expect(written).toMatchObject({ netsuiteInvoice: { item: { items: [{ amount: 25 }] } } })
})

test('payments are booked with their invoice when the setting says so, and once with both flows', async () => {
  const { id = '' } = await finalizedInvoice(world, [{ amount: 9000 }])
  await world.stripe.invoices.pay(id, { payment_method: 'pm_card_visa' })
  await world.set(FLOW, { bookPayments: true })
  const run = await book(id)
  expect((await world.records(run)).map(({ reason }) => reason)).toEqual([null])
  expect(await bookedAs(world, id)).toMatchObject({ total: 90, amountRemaining: 0 })
  expect((await book(id)).counts).toMatchObject({ done: 0, failed: 0 })
  await world.set(FLOW, { bookPayments: false })
})

test('Running it again with nothing changed makes zero writing calls', async () => {
  await world.run(FLOW)
  const before = await world.markCalls()
  const run = await world.run(FLOW, { since: new Date('2020-01-01') })
  expect(run.counts).toMatchObject({ done: 0 })
  expect(run.counts.unchanged).toBeGreaterThan(8)
  expect(await world.writesSince(before)).toBe(0)
})

test('steps of a part are told by their own names', async () => {
  const { id = '' } = await finalizedInvoice(world, [{ amount: 1500 }])
  const run = await book(id)
  expect(Object.keys(run.nodes)).toEqual(expect.arrayContaining(['book/map', 'book/day/end']))
  const [trace] = await traceKey(world.engine, id)
  expect(trace?.steps.map(({ nodeName }) => nodeName)).toEqual(
    expect.arrayContaining(['Fields of the NetSuite invoice', 'Find the customer']),
  )
  expect(await world.flowOf(PART)).toBeTruthy()
})
