import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import type { JsonObject } from '#nodes/json.ts'
import { clearFaults, setFaults } from '../../testing/sandbox-calls.ts'
import { openTemplateWorld, type TemplateWorld } from '../../testing/template-world.ts'
import { startRun, waitForRun } from '../api.ts'

const FLOW = 'netsuite-invoice-to-stripe-invoice'
const SERVICE = '90'

let world: TemplateWorld
let customer: string

beforeAll(async () => {
  world = await openTemplateWorld([FLOW])
  customer = await newCustomer('Acme', '1')
})

afterAll(async () => {
  await world[Symbol.asyncDispose]()
})

function newCustomer(name: string, currency: string): Promise<string> {
  const email = `${name.toLowerCase()}@invoice.test`
  const facts = { companyName: name, email, subsidiary: { id: '1' }, currency: { id: currency } }
  return world.netsuite.create('customer', facts, world.signal)
}

/** An invoice over one line, due in a month unless told otherwise. */
function newInvoice(amount: number, over: JsonObject = {}, line: JsonObject = {}): Promise<string> {
  const items = [
    { item: { id: SERVICE }, description: 'Workshop', quantity: 1, rate: amount, ...line },
  ]
  const facts = { entity: { id: customer }, dueDate: day(30), item: { items }, ...over }
  return world.netsuite.create('invoice', facts, world.signal)
}

function day(fromNow: number): string {
  return new Date(Date.now() + fromNow * 86_400_000).toISOString().slice(0, 10)
}

/** Moves the clock that both systems share. */
const moveClock = (move: JsonObject) => world.control('netsuite', 'POST', '/clock', move)

async function noted(id: string): Promise<JsonObject> {
  return (await world.netsuite.get('invoice', { id }, { signal: world.signal })) ?? {}
}

/** Every Stripe invoice that stands for a NetSuite one. */
async function sentAs(id: string) {
  const { data } = await world.stripe.invoices.list({ limit: 100 })
  return data.filter(({ metadata }) => metadata?.netsuite_invoice_id === id)
}

async function onlyOne(id: string) {
  const [invoice, ...others] = await sentAs(id)
  if (!invoice || others.length > 0) throw new Error(`${others.length + 1} invoices for ${id}`)
  return invoice
}

async function reasonOf(id: string): Promise<string | null> {
  const [record] = await world.records(await world.run(FLOW, { ids: [id] }))
  return record?.reason ?? null
}

test('100.00 + 8.25 tax, 30.00 deposit applied → Stripe amount due 7825 minor units, NS stamped with id + hosted URL', async () => {
  const id = await newInvoice(100, { otherRefNum: 'PO-77' }, { tax1Amt: 8.25 })
  const apply = { items: [{ doc: { id }, apply: true, amount: 30 }] }
  const deposit = { customer: { id: customer }, account: { id: '1' }, payment: 30, apply }
  await world.netsuite.create('customerPayment', deposit, world.signal)
  expect(await world.run(FLOW, { ids: [id] })).toMatchObject({ counts: { done: 1, failed: 0 } })
  const invoice = await onlyOne(id)
  expect(invoice).toMatchObject({ status: 'open', total: 7825, amount_due: 7825, currency: 'usd' })
  expect(invoice.custom_fields).toEqual([{ name: 'PO', value: 'PO-77' }])
  const record = await noted(id)
  expect(record).toMatchObject({
    custbody_stripe_invoice_id: invoice.id,
    custbody_stripe_hosted_url: invoice.hosted_invoice_url,
    custbody_stripe_pdf_url: invoice.invoice_pdf,
    custbody_stripe_number: invoice.number,
    custbody_stripe_status: 'open',
    tranId: invoice.number,
    amountRemaining: 78.25,
  })
  const page = await fetch(String(record.custbody_stripe_hosted_url))
  expect(await page.text()).toContain('78.25')
})

test('crash after draft, rerun → one finalized invoice', { timeout: 120_000 }, async () => {
  await using crashing = await openTemplateWorld([FLOW], { worker: false })
  const { engine, netsuite, sandbox, signal, stripe } = crashing
  const facts = { companyName: 'Crash', email: 'crash@invoice.test', subsidiary: { id: '1' } }
  const entity = { id: await netsuite.create('customer', facts, signal) }
  const item = { items: [{ item: { id: SERVICE }, quantity: 1, rate: 250 }] }
  const id = await netsuite.create('invoice', { entity, dueDate: day(30), item }, signal)
  const drafts = async () => (await stripe.invoices.list({ status: 'draft' })).data.length

  // The worker dies between the draft and its lines.
  const stuck = { kind: 'latency', delayMs: 600_000, path: '/add_lines$', times: 1 } as const
  await setFaults(sandbox.stripeUrl, [stuck])
  const doomed = await crashing.spawn()
  const flowId = await crashing.flowOf(FLOW)
  const started = await startRun(engine, { flowId, trigger: 'manual', ids: [id] })
  if (!started.ok) throw new Error(JSON.stringify(started.problems))
  await expect.poll(drafts, { timeout: 60_000 }).toBe(1)
  await doomed.kill()
  await clearFaults(sandbox.stripeUrl)

  await crashing.spawn()
  const run = await waitForRun(engine, started.runId, AbortSignal.timeout(60_000))
  expect(run).toMatchObject({ state: 'done', counts: { done: 1, failed: 0 } })
  const { data } = await stripe.invoices.list({ limit: 100 })
  expect(data).toMatchObject([{ status: 'open', total: 25_000 }])
  const record = await netsuite.get('invoice', { id }, { signal })
  expect(record).toMatchObject({ custbody_stripe_invoice_id: data[0]?.id })
})

test('answers that are lost on the way lead to one finalized invoice', async () => {
  const id = await newInvoice(250)
  const { stripeUrl } = world.sandbox
  await setFaults(stripeUrl, [
    { kind: 'drop-after', method: 'POST', path: '/(invoices|add_lines|finalize)$', times: 3 },
  ])
  const run = await world.run(FLOW, { ids: [id] })
  await clearFaults(stripeUrl)
  expect(run).toMatchObject({ counts: { done: 1, failed: 0 } })
  expect(await onlyOne(id)).toMatchObject({ status: 'open', total: 25_000 })
})

test('JPY 5,000 → 5000, not 500000', async () => {
  const entity = { id: await newCustomer('Sakura', '5') }
  const id = await newInvoice(5000, { entity, currency: { id: '5' } })
  await world.run(FLOW, { ids: [id] })
  expect(await onlyOne(id)).toMatchObject({ currency: 'jpy', total: 5000, amount_due: 5000 })
})

test('KWD 12.350 is 12350 fils', async () => {
  const entity = { id: await newCustomer('Salam', '6') }
  const id = await newInvoice(12.35, { entity, currency: { id: '6' } })
  await world.run(FLOW, { ids: [id] })
  expect(await onlyOne(id)).toMatchObject({ currency: 'kwd', amount_due: 12_350 })
})

test('due date yesterday → accepted per policy, not an API error', async () => {
  const id = await newInvoice(20, { tranDate: day(-10), dueDate: day(-1) })
  expect(await world.run(FLOW, { ids: [id] })).toMatchObject({ counts: { done: 1, failed: 0 } })
  const invoice = await onlyOne(id)
  expect(invoice.status).toBe('open')
  expect(invoice.due_date).toBeGreaterThanOrEqual(invoice.created)
  expect(invoice.due_date).toBeLessThanOrEqual(invoice.status_transitions.finalized_at ?? 0)
})

test('a due date that is past may be refused or given days of grace', async () => {
  await world.set(FLOW, { pastDue: 'error' })
  const id = await newInvoice(21, { tranDate: day(-10), dueDate: day(-3) })
  const refused = await world.run(FLOW, { ids: [id] })
  expect(refused).toMatchObject({ counts: { failed: 1 } })
  await world.set(FLOW, { pastDue: 'grace', graceDays: 5 })
  await world.run(FLOW, { ids: [id] })
  const { due_date: due, created } = await onlyOne(id)
  expect(Math.round(((due ?? 0) - created) / 86_400)).toBe(5)
  await world.set(FLOW, { pastDue: 'today' })
  expect(await world.openErrors(FLOW)).toEqual([])
})

test.each([
  ['grace', { pastDue: 'grace', graceDays: 7 }],
  ['error', { pastDue: 'error' }],
])('what is due today is not past due in the evening, with %s', async (_policy, settings) => {
  onTestFinished(async () => {
    await moveClock({ reset: true })
    await world.set(FLOW, { pastDue: 'today' })
  })
  const today = day(0)
  // 20:41 of today in Los Angeles in winter, an hour later in summer.
  const evening = new Date(Date.parse(`${today}T04:41:00Z`) + 86_400_000)
  await moveClock({ to: evening.toISOString() })
  await world.set(FLOW, settings)
  const id = await newInvoice(22, { tranDate: today, dueDate: today })
  expect(await world.run(FLOW, { ids: [id] })).toMatchObject({ counts: { done: 1, failed: 0 } })
  const { due_date: due, created } = await onlyOne(id)
  expect(due).toBe(created)
})

test('an invoice of 300 lines is sent as one line', async () => {
  const items = Array.from({ length: 300 }, (_, at) => ({
    ...{ item: { id: SERVICE }, description: `Call ${at}`, quantity: 1, rate: 0.37 },
  }))
  const id = await newInvoice(1, { item: { items } })
  await world.run(FLOW, { ids: [id] })
  const invoice = await onlyOne(id)
  expect(invoice).toMatchObject({ status: 'open', total: 11_100 })
  expect(invoice.lines.data).toMatchObject([{ amount: 11_100 }])
})

test('products, a discount and several lines keep their amounts', async () => {
  const [known] = await world.query(
    'SELECT id, custitem_stripe_product_id AS product FROM item WHERE custitem_stripe_product_id IS NOT NULL',
  )
  const items: JsonObject[] = [
    { item: { id: known?.id ?? '' }, description: 'Seats', quantity: 3, rate: 25.5 },
    { item: { id: SERVICE }, description: 'Consulting', quantity: 1.5, rate: 120 },
    { item: { id: '91' }, description: 'Loyalty', rate: -6.5, amount: -6.5 },
  ]
  const id = await newInvoice(1, { item: { items } })
  expect(await world.run(FLOW, { ids: [id] })).toMatchObject({ counts: { done: 1 } })
  const invoice = await onlyOne(id)
  expect(invoice.total).toBe(25_000)
  expect(invoice.lines.data.map((line) => line.amount).sort((a, b) => a - b)).toEqual([
    -650, 7650, 18_000,
  ])
  const seats = invoice.lines.data.find((line) => line.description === 'Seats')
  expect(seats).toMatchObject({
    quantity: 3,
    pricing: { price_details: { product: known?.product } },
  })
})

test('an invoice that came from Stripe never goes back', async () => {
  const stamped = await newInvoice(30, { custbody_stripe_invoice_id: 'in_elsewhere' })
  const charged = await newInvoice(30, { custbody_stripe_charge_id: 'ch_1' })
  const external = await newInvoice(30, { externalId: 'in_1QxTest' })
  for (const id of [stamped, charged, external]) {
    expect(await reasonOf(id)).toContain('came from')
    expect(await sentAs(id)).toEqual([])
  }
})

test.each([
  ['waits for approval', 40, { approvalStatus: '1' }, 'not approved'],
  ['is held back in NetSuite', 40, { custbody_stripe_skip: true }, 'Do Not Sync'],
  ['is below the smallest charge', 0.4, {}, 'smallest amount'],
  ['comes to 0', 0, {}, 'not open|nothing to pay|total is 0'],
])('an invoice that %s is left out with its reason', async (_why, amount, over, reason) => {
  const id = await newInvoice(amount, over)
  expect(await reasonOf(id)).toMatch(new RegExp(reason))
  expect(await sentAs(id)).toEqual([])
})

test('an invoice of a customer who is not to be synced is left out with that reason', async () => {
  const facts = { companyName: 'Shy', email: 'shy@invoice.test', subsidiary: { id: '1' } }
  const skip = { custentity_stripe_skip: true }
  const entity = await world.netsuite.create('customer', { ...facts, ...skip }, world.signal)
  const id = await newInvoice(45, { entity: { id: entity } })
  expect(await reasonOf(id)).toContain('The customer is marked in NetSuite as not to be synced')
  expect(await sentAs(id)).toEqual([])
  expect((await world.stripe.customers.list({ email: 'shy@invoice.test' })).data).toEqual([])
})

test('an invoice of a deleted Stripe customer waits for a decision, or goes to a new one', async () => {
  const entity = { id: await newCustomer('Former', '1') }
  await world.run(FLOW, { ids: [await newInvoice(46, { entity })] })
  const [former] = (await world.stripe.customers.list({ email: 'former@invoice.test' })).data
  await world.stripe.customers.del(former?.id ?? '')
  const ids = [await newInvoice(47, { entity }), await newInvoice(48, { entity })]
  expect(await reasonOf(ids[0] ?? '')).toContain('"Create another one"')
  await world.set('put-customer-into-stripe', { onDeletedCustomer: 'create' })
  expect(await world.run(FLOW, { ids })).toMatchObject({ counts: { done: 2, failed: 0 } })
  await world.set('put-customer-into-stripe', { onDeletedCustomer: 'error' })
  const [anew, ...others] = (await world.stripe.customers.list({ email: 'former@invoice.test' }))
    .data
  expect(others).toEqual([])
  for (const id of ids) expect(await onlyOne(id)).toMatchObject({ customer: anew?.id })
})

test('what was sent and has lost its Stripe id is sent anew once that was voided', async () => {
  const id = await newInvoice(60)
  await world.run(FLOW, { ids: [id] })
  const first = await onlyOne(id)
  await world.stripe.invoices.voidInvoice(first.id)
  const free = { custbody_stripe_invoice_id: null }
  await world.netsuite.update('invoice', id, free, { signal: world.signal })
  expect(await world.run(FLOW, { ids: [id] })).toMatchObject({ counts: { done: 1, failed: 0 } })
  const open = (await sentAs(id)).filter(({ status }) => status === 'open')
  expect(open).toMatchObject([{ total: 6000, metadata: { netsuite_replaces: first.id } }])
  expect(await noted(id)).toMatchObject({ custbody_stripe_invoice_id: open[0]?.id })
})

test('a dry run says what it would do and does nothing', async () => {
  const id = await newInvoice(70)
  expect(await sentAs(id)).toEqual([])
  const before = await world.markCalls()
  const dry = await world.run(FLOW, { ids: [id], dryRun: true })
  expect(dry).toMatchObject({ counts: { done: 1, failed: 0 } })
  expect(await world.writesSince(before)).toBe(0)
})

test('Stripe mails the invoice when the settings say so', async () => {
  await world.set(FLOW, { sendByStripe: true })
  const id = await newInvoice(75)
  await world.run(FLOW, { ids: [id] })
  await world.set(FLOW, { sendByStripe: false })
  expect(await onlyOne(id)).toMatchObject({ metadata: { tributary_sent: 'yes' } })
})

test('the schedule finds what is open and not in Stripe yet, and nothing twice', async () => {
  const id = await newInvoice(80)
  const first = await world.run(FLOW)
  expect(first.state).toBe('done')
  expect(await onlyOne(id)).toMatchObject({ status: 'open', total: 8000 })
  const ids = (await world.records(first)).map(({ key }) => key)
  expect(ids).toContain(id)
})

test('Running it again with nothing changed makes zero writing calls', async () => {
  const since = new Date('2020-01-01')
  await world.run(FLOW, { since })
  const before = await world.markCalls()
  expect(await world.run(FLOW, { since })).toMatchObject({ state: 'done', counts: { done: 0 } })
  expect(await world.writesSince(before)).toBe(0)
})
