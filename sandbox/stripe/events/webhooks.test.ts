import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import Stripe from 'stripe'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { startStandIn, type StandIn } from '../stand-in.ts'

/** What a receiver got, and what it is to answer; the last answer is given for ever. */
interface Receiver {
  url: string
  got: { body: string; headers: Record<string, string | string[] | undefined> }[]
  answers: number[]
  /** Resolves when so many requests have come. */
  received: (count: number) => Promise<void>
  close: () => Promise<void>
}

let standIn: StandIn
let receiver: Receiver
beforeAll(async () => {
  standIn = await startStandIn()
})
beforeEach(async () => {
  receiver = await startReceiver()
})
afterEach(async () => {
  for (const { id } of (await standIn.stripe.webhookEndpoints.list({ limit: 100 })).data) {
    await standIn.stripe.webhookEndpoints.del(id)
  }
  await standIn.control('POST', '/webhooks', {
    duplicate: 0,
    drop: 0,
    reorder: false,
    delayMs: 0,
    hold: false,
  })
  await receiver.close()
})
afterAll(() => standIn.close())

test('an event reaches the endpoint signed, as the official SDK verifies it', async () => {
  const { secret } = await register(['customer.created'])
  const customer = await standIn.stripe.customers.create({ name: 'Ada' })
  await receiver.received(1)
  const [got] = receiver.got
  const signature = String(got?.headers['stripe-signature'])
  const event = Stripe.webhooks.constructEvent(got?.body ?? '', signature, secret)
  expect(event).toMatchObject({
    object: 'event',
    api_version: '2026-10-28.endive',
    type: 'customer.created',
    pending_webhooks: 1,
    data: { object: { id: customer.id, name: 'Ada' } },
  })
  expect(got?.headers).toMatchObject({
    'content-type': 'application/json; charset=utf-8',
    'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
  })
  expect(() => Stripe.webhooks.constructEvent(got?.body ?? '', signature, 'whsec_x')).toThrow()
})

test('the secret is told once, and an endpoint is changed, listed and removed', async () => {
  const { webhookEndpoints } = standIn.stripe
  const { id, secret } = await register(['*'], { metadata: { for: 'tests' } })
  expect(secret).toMatch(/^whsec_/)
  const found = await webhookEndpoints.retrieve(id)
  expect(found).toMatchObject({ status: 'enabled', enabled_events: ['*'], url: receiver.url })
  expect(found).not.toHaveProperty('secret')
  expect((await webhookEndpoints.list()).data).toEqual([
    expect.not.objectContaining({ secret: expect.anything() }),
  ])
  const changed = await webhookEndpoints.update(id, {
    disabled: true,
    enabled_events: ['invoice.paid'],
    description: 'Off',
  })
  expect(changed).toMatchObject({
    status: 'disabled',
    description: 'Off',
    metadata: { for: 'tests' },
  })
  await webhookEndpoints.del(id)
  await expect(webhookEndpoints.retrieve(id)).rejects.toMatchObject({ statusCode: 404 })
})

test('addresses, events and a seventeenth endpoint that make no sense are refused', async () => {
  const { webhookEndpoints } = standIn.stripe
  const refused = (params: Stripe.WebhookEndpointCreateParams) =>
    expect(webhookEndpoints.create(params)).rejects
  await refused({ url: 'nowhere', enabled_events: ['*'] }).toMatchObject({ code: 'url_invalid' })
  await refused({ url: receiver.url, enabled_events: ['*', 'invoice.paid'] }).toMatchObject({
    param: 'enabled_events',
  })
  const answer = await fetch(`${standIn.url}/v1/webhook_endpoints`, {
    method: 'POST',
    headers: { Authorization: 'Bearer sk_test_a' },
    body: new URLSearchParams({ url: receiver.url, 'enabled_events[]': 'invoice.payed' }),
  })
  expect(await answer.json()).toMatchObject({ error: { param: 'enabled_events[0]' } })
  for (let count = 0; count < 16; count += 1) await register(['invoice.paid'])
  await refused({ url: receiver.url, enabled_events: ['*'] }).toMatchObject({
    message: 'You have reached the maximum of 16 test webhook endpoints.',
  })
})

test('only what an endpoint asked for comes, and nothing to one that is disabled', async () => {
  const { id } = await register(['customer.deleted'])
  const customer = await standIn.stripe.customers.create({ name: 'Quiet' })
  await standIn.stripe.customers.del(customer.id)
  await receiver.received(1)
  expect(types()).toEqual(['customer.deleted'])
  await standIn.stripe.webhookEndpoints.update(id, { disabled: true })
  const other = await standIn.stripe.customers.create({ name: 'Quieter' })
  await standIn.stripe.customers.del(other.id)
  expect(await flush()).toEqual([])
  expect(types()).toEqual(['customer.deleted'])
})

test('a refused event is tried three times by the clock of the sandbox, and then given up', async () => {
  await register(['customer.created'])
  receiver.answers = [500]
  await standIn.stripe.customers.create({ name: 'Stubborn' })
  await receiver.received(1)
  const undelivered = await standIn.stripe.events.list({ delivery_success: false })
  expect(undelivered.data[0]).toMatchObject({ type: 'customer.created', pending_webhooks: 1 })
  await passTime(6)
  await receiver.received(2)
  await passTime(121)
  await receiver.received(3)
  await passTime(10_000)
  expect(await flush()).toEqual([])
  expect(receiver.got).toHaveLength(3)
  expect(await log()).toMatchObject([
    { attempt: 3, status: 500 },
    { attempt: 2, status: 500 },
    { attempt: 1, status: 500 },
  ])
  const [event] = (await standIn.stripe.events.list({ delivery_success: false })).data
  expect(event).toMatchObject({ type: 'customer.created', pending_webhooks: 0 })
})

test('an event that is refused once and then taken counts as delivered', async () => {
  await register(['customer.created'])
  receiver.answers = [503, 200]
  await standIn.stripe.customers.create({ name: 'Second try' })
  await receiver.received(1)
  expect(await flush()).toMatchObject([{ attempt: 2, status: 200 }])
  const delivered = await standIn.stripe.events.list({ delivery_success: true, limit: 1 })
  expect(delivered.data[0]).toMatchObject({ type: 'customer.created', pending_webhooks: 0 })
})

test('duplicates, losses and another order come on demand', async () => {
  await register(['customer.created'])
  await rules({ duplicate: 1 })
  await standIn.stripe.customers.create({ name: 'Twice' })
  await receiver.received(2)
  expect(receiver.got[0]?.body).toBe(receiver.got[1]?.body)

  await rules({ duplicate: 0, hold: true, reorder: true })
  for (const name of ['First', 'Second', 'Third']) await standIn.stripe.customers.create({ name })
  expect(receiver.got).toHaveLength(2)
  await flush()
  expect(names().slice(2)).toEqual(['Third', 'Second', 'First'])

  await rules({ reorder: false, drop: 1 })
  await standIn.stripe.customers.create({ name: 'Lost' })
  expect(await flush()).toMatchObject([{ status: null, error: 'Dropped on purpose.' }])
  await rules({ drop: 0 })
  expect(await flush()).toEqual([])
  expect(names()).not.toContain('Lost')
})

test('while a secret is rolled both sign, and a day later only the new one does', async () => {
  const { id, secret: old } = await register(['customer.created'])
  const answer = await standIn.control('POST', '/webhooks/roll', { endpoint: id })
  const { secret: fresh } = z.object({ secret: z.string() }).parse(answer)
  await standIn.stripe.customers.create({ name: 'Between' })
  await receiver.received(1)
  expect(verifies(0, old)).toBe(true)
  expect(verifies(0, fresh)).toBe(true)
  await passTime(25 * 60)
  await standIn.stripe.customers.create({ name: 'After' })
  await receiver.received(2)
  expect(verifies(1, old)).toBe(false)
  expect(verifies(1, fresh)).toBe(true)
})

test('what was not delivered before a restart is delivered after it', async () => {
  await register(['customer.created'])
  await rules({ hold: true })
  await standIn.stripe.customers.create({ name: 'Patient' })
  await standIn.restart()
  await rules({ hold: false })
  await receiver.received(1)
  expect(names()).toEqual(['Patient'])
})

test('the account is emptied without its endpoints', async () => {
  await register(['customer.created'])
  await standIn.control('POST', '/reset')
  await standIn.stripe.customers.create({ name: 'Anew' })
  await receiver.received(1)
  expect(names()).toEqual(['Anew'])
})

async function register(
  events: Stripe.WebhookEndpointCreateParams.EnabledEvent[],
  more: { metadata?: Record<string, string> } = {},
) {
  const params = { url: receiver.url, enabled_events: events, ...more }
  const { id, secret = '' } = await standIn.stripe.webhookEndpoints.create(params)
  return { id, secret }
}

function rules(change: object) {
  return standIn.control('POST', '/webhooks', change)
}

async function flush(): Promise<object[]> {
  const answer = await standIn.control('POST', '/webhooks/deliver')
  return z.object({ attempts: z.array(z.looseObject({})) }).parse(answer).attempts
}

async function log(): Promise<unknown> {
  const [event] = receiver.got
  const { id } = z.object({ id: z.string() }).parse(JSON.parse(event?.body ?? '{}'))
  return standIn.control('GET', `/webhooks/log?event=${id}`)
}

/** Moves the clock on and lets what is due then go out. */
async function passTime(minutes: number) {
  standIn.clock.now = new Date(standIn.clock.now.getTime() + minutes * 60_000)
  await rules({})
}

const received = z.object({
  type: z.string(),
  data: z.object({ object: z.looseObject({ name: z.string().nullable() }) }),
})

function types() {
  return receiver.got.map(({ body }) => received.parse(JSON.parse(body)).type)
}

function names() {
  return receiver.got.map(({ body }) => received.parse(JSON.parse(body)).data.object.name)
}

function verifies(place: number, secret: string): boolean {
  const got = receiver.got[place]
  const signature = String(got?.headers['stripe-signature'])
  try {
    return Stripe.webhooks.constructEvent(got?.body ?? '', signature, secret).object === 'event'
  } catch {
    return false
  }
}

async function startReceiver(): Promise<Receiver> {
  const waiting: { count: number; done: () => void }[] = []
  const server: Server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const status = own.answers.length > 1 ? own.answers.shift() : own.answers[0]
      response.writeHead(status ?? 200).end('ok', () => {
        own.got.push({ body: Buffer.concat(parts).toString('utf8'), headers: request.headers })
        for (const { count, done } of waiting) if (own.got.length >= count) done()
      })
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address: AddressInfo | string | null = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  const own: Receiver = {
    url: `http://127.0.0.1:${port}/hooks`,
    got: [],
    answers: [200],
    received: (count) =>
      new Promise((done) => {
        if (own.got.length >= count) done()
        else waiting.push({ count, done })
      }),
    close: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
  return own
}
