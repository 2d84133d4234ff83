import { createHmac } from 'node:crypto'
import Stripe from 'stripe'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { JsonObject } from '#nodes/json.ts'
import { connectionTo } from '../../testing/connections.ts'
import { customerFlow } from '../../testing/flows.ts'
import { callsSince, markCalls } from '../../testing/sandbox-calls.ts'
import { openWorld, type World } from '../../testing/world.ts'
import * as api from '../api.ts'
import { loadConnection } from './open-connection.ts'
import { openSecret } from './save-connection.ts'
import { trimLogs } from './trim-logs.ts'
import { dropRolledSecrets, webhookSecretsOf } from './webhook.ts'

let world: World
let stripe: api.ConnectionSummary
let netsuite: api.ConnectionSummary

beforeAll(async () => {
  world = await openWorld()
  stripe = await connectionTo(world, 'stripe')
  netsuite = await connectionTo(world, 'netsuite')
}, 120_000)

afterAll(async () => {
  await world[Symbol.asyncDispose]()
})

async function secretOf(id: string): Promise<JsonObject> {
  return openSecret(world.engine, await loadConnection(world.engine, id))
}

test('what a connection must be allowed follows from the enabled flows', async () => {
  const { engine, integrationId } = world
  const ofAll = await api.neededPermissions(engine, stripe.id)
  expect(ofAll.every((need) => need.system === 'stripe')).toBe(true)
  const { flowId } = await api.createFlow(engine, { integrationId, document: customerFlow() })
  await api.publishFlow(engine, { flowId, note: '' })
  await api.setEnabled(engine, { flowId, enabled: true })
  const ofOne = await api.neededPermissions(engine, stripe.id)
  expect(ofOne.map((need) => `${need.name} ${need.access}`)).toEqual(['Customers read'])
  const names = (await api.neededPermissions(engine, netsuite.id)).map((need) => need.name)
  expect(names).toContain('Customers')
  await api.setEnabled(engine, { flowId, enabled: false })
  expect(await api.neededPermissions(engine, stripe.id)).toEqual(expect.arrayContaining(ofAll))
})

describe('a list for a picker', () => {
  test('is asked for once, searched here, and asked for again after a refresh', async () => {
    const { engine, integrationId, sandbox } = world
    const query = { integrationId, system: 'netsuite', list: 'netsuite:item' } as const
    const all = await api.listChoices(engine, query)
    expect(all).toMatchObject({ stale: false, problem: null })
    expect(all.choices.length).toBeGreaterThan(3)
    const mark = await markCalls(sandbox.netsuiteUrl)
    const found = await api.listChoices(engine, { ...query, search: 'default ITEM', limit: 5 })
    expect(found.choices.map((one) => one.label).join()).toMatch(/Stripe default item/)
    expect((await callsSince(sandbox.netsuiteUrl, mark)).total).toBe(0)
    await api.refreshLists(engine, netsuite.id)
    expect((await api.listChoices(engine, query)).fetchedAt).not.toBe(all.fetchedAt)
  })

  test('is served as it was while the connection is offline', async () => {
    const { engine } = world
    const query = { connectionId: netsuite.id, list: 'subsidiary' }
    const before = await api.listChoices(engine, query)
    await api.refreshLists(engine, netsuite.id)
    const { pool } = engine.database
    await pool`update connections set state = 'offline', state_reason = 'Mended soon.'
      where id = ${netsuite.id}`
    const offline = await api.listChoices(engine, query)
    expect(offline).toMatchObject({ stale: true, problem: 'Mended soon.' })
    expect(offline.choices).toEqual(before.choices)
    expect(await api.listChoices(engine, { ...query, list: 'never asked' })).toMatchObject({
      choices: [],
      fetchedAt: null,
      problem: 'Mended soon.',
    })
    await pool`update connections set state = 'online', state_reason = null
      where id = ${netsuite.id}`
  })

  test('gives the fields of a record type', async () => {
    const { fields } = await api.recordFields(world.engine, {
      connectionId: netsuite.id,
      recordType: 'invoice',
    })
    expect(fields.map((field) => field.id)).toContain('tranDate')
  })
})

describe('a connection that is being edited', () => {
  test('is tested with what was not saved, and with the stored rest of its secret', async () => {
    const { engine } = world
    const entry = { id: stripe.id, system: 'stripe', config: stripe.config } as const
    const good = await api.testConnectionEntry(engine, { ...entry, secret: { apiKey: '' } })
    expect(good.filter((check) => !check.ok)).toEqual([])
    const bad = await api.testConnectionEntry(engine, {
      ...entry,
      secret: { apiKey: 'rk_test_nobodyhasthisone' },
    })
    expect(bad[0]).toMatchObject({ ok: false, message: expect.stringMatching(/key/) })
    expect(await secretOf(stripe.id)).not.toMatchObject({ apiKey: 'rk_test_nobodyhasthisone' })
    const fresh = {
      system: 'stripe',
      config: stripe.config,
      secret: { apiKey: 'sk_test_1' },
    } as const
    expect((await api.testConnectionEntry(engine, fresh)).length).toBeGreaterThan(0)
  })

  test('keeps the fields of its secret that are left out', async () => {
    const { engine } = world
    const { apiKey } = await secretOf(stripe.id)
    await api.saveConnection(engine, { ...stripe, secret: { webhookSecret: 'whsec_one' } })
    expect(await secretOf(stripe.id)).toMatchObject({ apiKey, webhookSecret: 'whsec_one' })
    const changed = await connectionTo(world, 'stripe')
    expect(changed.secretReplacedAt > stripe.secretReplacedAt).toBe(true)
  })

  test('cannot be deleted while an integration uses it', async () => {
    const { engine } = world
    expect(await api.deleteConnection(engine, { connectionId: stripe.id })).toMatchObject({
      ok: false,
      reason: expect.stringContaining('"Sandbox"'),
    })
    const { connectionId } = await api.saveConnection(engine, {
      ...{ name: 'Second', system: 'stripe', config: {}, concurrencyLimit: 2 },
      secret: { apiKey: 'sk_test_1' },
    })
    expect(await api.deleteConnection(engine, { connectionId })).toEqual({ ok: true })
    expect((await api.listConnections(engine)).map((one) => one.id)).not.toContain(connectionId)
  })
})

test('a webhook is registered once, and its secret rolled with two live for a day', async () => {
  const { engine, sandbox } = world
  const publicUrl = 'https://tributary.example.com'
  const connectionId = stripe.id
  const first = await api.registerWebhook(engine, { connectionId, publicUrl })
  expect(first.url).toBe(`${publicUrl}/api/webhooks/stripe/${connectionId}`)
  const again = await api.registerWebhook(engine, { connectionId, publicUrl })
  expect(again).toEqual(first)
  expect(await endpoints(sandbox.stripeUrl)).toEqual([again.endpointId])

  const rolled = await api.rollWebhookSecret(engine, { connectionId })
  expect(rolled.previous?.endpointId).toBe(again.endpointId)
  const live = webhookSecretsOf(await secretOf(connectionId))
  expect(live).toHaveLength(2)
  for (const [index, secret] of live.entries()) await deliver(connectionId, `evt_${index}`, secret)
  await deliver(connectionId, 'evt_0', live[0] ?? '')
  const events = await engine.database.pool`
    select event_id, type, object_id from inbox where connection_id = ${connectionId} order by 1`
  expect(events.map((row) => row.event_id)).toEqual(['evt_0', 'evt_1'])
  await expect(deliver(connectionId, 'evt_2', 'whsec_other')).rejects.toMatchObject({
    code: 'signature',
  })

  await engine.database.pool`
    update connections set webhook = jsonb_set(webhook, '{previous,removeAt}', '"2020-01-01T00:00:00Z"')
    where id = ${connectionId}`
  await dropRolledSecrets(engine)
  expect(webhookSecretsOf(await secretOf(connectionId))).toEqual(live.slice(0, 1))
  expect(await endpoints(sandbox.stripeUrl)).toEqual([rolled.endpointId])
  await api.removeWebhook(engine, { connectionId })
  expect(await endpoints(sandbox.stripeUrl)).toEqual([])
  expect((await connectionTo(world, 'stripe')).webhook).toBeNull()
})

test('a NetSuite hook counts once, and only with the token of the connection', async () => {
  const { engine } = world
  const connectionId = netsuite.id
  const rawBody = '{"type":"customerpayment","id":1215,"eventId":"e1"}'
  const call = { connectionId, rawBody }
  const token = 'a-hook-token-of-good-length'
  await expect(api.receiveNetSuiteHook(engine, { ...call, token })).rejects.toMatchObject({
    code: 'signature',
    message: expect.stringContaining('has no hook token'),
  })
  await api.saveConnection(engine, { ...netsuite, secret: { hookToken: token } })
  await api.receiveNetSuiteHook(engine, { ...call, token })
  const signature = createHmac('sha256', token).update(rawBody).digest('hex')
  await api.receiveNetSuiteHook(engine, { ...call, signature })
  for (const wrong of [{ token: 'something else entirely' }, { signature: 'abc' }, {}]) {
    await expect(api.receiveNetSuiteHook(engine, { ...call, ...wrong })).rejects.toMatchObject({
      code: 'signature',
    })
  }
  await expect(
    api.receiveNetSuiteHook(engine, { connectionId, rawBody: 'hello', token }),
  ).rejects.toMatchObject({ code: 'body' })
  const events = await engine.database.pool`
    select event_id, type, object_id, own from inbox where connection_id = ${connectionId}`
  expect(events).toEqual([
    { event_id: 'e1', type: 'customerpayment', object_id: '1215', own: false },
  ])
})

test('the use of a connection and its exchanges are kept, failures apart', async () => {
  const { engine } = world
  await api.testConnection(engine, stripe.id)
  const entry = { id: stripe.id, system: 'stripe', config: stripe.config } as const
  await api.testConnectionEntry(engine, { ...entry, secret: { apiKey: 'rk_test_nobody1234' } })
  const use = await api.connectionUse(engine, stripe.id, { hours: 1 })
  expect(use.at(-1)).toMatchObject({ rateLimited: 0, limit: stripe.concurrencyLimit })
  expect(use.at(-1)?.requests).toBeGreaterThan(2)
  expect(use.at(-1)?.failed).toBeGreaterThan(0)
  const failed = await api.listExchanges(engine, { connectionId: stripe.id, failedOnly: true })
  expect(failed.length).toBeGreaterThan(0)
  expect(failed.every((one) => one.status >= 400)).toBe(true)
  const all = await api.listExchanges(engine, { connectionId: stripe.id })
  expect(all.length).toBeGreaterThan(failed.length)
  const [newest, second] = all
  expect(
    await api.listExchanges(engine, { connectionId: stripe.id, before: newest?.id, limit: 1 }),
  ).toEqual([second])

  const { pool } = engine.database
  await pool`
    insert into connection_exchanges (connection_id, at, method, url, status, ms, bodies)
    select ${stripe.id}, now(), 'GET', 'https://api.stripe.com/', 200, 1, ''::bytea
    from generate_series(1, 2500)`
  await pool`update connection_use set minute = now() - interval '8 days'`
  await trimLogs(engine)
  const [kept] = await pool`
    select count(*)::int as count from connection_exchanges where connection_id = ${stripe.id}`
  expect(kept?.count).toBe(2_000)
  expect(await pool`select 1 from connection_use`).toHaveLength(0)
})

async function endpoints(stripeUrl: string): Promise<string[]> {
  const { apiKey } = z.object({ apiKey: z.string() }).parse(await secretOf(stripe.id))
  const answer = await fetch(`${stripeUrl}/v1/webhook_endpoints?limit=100`, {
    headers: { authorization: `Bearer ${apiKey}` },
  })
  const { data } = z
    .object({ data: z.array(z.object({ id: z.string(), url: z.string() })) })
    .parse(await answer.json())
  return data.filter((one) => one.url.includes('tributary.example.com')).map((one) => one.id)
}

/** A delivery as Stripe makes it. */
async function deliver(connectionId: string, eventId: string, secret: string): Promise<void> {
  const rawBody = JSON.stringify({
    ...{ id: eventId, object: 'event', type: 'invoice.finalized' },
    data: { object: { id: 'in_1', object: 'invoice' } },
  })
  const signature = Stripe.webhooks.generateTestHeaderString({ payload: rawBody, secret })
  await api.receiveStripeEvent(world.engine, { connectionId, rawBody, signature })
}
