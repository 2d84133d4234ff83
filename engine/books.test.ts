import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { leases } from '#db/schema/index.ts'
import { chain, node } from '../testing/flows.ts'
import { openWorld, type World } from '../testing/world.ts'
import { createFlow, publishFlow, startRun, waitForRun } from './api.ts'
import { books, type BooksReport } from './books.ts'
import { openReaders } from './queue/readers.ts'

let world: World
let flowId: string
let key = ''

beforeAll(async () => {
  world = await openWorld()
  await world.work()
  flowId = await publishInvoiceFlow()
})
afterAll(() => world[Symbol.asyncDispose]())

it('before any run every invoice of Stripe is missing, and says so', async () => {
  const report = await books(world.engine)
  expect(report.objects.length).toBeGreaterThan(1)
  for (const { netsuite, stripe, difference } of report.objects) {
    expect(netsuite.count).toBe(0)
    expect(stripe.count).toBeGreaterThan(0)
    expect(difference.count).toBe(-stripe.count)
  }
  expect(new Set(report.differing.map((one) => one.reason))).toEqual(
    new Set(['NetSuite does not have it. No run has seen it yet.']),
  )
  expect(new Set(report.excluded.map((one) => one.reason))).toEqual(
    new Set(['It is a draft in Stripe.', 'It was voided in Stripe.']),
  )
})

it('after a run the books agree to the cent, and what was left out says why', async () => {
  await runOnce()
  const report = await books(world.engine, { integrationId: world.integrationId })
  expect(report.differing).toEqual([])
  expect(report.objects.map((row) => row.currency)).toEqual(['USD'])
  const [row] = report.objects
  expect(row?.netsuite).toEqual(row?.stripe)
  expect(row?.difference).toEqual({ count: 0, sum: '0.00' })
  expect(row?.stripe.count).toBeGreaterThan(20)
  const reasons = new Set(report.excluded.map((one) => one.reason))
  expect(reasons).toContain('Only USD is carried over.')
  const { pool } = world.engine.database
  const [stored] = await pool<{ externalid: string; sum: string }[]>`
    select max(externalid) as externalid, sum((fields->>'total')::numeric)::text as sum
    from sandbox.netsuite_records where type = 'invoice' and externalid like 'in!_%' escape '!'`
  expect(row?.netsuite.sum).toBe(stored?.sum)
  key = stored?.externalid ?? ''
})

it('slots of the connections are given back', async () => {
  await books(world.engine)
  const held = await world.engine.database.db.select().from(leases)
  expect(held.filter((lease) => lease.holder?.startsWith('books'))).toEqual([])
})

it('a changed, a double, a strange and a lost invoice are found, each with its reason', async () => {
  const { pool } = world.engine.database
  const before = usd(await books(world.engine))
  await pool`
    update sandbox.netsuite_records
    set fields = fields || jsonb_build_object('total', (fields->>'total')::numeric - 0.01)
    where type = 'invoice' and externalid = ${key}`
  expect((await books(world.engine)).differing).toMatchObject([
    { key, reason: expect.stringContaining('NetSuite has 0.01 USD less than Stripe') },
  ])
  await pool`
    insert into sandbox.netsuite_records
    select family, id + 500000, type, null, name,
      fields || jsonb_build_object('custbody_stripe_invoice_id', ${key}::text), sublists,
      created, modified
    from sandbox.netsuite_records where type = 'invoice' and externalid = ${key}`
  const twice = await books(world.engine)
  expect(twice.differing).toMatchObject([
    { key, reason: expect.stringContaining('NetSuite has it 2 times') },
  ])
  expect(usd(twice).netsuite.count).toBe(before.netsuite.count + 1)
  await pool`
    update sandbox.netsuite_records
    set fields = fields || '{"custbody_stripe_invoice_id": "in_unknown"}'
    where type = 'invoice' and id > 500000`
  await pool`delete from sandbox.netsuite_records where type = 'invoice' and externalid = ${key}`
  const { differing } = await books(world.engine)
  expect(differing).toMatchObject([
    {
      key,
      netsuite: null,
      reason: expect.stringMatching(/It was written as id \d+, which is gone/),
    },
    { key: 'in_unknown', stripe: null, reason: expect.stringContaining('Stripe does not have it') },
  ])
})

it('with a date only what was created in Stripe since then is compared', async () => {
  const report = await books(world.engine, { since: new Date(Date.now() + 60_000) })
  expect(report).toEqual({ objects: [], differing: [], excluded: [], duplicates: [] })
})

it('an integration that does not exist is said to be missing', async () => {
  await expect(books(world.engine, { integrationId: 'none' })).rejects.toThrow(
    'There is no integration "none".',
  )
})

function usd(report: BooksReport) {
  const row = report.objects.find((one) => one.currency === 'USD')
  if (!row) throw new Error('The books have no USD.')
  return row
}

/** Books every finalized invoice in USD as one line for one customer. */
async function publishInvoiceFlow(): Promise<string> {
  const { engine, integrationId } = world
  const readers = await openReaders(engine, integrationId, 'test')
  const { rows } = await readers.netsuite.query(
    `SELECT e.id, e.subsidiary, e.currency FROM customer e
     JOIN currency c ON c.id = e.currency WHERE c.symbol = 'USD' ORDER BY e.id`,
    [],
    { signal: AbortSignal.timeout(30_000) },
  )
  await readers.close()
  const customer = z
    .object({ id: z.string(), subsidiary: z.string(), currency: z.string() })
    .parse(rows[0])
  const document = chain('Invoices in USD', [
    node('read', 'stripe.list-source', { object: 'invoice', backfillDays: 1000 }),
    node('eligible', 'transform.filter', {
      rows: [
        { condition: 'status in ["open", "paid", "uncollectible"]', reason: 'Not finalized.' },
        { condition: 'currency = "usd"', reason: 'Only USD is carried over.' },
        { condition: 'total > 0', reason: 'Nothing is to be paid.' },
      ],
    }),
    node('write', 'netsuite.upsert', {
      recordType: 'invoice',
      externalId: 'id',
      linkType: 'invoice',
      body: `{
        "entity": { "id": "${customer.id}" },
        "subsidiary": { "id": "${customer.subsidiary}" },
        "currency": { "id": "${customer.currency}" },
        "item": { "items": [{
          "item": { "id": $setting("defaultItem") }, "quantity": 1,
          "rate": $toMajor(total, currency), "amount": $toMajor(total, currency)
        }] }
      }`,
    }),
  ])
  const created = await createFlow(engine, { integrationId, document })
  const published = await publishFlow(engine, { flowId: created.flowId })
  if (!published.ok) throw new Error(JSON.stringify(published.problems))
  return created.flowId
}

async function runOnce(): Promise<void> {
  const since = new Date('2020-01-01')
  const started = await startRun(world.engine, { flowId, trigger: 'manual', since })
  if (!started.ok) throw new Error(JSON.stringify(started.problems))
  const run = await waitForRun(world.engine, started.runId, AbortSignal.timeout(50_000))
  expect(run).toMatchObject({ state: 'done', counts: { failed: 0, waiting: 0 } })
}
