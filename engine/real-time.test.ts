import Stripe from 'stripe'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import type { JsonObject } from '#nodes/json.ts'
import { openNetSuite } from '#nodes/netsuite/client/client.ts'
import { changeConnection, connectionTo } from '../testing/connections.ts'
import { chain, node } from '../testing/flows.ts'
import {
  bookedCustomers,
  clearFaults,
  netsuiteSettings,
  setFaults,
} from '../testing/sandbox-calls.ts'
import { openWebhookDoor, type WebhookDoor } from '../testing/webhook-door.ts'
import { openWorld, type World } from '../testing/world.ts'
import * as api from './api.ts'
import { loadConnection, withConnection } from './connections/open-connection.ts'
import { openSecret } from './connections/save-connection.ts'
import { webhookSecretsOf } from './connections/webhook.ts'
import type { RunningWorker } from './worker.ts'

const TIME = { timeout: 90_000 }
const PATIENCE = { timeout: 45_000, interval: 100 }

let world: World
let worker: RunningWorker
let door: WebhookDoor
let stripeUrl: string
let connectionId: string

beforeAll(async () => {
  world = await openWorld()
  door = await openWebhookDoor(world.engine)
  stripeUrl = world.sandbox.stripeUrl
  connectionId = (await connectionTo(world, 'stripe')).id
  worker = await world.work()
}, 120_000)

afterAll(async () => {
  await door[Symbol.asyncDispose]()
  await world[Symbol.asyncDispose]()
})

afterEach(async () => {
  await deliverAs({ duplicate: 0, drop: 0, reorder: false, hold: false })
  for (const flow of await api.listFlows(world.engine)) {
    if (flow.enabled) await api.setEnabled(world.engine, { flowId: flow.id, enabled: false })
  }
})

test('an event delivered three times is one run with one record', TIME, async () => {
  const flowId = await liveFlow('thrice_')
  await deliverAs({ duplicate: 1 })
  const customer = await newCustomer('Thrice')
  await booked('thrice_', [customer])
  const event = await eventOf(customer)
  await deliver(event)
  await expect.poll(() => door.answers.length, PATIENCE).toBeGreaterThanOrEqual(2)
  await settled(flowId)
  const runs = await api.listRuns(world.engine, { flowId })
  expect(runs).toMatchObject([
    { trigger: 'webhook', state: 'done', counts: { read: 1, done: 1 }, since: null },
  ])
  const place = { runId: runs[0]?.id ?? 0, page: 1, position: 0 }
  const { record, steps } = await api.traceRecord(world.engine, place)
  expect(record.key).toBe(customer)
  expect(steps.find(({ nodeId }) => nodeId === 'get')?.input).toEqual({
    id: customer,
    object: 'customer',
    event: { id: event.id, type: 'customer.created', created: event.created },
  })
})

test('events that arrive in the wrong order end in the same record', TIME, async () => {
  const flowId = await liveFlow('order_')
  await deliverAs({ hold: true, reorder: true })
  const customer = await newCustomer('Order')
  await stripeCall(`/v1/customers/${customer}`, { name: 'Changed since' })
  await deliverAs({ hold: false })
  await booked('order_', [customer])
  await settled(flowId)
  const counts = (await api.listRuns(world.engine, { flowId })).map((run) => run.counts)
  expect(counts.reduce((sum, one) => sum + one.done, 0)).toBe(1)
  expect(counts.reduce((sum, one) => sum + one.failed, 0)).toBe(0)
})

test(
  'a delivery that Stripe did not sign is refused, queues nothing, and is told',
  TIME,
  async () => {
    const flowId = await liveFlow('forged_')
    const forged = customerEvent('evt_forged', 'cus_nobody')
    await expect(deliver(forged, { secret: 'whsec_other' })).rejects.toMatchObject({
      code: 'signature',
    })
    expect(await inboxOf('evt_forged')).toEqual([])
    expect(await api.listRuns(world.engine, { flowId })).toEqual([])
    expect((await webhookState()).refused).toMatchObject({
      count: 1,
      reason: expect.stringContaining('valid signature'),
    })
  },
)

test('an event of the other mode is refused with the reason', TIME, async () => {
  await liveFlow('mode_')
  const live = { ...customerEvent('evt_live', 'cus_live'), livemode: true }
  await expect(deliver(live)).rejects.toMatchObject({ code: 'livemode' })
  expect(await inboxOf('evt_live')).toEqual([])
  expect((await webhookState()).refused?.reason).toContain('live mode')
})

test(
  'what comes while a flow is disabled is held, and goes on when it is enabled',
  TIME,
  async () => {
    const flowId = await liveFlow('held_')
    await api.setEnabled(world.engine, { flowId, enabled: false })
    const first = await newCustomer('Held')
    await expect.poll(() => heldEvents(flowId), PATIENCE).toBe(1)
    expect(await api.listRuns(world.engine, { flowId })).toEqual([])
    await api.setEnabled(world.engine, { flowId, enabled: true })
    await booked('held_', [first])
    expect(await heldEvents(flowId)).toBe(0)
  },
)

test('held events can be run while the flow stays disabled', TIME, async () => {
  const flowId = await liveFlow('byhand_')
  await api.setEnabled(world.engine, { flowId, enabled: false })
  const customer = await newCustomer('By hand')
  await expect.poll(() => heldEvents(flowId), PATIENCE).toBe(1)
  const started = await api.startRun(world.engine, { flowId, trigger: 'webhook', held: true })
  const run = await api.waitForRun(world.engine, started.ok ? started.runId : 0)
  expect(run).toMatchObject({ state: 'done', counts: { done: 1 } })
  expect(await bookedCustomers(world.sandbox.netsuiteUrl, 'byhand_')).toEqual([
    `byhand_${customer}`,
  ])
  expect(await heldEvents(flowId)).toBe(0)
})

test('a webhook that was dropped is found by the sweep and counted once', TIME, async () => {
  const flowId = await liveFlow('dropped_')
  const before = await api.startRun(world.engine, { flowId, trigger: 'schedule' })
  const quiet = await api.waitForRun(world.engine, before.ok ? before.runId : 0)
  expect(quiet.missed).toBe(0)
  await deliverAs({ drop: 1 })
  const customer = await newCustomer('Dropped')
  await clock({ advanceMs: 180_000 })
  const found = await api.startRun(world.engine, { flowId, trigger: 'schedule' })
  const sweep = await api.waitForRun(world.engine, found.ok ? found.runId : 0)
  expect(sweep).toMatchObject({ state: 'done', missed: 1 })
  // The overlap of readings brings what other tests made a moment ago as well.
  expect(await bookedCustomers(world.sandbox.netsuiteUrl, 'dropped_')).toContain(
    `dropped_${customer}`,
  )
  const again = await api.startRun(world.engine, { flowId, trigger: 'schedule' })
  expect(await api.waitForRun(world.engine, again.ok ? again.runId : 0)).toMatchObject({
    missed: 0,
    counts: { done: 0 },
  })
  expect((await webhookState()).missed).toBe(1)
  await deliver(await eventOf(customer))
  await settled(flowId)
  expect((await api.listRuns(world.engine, { flowId })).map((run) => run.trigger)).not.toContain(
    'webhook',
  )
})

test('an event that Tributary caused itself starts nothing', TIME, async () => {
  const flowId = await liveFlow('own_')
  const customer = await newCustomer('Own', { 'idempotency-key': 'tributary-own' })
  const { id } = await eventOf(customer)
  await expect.poll(() => inboxOf(id), PATIENCE).toEqual([{ own: true }])
  expect(await waiting(flowId)).toEqual([])
  expect(await api.listRuns(world.engine, { flowId })).toEqual([])
})

test('an event waits for the seconds of its source', TIME, async () => {
  const flowId = await liveFlow('delay_', { delaySeconds: 600 })
  const customer = await newCustomer('Delay')
  const { id } = await eventOf(customer)
  await expect.poll(() => inboxOf(id), PATIENCE).toHaveLength(1)
  expect(await waiting(flowId)).toEqual([{ state: 'waiting', seconds: 600 }])
  await world.engine.database.pool`
    update inbox_deliveries set not_before = now() - interval '1 minute' where flow_id = ${flowId}`
  await booked('delay_', [customer])
})

test('a job that was lost is sent again', TIME, async () => {
  const flowId = await liveFlow('lost_')
  await worker.stop()
  const customer = await newCustomer('Lost')
  await expect.poll(() => waiting(flowId), PATIENCE).toHaveLength(1)
  await world.engine.database.pool`delete from pgboss.job where name = 'flow.webhook'`
  worker = await world.work()
  await booked('lost_', [customer])
})

test('a worker that is killed with a page of events loses none of them', TIME, async () => {
  const flowId = await liveFlow('killed_')
  await worker.stop()
  const doomed = await world.spawn()
  const { netsuiteUrl } = world.sandbox
  await setFaults(netsuiteUrl, [{ kind: 'latency', path: 'record', delayMs: 3_000 }])
  const customers = await Promise.all(['A', 'B', 'C', 'D'].map((name) => newCustomer(name)))
  const atWork = async () => {
    const runs = await api.listRuns(world.engine, { flowId })
    return runs.some((run) => run.unfinishedPages > 0)
  }
  await expect.poll(atWork, PATIENCE).toBe(true)
  await doomed.kill()
  await clearFaults(netsuiteUrl)
  worker = await world.work()
  await booked('killed_', customers)
  await settled(flowId)
  const runs = await api.listRuns(world.engine, { flowId })
  expect(runs.reduce((sum, { counts }) => sum + counts.read, 0)).toBe(customers.length)
  expect(runs.every(({ state }) => state === 'done')).toBe(true)
})

test('a run of events that is cancelled leaves them held', TIME, async () => {
  const flowId = await liveFlow('cancelled_')
  await worker.stop()
  await newCustomer('Cancelled')
  await expect.poll(() => waiting(flowId), PATIENCE).toHaveLength(1)
  const started = await api.startRun(world.engine, { flowId, trigger: 'webhook' })
  await api.cancelRun(world.engine, { runId: started.ok ? started.runId : 0 })
  expect(await heldEvents(flowId)).toBe(1)
  worker = await world.work()
})

test(
  'a record saved in NetSuite comes at once, as reading gives it, if it fits',
  TIME,
  async () => {
    const { engine, integrationId, sandbox } = world
    const token = 'a-hook-token-of-good-length'
    await changeConnection(world, 'netsuite', { secret: { hookToken: token } })
    const netsuite = await connectionTo(world, 'netsuite')
    const document = chain('Real time NetSuite', [
      node('told', 'netsuite.record-source', {
        recordType: 'customer',
        criteria: [{ field: 'email', operator: 'notEmpty', value: '' }],
        detail: 'fields',
        columns: ['email'],
        realTime: true,
      }),
      node('seen', 'transform.filter', { rows: [{ condition: 'false', reason: 'Seen.' }] }),
    ])
    const { flowId } = await api.createFlow(engine, { integrationId, document })
    expect(await api.publishFlow(engine, { flowId })).toMatchObject({ ok: true })
    await api.setEnabled(engine, { flowId, enabled: true })
    const url = `${door.url}/api/webhooks/netsuite/${netsuite.id}`
    await netsuiteSettings(sandbox.netsuiteUrl, { hook: { url, token, duplicate: 1 } })
    const fits = await netsuiteCustomer({ companyName: 'Fits', email: 'fits@told.test' })
    const other = await netsuiteCustomer({ companyName: 'Has no e-mail' })
    await netsuiteSettings(sandbox.netsuiteUrl, { hook: null })
    await expect.poll(async () => (await runsThatTook(flowId)).length, PATIENCE).toBeGreaterThan(0)
    await settled(flowId)
    const took = await runsThatTook(flowId)
    expect(took).toMatchObject([{ trigger: 'webhook', counts: { read: 1, filtered: 1 } }])
    const place = { runId: took[0]?.id ?? 0, page: 1, position: 0 }
    const { record, steps } = await api.traceRecord(engine, place)
    expect(record.key).toBe(fits)
    expect(steps.find(({ nodeId }) => nodeId === 'seen')?.input).toMatchObject({
      ...{ id: fits, companyname: 'Fits', email: 'fits@told.test' },
    })
    const runs = await api.listRuns(engine, { flowId })
    const skipped = await Promise.all(runs.map(({ id }) => api.skippedBySource(engine, id)))
    expect(skipped.flat()).toEqual([
      { key: other, reason: expect.stringContaining('does not meet the criteria') },
    ])
  },
)

async function netsuiteCustomer(fields: JsonObject): Promise<string> {
  const { engine } = world
  const { id } = await connectionTo(world, 'netsuite')
  return withConnection(engine, await loadConnection(engine, id), 'test', async (_, open) => {
    const client = openNetSuite(open)
    const signal = AbortSignal.timeout(30_000)
    try {
      return await client.write.create('customer', { subsidiary: { id: '1' }, ...fields }, signal)
    } finally {
      await client.close()
    }
  })
}

async function runsThatTook(flowId: string) {
  return (await api.listRuns(world.engine, { flowId })).filter(({ counts }) => counts.read > 0)
}

/** A published, enabled flow that books each Stripe customer in NetSuite as soon as it is told. */
async function liveFlow(prefix: string, source: JsonObject = {}): Promise<string> {
  const { engine, integrationId } = world
  const document = chain(`Real time ${prefix}`, [
    node('told', 'stripe.event-source', {
      object: 'customer',
      events: ['customer.created', 'customer.updated'],
      realTime: true,
      backfill: false,
      ...source,
    }),
    node('get', 'stripe.get', { object: 'customer' }),
    node('write', 'netsuite.upsert', {
      recordType: 'customer',
      externalId: `"${prefix}" & id`,
      body: '{ "companyName": id & " ${prefix}", "subsidiary": { "id": $setting("subsidiary") } }',
      into: 'netsuiteCustomer',
      linkType: 'customer',
    }),
  ])
  const { flowId } = await api.createFlow(engine, { integrationId, document })
  expect(await api.publishFlow(engine, { flowId })).toMatchObject({ ok: true })
  // What other tests made is none of this flow's business.
  await engine.database.pool`
    update flows set cursor = now() + interval '1 second' where id = ${flowId}`
  await api.setEnabled(engine, { flowId, enabled: true })
  await api.registerWebhook(engine, { connectionId, publicUrl: door.url })
  return flowId
}

async function booked(prefix: string, customers: string[]): Promise<void> {
  const ids = async () => (await bookedCustomers(world.sandbox.netsuiteUrl, prefix)).toSorted()
  await expect.poll(ids, PATIENCE).toEqual(customers.map((id) => `${prefix}${id}`).toSorted())
}

/** Waits until nothing of a flow is under way. */
async function settled(flowId: string): Promise<void> {
  const open = async () => {
    const runs = await api.listRuns(world.engine, { flowId })
    return [...runs.filter((run) => !api.isOver(run)), ...(await waiting(flowId))].length
  }
  await expect.poll(open, PATIENCE).toBe(0)
}

function waiting(flowId: string) {
  return world.engine.database.pool`
    select state, round(extract(epoch from d.not_before - i.received_at))::int as seconds
    from inbox_deliveries d join inbox i on i.id = d.inbox_id
    where d.flow_id = ${flowId} and d.state = 'waiting'`
}

async function inboxOf(eventId: string) {
  return [...(await world.engine.database.pool`select own from inbox where event_id = ${eventId}`)]
}

async function heldEvents(flowId: string): Promise<number | undefined> {
  return (await api.listFlows(world.engine)).find((flow) => flow.id === flowId)?.heldEvents
}

async function webhookState(): Promise<api.WebhookState> {
  const state = (await api.webhookStates(world.engine)).find(
    (one) => one.connectionId === connectionId,
  )
  if (!state) throw new Error('The connection has no webhook.')
  return state
}

const idSchema = z.object({ id: z.string() })

async function newCustomer(name: string, headers: Record<string, string> = {}): Promise<string> {
  return idSchema.parse(await stripeCall('/v1/customers', { name }, headers)).id
}

/** The event of a customer's creation, as Stripe lists it. */
async function eventOf(customer: string): Promise<JsonObject & { id: string }> {
  const answer = await stripeCall('/v1/events?type=customer.created&limit=100')
  const { data } = z.object({ data: z.array(z.record(z.string(), z.json())) }).parse(answer)
  const found = data.find((event) => JSON.stringify(event.data).includes(`"${customer}"`))
  return { ...found, id: idSchema.parse(found).id }
}

function customerEvent(id: string, customer: string): JsonObject {
  const data = { object: { id: customer, object: 'customer' } }
  return { id, object: 'event', type: 'customer.created', created: 1, data, request: null }
}

/** Delivers an event ourselves, signed as the endpoint's secret wants it. */
async function deliver(event: JsonObject, { secret = '' } = {}): Promise<void> {
  const { engine } = world
  const stored = openSecret(engine, await loadConnection(engine, connectionId))
  const [known = ''] = webhookSecretsOf(stored)
  const rawBody = JSON.stringify(event)
  const signature = Stripe.webhooks.generateTestHeaderString({
    ...{ payload: rawBody, secret: secret || known },
  })
  await api.receiveStripeEvent(engine, { connectionId, rawBody, signature })
}

async function stripeCall(
  path: string,
  form?: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<unknown> {
  const answer = await fetch(`${stripeUrl}${path}`, {
    ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
    headers: { authorization: 'Bearer sk_test_real_time', ...headers },
  })
  if (!answer.ok) throw new Error(`Stripe answered ${answer.status}: ${await answer.text()}`)
  return answer.json()
}

const deliverAs = (change: JsonObject) => control('webhooks', change)
const clock = (change: JsonObject) => control('clock', change)

async function control(path: string, body: JsonObject): Promise<void> {
  const answer = await fetch(`${stripeUrl}/_sandbox/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`The sandbox answered ${answer.status}: ${await answer.text()}`)
}
