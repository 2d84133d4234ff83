import { randomBytes } from 'node:crypto'
import Stripe from 'stripe'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  NotFoundError,
  openEngine,
  receiveStripeEvent,
  saveConnection,
  type Engine,
} from '#engine/api.ts'
import { testDatabase, type TestDatabase } from '../../../testing/database.ts'

const SECRET = 'whsec_new'
const BODY = JSON.stringify({
  id: 'evt_1',
  object: 'event',
  type: 'invoice.finalized',
  data: { object: { id: 'in_1', object: 'invoice' } },
})

let database: TestDatabase
let engine: Engine
let connectionId: string

beforeAll(async () => {
  database = await testDatabase({ migrated: true })
  engine = await openEngine({ databaseUrl: database.url, secretKey: randomBytes(32) })
  const saved = await saveConnection(engine, {
    name: 'Stripe',
    system: 'stripe',
    config: {},
    secret: { apiKey: 'sk_test_1', webhookSecret: `whsec_old ${SECRET}` },
    concurrencyLimit: 5,
  })
  connectionId = saved.connectionId
})

afterAll(async () => {
  await engine.close()
  await database.drop()
})

test('an event that Stripe did not sign is refused and not stored', async () => {
  const forged = receiveStripeEvent(engine, {
    connectionId,
    rawBody: BODY,
    signature: signatureOf('whsec_other'),
  })
  await expect(forged).rejects.toMatchObject({ class: 'connection', code: 'signature' })
  expect(await stored()).toEqual([])
})

test('a signed event is stored once, however often it is delivered', async () => {
  const delivery = { connectionId, rawBody: BODY, signature: signatureOf(SECRET) }
  await Promise.all([receiveStripeEvent(engine, delivery), receiveStripeEvent(engine, delivery)])
  expect(await stored()).toEqual([
    { event_id: 'evt_1', type: 'invoice.finalized', object_id: 'in_1 object=invoice', own: false },
  ])
})

test('an event for a connection that does not exist is not found', async () => {
  const lost = { connectionId: 'nobody', rawBody: BODY, signature: signatureOf(SECRET) }
  await expect(receiveStripeEvent(engine, lost)).rejects.toThrow(NotFoundError)
})

function signatureOf(secret: string): string {
  return Stripe.webhooks.generateTestHeaderString({ payload: BODY, secret })
}

function stored() {
  return engine.database.pool`select event_id, type, object_id, own from inbox`
}
