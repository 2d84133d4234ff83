import Stripe from 'stripe'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { connectionTo } from '../../testing/connections.ts'
import { bookedAs, draftInvoice, finalizedInvoice } from '../../testing/invoice-business.ts'
import { openTemplateWorld, type TemplateWorld } from '../../testing/template-world.ts'
import { openWebhookDoor, type WebhookDoor } from '../../testing/webhook-door.ts'
import * as api from '../api.ts'
import { loadConnection } from '../connections/open-connection.ts'
import { openSecret } from '../connections/save-connection.ts'
import { webhookSecretsOf } from '../connections/webhook.ts'

const FLOW = 'stripe-invoice-to-netsuite-invoice-real-time'
const TIME = { timeout: 120_000 }
const PATIENCE = { timeout: 60_000, interval: 100 }

let world: TemplateWorld
let door: WebhookDoor
let flowId: string
let connectionId: string

beforeAll(async () => {
  world = await openTemplateWorld([FLOW])
  door = await openWebhookDoor(world.engine)
  flowId = await world.flowOf(FLOW)
  connectionId = (await connectionTo(world, 'stripe')).id
  await enable(true)
  await api.registerWebhook(world.engine, { connectionId, publicUrl: door.url })
}, 120_000)

afterAll(async () => {
  await door[Symbol.asyncDispose]()
  await world[Symbol.asyncDispose]()
})

afterEach(() => deliverAs({ duplicate: 0, drop: 0, reorder: false, hold: false }))

test('same event delivered 3× → 1 invoice', TIME, async () => {
  await deliverAs({ duplicate: 1 })
  const { id = '' } = await finalizedInvoice(world, [{ amount: 4999 }])
  await deliver(await eventOf(id, 'invoice.finalized'))
  await arrived(id)
  await settled()
  expect(await transactionsOf(id)).toEqual([{ type: 'CustInvc', total: '49.99' }])
  expect(await stepsOfRuns(id)).toContain('Book the invoice')
})

test('paid before finalized → 1 invoice + 1 payment', TIME, async () => {
  await deliverAs({ hold: true, reorder: true })
  const { id = '' } = await finalizedInvoice(world, [{ amount: 8000 }])
  await world.stripe.invoices.pay(id, { payment_method: 'pm_card_visa' })
  await deliver(await eventOf(id, 'invoice.paid'))
  await settled()
  const paid = { amountRemaining: 0, custbody_stripe_status: 'paid' }
  await expect.poll(() => bookedAs(world, id), PATIENCE).toMatchObject(paid)
  await deliverAs({ hold: false })
  await deliver(await eventOf(id, 'invoice.finalized'))
  await settled()
  expect(await bookedAs(world, id)).toMatchObject(paid)
  expect(await transactionsOf(id)).toEqual([
    { type: 'CustInvc', total: '80' },
    { type: 'CustPymt', total: '80' },
  ])
})

test('bad signature → 400, nothing queued', TIME, async () => {
  const before = (await api.listRuns(world.engine, { flowId })).length
  const body = JSON.stringify({ id: 'evt_forged', object: 'event', type: 'invoice.finalized' })
  const answer = await fetch(`${door.url}/api/webhooks/stripe/${connectionId}`, {
    ...{ method: 'POST', body },
    headers: { 'stripe-signature': 't=1,v1=00', 'content-type': 'application/json' },
  })
  expect(answer.status).toBe(400)
  const inbox = await world.engine.database.pool`
    select id from inbox where event_id = 'evt_forged'`
  expect([...inbox]).toEqual([])
  expect(await api.listRuns(world.engine, { flowId })).toHaveLength(before)
})

test('flow off for an hour then on → held events replayed', TIME, async () => {
  await enable(false)
  const { id = '' } = await finalizedInvoice(world, [{ amount: 1234 }])
  await expect.poll(heldEvents, PATIENCE).toBe(1)
  await world.control('stripe', 'POST', '/clock', { advanceMs: 3_600_000 })
  expect(await bookedAs(world, id)).toBe(null)
  await enable(true)
  await arrived(id)
  await settled()
  expect(await heldEvents()).toBe(0)
})

test(
  'webhook dropped → sweep creates it and raises the "webhook missed" notice',
  TIME,
  async () => {
    await world.run(FLOW, { trigger: 'schedule' })
    await deliverAs({ drop: 1 })
    const { id = '' } = await finalizedInvoice(world, [{ amount: 777 }])
    await world.control('stripe', 'POST', '/clock', { advanceMs: 180_000 })
    expect(await bookedAs(world, id)).toBe(null)
    const sweep = await world.run(FLOW, { trigger: 'schedule' })
    expect(sweep).toMatchObject({ state: 'done', missed: 1 })
    expect(await bookedAs(world, id)).toMatchObject({ total: 7.77 })
    const state = (await api.webhookStates(world.engine)).find(
      (one) => one.connectionId === connectionId,
    )
    expect(state?.missed).toBe(1)
  },
)

test('an open invoice stays out while the settings wait for its money', TIME, async () => {
  await world.set(FLOW, { bookWhen: 'paid' })
  const { id = '' } = await finalizedInvoice(world, [{ amount: 4200 }])
  const run = await world.run(FLOW, { ids: [id] })
  expect(run.counts).toMatchObject({ filtered: 1, done: 0 })
  await world.stripe.invoices.pay(id, { payment_method: 'pm_card_visa' })
  await arrived(id)
  await settled()
  expect(await bookedAs(world, id)).toMatchObject({ amountRemaining: 0 })
  await world.set(FLOW, { bookWhen: 'finalized' })
})

test('a dry run says what it would book, and books nothing', TIME, async () => {
  const { id } = await draftInvoice(world, [{ amount: 100 }])
  await settled()
  const before = await world.markCalls()
  const run = await world.run(FLOW, { ids: [id], dryRun: true })
  expect(await world.records(run)).toMatchObject([
    { outcome: 'filtered', reason: expect.stringContaining('is a draft') },
  ])
  expect(await world.writesSince(before)).toBe(0)
})

test('Running it again with nothing changed makes zero writing calls', TIME, async () => {
  await settled()
  await world.run(FLOW, { since: new Date('2020-01-01') })
  const before = await world.markCalls()
  const run = await world.run(FLOW, { since: new Date('2020-01-01') })
  expect(run.counts).toMatchObject({ done: 0, failed: 0 })
  expect(run.counts.unchanged).toBeGreaterThan(3)
  expect(await world.writesSince(before)).toBe(0)
})

const enable = (enabled: boolean) => api.setEnabled(world.engine, { flowId, enabled })

const deliverAs = (change: Record<string, number | boolean>) =>
  world.control('stripe', 'POST', '/webhooks', change)

async function arrived(id: string): Promise<void> {
  await expect.poll(() => bookedAs(world, id), PATIENCE).not.toBe(null)
}

/** Waits until nothing of the flow is under way. */
async function settled(): Promise<void> {
  const open = async () => {
    const runs = await api.listRuns(world.engine, { flowId })
    const waiting = await world.engine.database.pool`
      select 1 from inbox_deliveries where flow_id = ${flowId} and state = 'waiting'`
    return runs.filter((run) => !api.isOver(run)).length + waiting.length
  }
  await expect.poll(open, PATIENCE).toBe(0)
}

async function heldEvents(): Promise<number | undefined> {
  return (await api.listFlows(world.engine)).find((flow) => flow.id === flowId)?.heldEvents
}

/** What NetSuite has of the customer of a Stripe invoice. */
async function transactionsOf(id: string) {
  const entity = (await bookedAs(world, id))?.entity.id ?? ''
  return world.query(
    'SELECT type, ABS(foreigntotal) AS total FROM transaction WHERE entity = ? ORDER BY type',
    [entity],
  )
}

/** Names of the steps that an invoice went through, over all runs: one history. */
async function stepsOfRuns(id: string): Promise<string[]> {
  const traces = await api.traceKey(world.engine, id)
  return traces.flatMap(({ steps }) => steps.map(({ nodeName }) => nodeName))
}

async function eventOf(id: string, type: string): Promise<Stripe.Event> {
  const { data } = await world.stripe.events.list({ type, limit: 100 })
  const found = data.find((event) => 'id' in event.data.object && event.data.object.id === id)
  if (!found) throw new Error(`Stripe has no ${type} of ${id}.`)
  return found
}

/** Delivers an event ourselves, signed as the endpoint's secret wants it. */
async function deliver(event: Stripe.Event): Promise<void> {
  const { engine } = world
  const [secret = ''] = webhookSecretsOf(
    openSecret(engine, await loadConnection(engine, connectionId)),
  )
  const rawBody = JSON.stringify(event)
  const signature = Stripe.webhooks.generateTestHeaderString({ payload: rawBody, secret })
  await api.receiveStripeEvent(engine, { connectionId, rawBody, signature })
}
