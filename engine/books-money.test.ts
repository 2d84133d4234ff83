import Stripe from 'stripe'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FlowDocument } from '#engine/graph/schema.ts'
import { chain, node } from '../testing/flows.ts'
import { openWorld, type World } from '../testing/world.ts'
import {
  books,
  createFlow,
  findFlow,
  listErrors,
  publishFlow,
  startRun,
  waitForRun,
} from './api.ts'
import type { BooksReport } from './books.ts'
import { openReaders } from './queue/readers.ts'

const TIME = { timeout: 120_000 }

let world: World
let stripe: Stripe
let bank = ''
let method = ''

beforeAll(async () => {
  world = await openWorld()
  await world.work()
  const port = Number(new URL(world.sandbox.stripeUrl).port)
  const host = { host: '127.0.0.1', port, protocol: 'http', telemetry: false } as const
  stripe = new Stripe('sk_test_books', host)
  const readers = await openReaders(world.engine, world.integrationId, 'test')
  const first = async (sql: string) => {
    const { rows } = await readers.netsuite.query(sql, [], { signal: AbortSignal.timeout(30_000) })
    return rows[0]?.id ?? ''
  }
  bank = await first("SELECT id FROM account WHERE accttype = 'Bank'")
  method = await first('SELECT id FROM paymentmethod')
  await readers.close()
  await run(await findFlow(world.engine, 'stripe-invoice-to-netsuite-invoice'))
}, 120_000)
afterAll(() => world[Symbol.asyncDispose]())

test('what no flow carries is not compared', TIME, async () => {
  const report = await books(world.engine)
  expect(new Set(report.objects.map((row) => row.object))).toEqual(new Set(['invoice']))
  expect(report.differing).toEqual([])
})

test('payments agree gross and per currency, and open amounts with them', TIME, async () => {
  await run(await publish(paymentFlow()))
  const report = await books(world.engine)
  expect(report.differing).toEqual([])
  const payments = report.objects.filter((row) => row.object === 'payment')
  expect(payments.length).toBeGreaterThanOrEqual(5)
  for (const row of report.objects) expect(row.netsuite).toEqual(row.stripe)
  const open = report.objects.filter((row) => row.object === 'open amount')
  expect(open.length).toBeGreaterThanOrEqual(3)
  expect(reasons(report, 'payment')).toContain('It was paid outside of Stripe.')
  expect(reasons(report, 'open amount')).toContain('It was paid outside of Stripe.')
})

test('what a balance and money outside of Stripe settled together is explained', TIME, async () => {
  const email = 'balance@books.test'
  const { id: customer } = await stripe.customers.create({ name: 'Bea', email, balance: -3_000 })
  const { id } = await stripe.invoices.create({
    ...{ customer, currency: 'usd', collection_method: 'send_invoice', days_until_due: 30 },
  })
  await stripe.invoiceItems.create({ customer, invoice: id, amount: 10_000, currency: 'usd' })
  await stripe.invoices.finalizeInvoice(id)
  await stripe.invoices.pay(id, { paid_out_of_band: true })
  await run(await findFlow(world.engine, 'stripe-invoice-to-netsuite-invoice'))
  const report = await books(world.engine)
  expect(report.differing).toEqual([])
  const open = report.excluded.filter((one) => one.object === 'open amount' && one.key === id)
  // Thirty are a credit memo in NetSuite too; the customer has paid seventy to somebody else.
  expect(open).toMatchObject([{ reason: 'It was paid outside of Stripe.' }])
})

test(
  'a payment of which NetSuite has less is found, with the invoice it leaves open',
  TIME,
  async () => {
    const key = await somePayment()
    await change(key, "jsonb_build_object('total', (fields->>'total')::numeric - 1)")
    const { differing } = await books(world.engine)
    expect(differing).toMatchObject([
      { object: 'payment', key, reason: expect.stringContaining('less than Stripe: compare') },
    ])
    await change(key, "jsonb_build_object('total', (fields->>'total')::numeric + 1)")
    expect((await books(world.engine)).differing).toEqual([])
  },
)

test('two NetSuite payments for one in Stripe are a duplicate', TIME, async () => {
  const key = await somePayment()
  const { pool } = world.engine.database
  const { payment } = await stripe.invoicePayments.retrieve(key)
  const intent = String(payment.payment_intent)
  await pool`
    insert into sandbox.netsuite_records
    select family, id + 500000, type, null, name,
      fields || jsonb_build_object('custbody_stripe_payment_id', ${intent}::text), sublists,
      created, modified
    from sandbox.netsuite_records where type = 'customerPayment' and externalid = ${key}`
  const report = await books(world.engine)
  expect(report.duplicates).toMatchObject([{ object: 'payment', key }])
  expect(report.differing).toMatchObject([
    { object: 'payment', key, reason: expect.stringContaining('NetSuite has it 2 times') },
  ])
  await pool`delete from sandbox.netsuite_records where id > 500000`
})

test('refunds agree with customer refunds and with their credit memos', TIME, async () => {
  const booked = new Set(await bookedPayments())
  const found = await stripe.invoicePayments.list({ status: 'paid', limit: 100 })
  const usd = found.data.filter((one) => one.currency === 'usd' && booked.has(one.id))
  const intents = usd.map((one) => String(one.payment.payment_intent))
  const [first, second] = intents
  if (!first || !second) throw new Error('Stripe has no two payments in USD.')
  await stripe.refunds.create({ payment_intent: first, amount: 100 })
  await stripe.refunds.create({ payment_intent: first, amount: 150 })
  const missed = await stripe.refunds.create({ payment_intent: second, metadata: { late: '1' } })
  await run(await publish(refundFlow()))
  const report = await books(world.engine)
  expect(report.differing).toMatchObject([
    { object: 'refund', key: missed.id, reason: expect.stringContaining('does not have it') },
    { object: 'credit memo', key: missed.id },
  ])
  const [row] = report.objects.filter(({ object }) => object === 'refund')
  expect(row?.netsuite).toEqual({ count: 2, sum: '2.50' })
  const [memo] = report.objects.filter(({ object }) => object === 'credit memo')
  expect(memo?.netsuite).toEqual({ count: 2, sum: '2.50' })
})

function reasons(report: BooksReport, object: string): string[] {
  return report.excluded.filter((one) => one.object === object).map((one) => one.reason)
}

async function somePayment(): Promise<string> {
  const [key] = await bookedPayments()
  if (!key) throw new Error('There is no payment in NetSuite.')
  return key
}

async function bookedPayments(): Promise<string[]> {
  const rows = await world.engine.database.pool<{ externalid: string }[]>`
    select externalid from sandbox.netsuite_records
    where type = 'customerPayment' and externalid like 'inpay!_%' escape '!'`
  return rows.map((row) => row.externalid)
}

/** Changes fields of a NetSuite record behind its back. */
async function change(externalId: string, fields: string): Promise<void> {
  const { pool } = world.engine.database
  await pool.unsafe(
    `update sandbox.netsuite_records set fields = fields || ${fields} where externalid = $1`,
    [externalId],
  )
}

/** Books each payment of an invoice that is booked. */
function paymentFlow(): FlowDocument {
  return chain('Payments', [
    node('read', 'stripe.list-source', { object: 'invoice_payment', backfillDays: 1000 }),
    node('paid', 'transform.filter', {
      rows: [{ condition: 'status = "paid"', reason: 'Nothing was paid yet.' }],
    }),
    node('booked', 'lookup.links', {
      ...{ sourceSystem: 'stripe', id: 'invoice', targetSystem: 'netsuite' },
      ...{ targetType: 'invoice', into: 'booked', onMissing: 'continue' },
    }),
    node('known', 'transform.filter', {
      rows: [{ condition: '$exists(booked.id)', reason: 'Its invoice is not in NetSuite.' }],
    }),
    node('pay', 'netsuite.apply-payment', {
      ...{ amount: '$toMajor(amount_paid, currency)', currency: 'currency' },
      ...{ invoices: 'booked.id', externalId: '$key', linkType: 'invoice_payment' },
    }),
  ])
}

/** Books each refund as a credit memo of its invoice and a customer refund. */
function refundFlow(): FlowDocument {
  const money = { amount: '$toMajor(amount, currency)', currency: 'currency' }
  return chain('Refunds', [
    node('read', 'stripe.list-source', { object: 'refund', backfillDays: 1000 }),
    node('early', 'transform.branch', {
      mode: 'first',
      rows: [{ name: 'out', condition: '$not($exists(metadata.late))' }],
    }),
    node('invoice', 'stripe.invoice-of-payment', { id: 'payment_intent', into: 'invoice' }),
    node('booked', 'lookup.links', {
      ...{ sourceSystem: 'stripe', id: 'invoice', targetSystem: 'netsuite' },
      ...{ targetType: 'invoice', into: 'booked', onMissing: 'error' },
    }),
    node('memo', 'netsuite.apply-credit', {
      ...money,
      ...{ invoice: 'booked.id', apply: 'open', externalId: '$key & "-cm"' },
      ...{ into: 'memo', linkType: 'refund' },
    }),
    node('refund', 'netsuite.refund-customer', {
      ...money,
      ...{ creditMemo: 'memo.id', account: bank, method },
      ...{ externalId: '$key & "-rf"', linkType: 'refund' },
    }),
  ])
}

async function publish(document: FlowDocument): Promise<string> {
  const { engine, integrationId } = world
  const { flowId } = await createFlow(engine, { integrationId, document })
  const published = await publishFlow(engine, { flowId })
  if (!published.ok) throw new Error(JSON.stringify(published.problems))
  return flowId
}

async function run(flowId: string): Promise<void> {
  const since = new Date('2020-01-01')
  const started = await startRun(world.engine, { flowId, trigger: 'manual', since })
  if (!started.ok) throw new Error(JSON.stringify(started.problems))
  const done = await waitForRun(world.engine, started.runId, AbortSignal.timeout(100_000))
  const errors = await listErrors(world.engine, { runId: started.runId })
  expect(errors.map((error) => error.message)).toEqual([])
  expect(done).toMatchObject({ state: 'done', counts: { failed: 0, waiting: 0 } })
}
