import { once } from 'node:events'
import { createServer } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { restrictedKey } from '../../../testing/sandbox-calls.ts'
import type { StripeBench } from '../../../testing/stripe-bench.ts'
import { startStripe, TEST_KEY } from '../../../testing/stripe-bench.ts'
import { NodeError } from '../../errors.ts'
import type { Exchange } from '../../http/exchanges.ts'
import { recordExchangesIn } from '../../http/exchanges.ts'
import { openStripe } from './client.ts'
import { ownKey } from './own-key.ts'

let stripe: StripeBench
const signal = new AbortController().signal
beforeAll(async () => {
  stripe = await startStripe()
})
afterAll(() => stripe.close())

const freeGate = {
  pass: <T>(work: (signal: AbortSignal) => Promise<T>) => work(signal),
  slowDown: () => {},
}

async function refusalOf(work: Promise<unknown>): Promise<NodeError> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (error instanceof NodeError) return error
  throw new Error(`Expected a NodeError, got ${String(error)}`)
}

describe('the Stripe client', () => {
  test('pages a list to its end without repeating or losing an object', async () => {
    const all = await stripe.read.list('invoice', { limit: 100 }, signal)
    const seen: string[] = []
    for (let after: string | undefined; ;) {
      const page = await stripe.read.list(
        'invoice',
        { limit: 5, ...(after ? { after } : {}) },
        signal,
      )
      seen.push(...page.data.map(({ id }) => id))
      if (!page.hasMore) break
      after = page.data.at(-1)?.id
    }
    expect(seen).toEqual(all.data.map(({ id }) => id))
  })

  test('gives null for an object that does not exist', async () => {
    expect(await stripe.read.get('invoice', 'in_nowhere', { signal })).toBeNull()
  })

  test('notes every exchange, and the key in none', async () => {
    const exchanges: Exchange[] = []
    const customer = (await stripe.read.list('customer', { limit: 1 }, signal)).data[0]
    await recordExchangesIn(exchanges, () =>
      stripe.write.updateMetadata(
        'customer',
        customer?.id ?? '',
        { note: 'hello' },
        {
          idempotencyKey: 'noted',
          signal,
        },
      ),
    )
    expect(exchanges).toHaveLength(1)
    expect(exchanges[0]).toMatchObject({
      method: 'POST',
      status: 200,
      request: { metadata: { note: 'hello' } },
      response: { id: customer?.id },
    })
    expect(JSON.stringify(exchanges)).not.toContain(TEST_KEY)
  })

  test('waits and asks again when Stripe says "too many", and tells the gate', async () => {
    await stripe.fault({ kind: 'status', status: 429, path: '/v1/products', times: 2 })
    const before = stripe.slowed.length
    const page = await stripe.read.list('product', { limit: 1 }, signal)
    expect(page.data).toHaveLength(1)
    expect(stripe.slowed.length - before).toBe(2)
  })

  test('waits for an object that somebody else is changing, without slowing down the others', async () => {
    const customer = (await stripe.read.list('customer', { limit: 1 }, signal)).data[0]?.id ?? ''
    const before = stripe.slowed.length
    const told: Exchange[] = []
    let answers = 0
    const server = createServer((_request, response) => {
      answers += 1
      const locked = answers < 3
      const error = { type: 'invalid_request_error', code: 'lock_timeout', message: 'Locked.' }
      response.writeHead(locked ? 429 : 200)
      response.end(JSON.stringify(locked ? { error } : { id: customer }))
    })
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : undefined
    const client = openStripe({
      config: { baseUrl: `http://127.0.0.1:${port}` },
      secret: { apiKey: TEST_KEY },
      gate: freeGate,
      onExchange: (exchange) => told.push(exchange),
    })
    const write = { idempotencyKey: 'locked', signal }
    await client.write.update('customer', customer, { name: 'New' }, write)
    expect(told.map(({ status }) => status)).toEqual([429, 429, 200])
    expect(stripe.slowed.length).toBe(before)
    await client.close()
    server.close()
  })

  test('lets writes to one object follow each other', async () => {
    const underWay = new Map<string, number>()
    const most = new Map<string, number>()
    const server = createServer((request, response) => {
      const id = request.url?.split('/').at(-1) ?? ''
      underWay.set(id, (underWay.get(id) ?? 0) + 1)
      most.set(id, Math.max(most.get(id) ?? 0, underWay.get(id) ?? 0))
      request.resume().on('end', () =>
        setImmediate(() => {
          underWay.set(id, (underWay.get(id) ?? 0) - 1)
          response.end(JSON.stringify({ id }))
        }),
      )
    })
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : undefined
    const client = openStripe({
      config: { baseUrl: `http://127.0.0.1:${port}` },
      secret: { apiKey: TEST_KEY },
      gate: freeGate,
    })
    const writes = ['cus_1', 'cus_1', 'cus_1', 'cus_2'].map((id, at) =>
      client.write.update('customer', id, { name: `${at}` }, { idempotencyKey: `${at}`, signal }),
    )
    await Promise.all(writes)
    expect(Object.fromEntries(most)).toEqual({ cus_1: 1, cus_2: 1 })
    await client.close()
    server.close()
  })

  test('gives up with a rate limit when it does not end', async () => {
    await stripe.fault({ kind: 'status', status: 429, path: '/v1/prices', times: 4 })
    const error = await refusalOf(stripe.read.list('price', { limit: 1 }, signal))
    expect(error.class).toBe('rate limit')
  })

  test('reads again when a kept socket breaks, but never writes again by itself', async () => {
    const customer = (await stripe.read.list('customer', { limit: 1 }, signal)).data[0]?.id ?? ''
    await stripe.fault({ kind: 'drop-before', method: 'GET', path: '/v1/customers', times: 1 })
    expect(await stripe.read.get('customer', customer, { signal })).not.toBeNull()
    await stripe.fault({ kind: 'drop-after', method: 'POST', path: '/v1/customers', times: 1 })
    const error = await refusalOf(
      stripe.write.updateMetadata(
        'customer',
        customer,
        { cut: 'off' },
        {
          idempotencyKey: 'cut-off',
          signal,
        },
      ),
    )
    expect(error).toMatchObject({ class: 'intermittent', outcomeUnknown: true })
    const after = await stripe.read.get('customer', customer, { signal })
    expect(after?.metadata).toMatchObject({ cut: 'off' })
  })

  test('takes a new key when Stripe only replays an old server error', async () => {
    const keys: unknown[] = []
    const server = createServer((request, response) => {
      keys.push(request.headers['idempotency-key'])
      const replay = keys.length === 1
      response.writeHead(replay ? 500 : 200, { 'idempotent-replayed': String(replay) })
      response.end(JSON.stringify(replay ? { error: { type: 'api_error' } } : { id: 'cus_1' }))
    })
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : undefined
    const client = openStripe({
      config: { baseUrl: `http://127.0.0.1:${port}` },
      secret: { apiKey: TEST_KEY },
      gate: freeGate,
    })
    const written = await client.write.updateMetadata(
      'customer',
      'cus_1',
      { a: 'b' },
      { idempotencyKey: 'spent', signal },
    )
    expect(written).toBe('cus_1')
    expect(keys).toEqual(['tributary-spent', expect.stringMatching(/^tributary-again-/)])
    await client.close()
    server.close()
  })

  test('looks whether a write has happened before it takes a new key for creating', async () => {
    const keys: string[] = []
    const server = createServer((request, response) => {
      const key = String(request.headers['idempotency-key'])
      keys.push(key)
      const replay = !key.includes('again')
      response.writeHead(replay ? 500 : 200, { 'idempotent-replayed': String(replay) })
      response.end(JSON.stringify(replay ? { error: { type: 'api_error' } } : { id: 're_new' }))
    })
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : undefined
    const client = openStripe({
      config: { baseUrl: `http://127.0.0.1:${port}` },
      secret: { apiKey: TEST_KEY },
      gate: freeGate,
    })
    const create = (found: { id: string } | null) =>
      client.write.create(
        'refund',
        { charge: 'ch_1' },
        { idempotencyKey: 'spent', signal, done: () => Promise.resolve(found) },
      )
    expect(await create({ id: 're_old' })).toEqual({ id: 're_old' })
    expect(keys).toEqual(['tributary-spent'])
    expect((await create(null)).id).toBe('re_new')
    expect(keys.at(-1)).toMatch(/^tributary-again-/)
    await client.close()
    server.close()
  })

  test('takes a refused key for a matter of the credentials', async () => {
    const client = openStripe({
      config: { baseUrl: stripe.url },
      secret: { apiKey: 'nonsense' },
      gate: freeGate,
    })
    const error = await refusalOf(client.read.list('customer', { limit: 1 }, signal))
    expect(error).toMatchObject({ class: 'connection', credentials: true })
    await client.close()
  })

  test('says which parameter Stripe refused', async () => {
    const error = await refusalOf(
      stripe.read.list('invoice', { limit: 1, filter: { colour: 'red' } }, signal),
    )
    expect(error).toMatchObject({ class: 'value', code: 'parameter_unknown', field: 'colour' })
  })

  test('tells an unreachable address from a missing answer', async () => {
    const client = openStripe({
      config: { baseUrl: 'http://127.0.0.1:9' },
      secret: { apiKey: TEST_KEY },
      gate: freeGate,
    })
    const error = await refusalOf(
      client.write.updateMetadata('customer', 'cus_1', {}, { idempotencyKey: 'x', signal }),
    )
    expect(error).toMatchObject({ class: 'connection', outcomeUnknown: false })
    await client.close()
  })

  test('marks its own writes in the idempotency key, within 255 characters', () => {
    expect(ownKey('abc')).toBe('tributary-abc')
    expect(ownKey('tributary-abc')).toBe('tributary-abc')
    expect(ownKey('x'.repeat(300))).toHaveLength(255)
  })
})

describe('the time of Stripe', () => {
  const clock = async (move: object) =>
    fetch(`${stripe.url}/_sandbox/clock`, { method: 'POST', body: JSON.stringify(move) })
  const open = (apiKey: string) =>
    openStripe({ config: { baseUrl: stripe.url }, secret: { apiKey }, gate: freeGate })

  test('is asked for when it has to be sure, and else goes on from what was heard', async () => {
    const client = open(TEST_KEY)
    const year = 365 * 86_400_000
    await clock({ advanceMs: year })
    const real = Date.now()
    expect(await client.now?.(signal)).toBeInstanceOf(Date)
    await clock({ reset: true })
    const before = (await stripe.calls()).total
    const kept = await client.now?.(signal, { keptMs: 60_000 })
    expect((await stripe.calls()).total).toBe(before)
    expect((kept?.getTime() ?? 0) - real).toBeGreaterThan(year - 10_000)
    // Never behind what has happened there, and a second ahead at most.
    const asked = (await client.now?.(signal))?.getTime() ?? 0
    expect((await stripe.calls()).total).toBe(before + 1)
    expect(asked).toBeGreaterThanOrEqual(real)
    expect(asked).toBeLessThan(Date.now() + 1_000)
    await client.close()
  })

  test('is told to a key that may not read the account as well', async () => {
    const key = await restrictedKey(stripe.url, { permissions: { Invoices: 'read' } })
    const client = open(key)
    expect(Math.abs(((await client.now?.(signal))?.getTime() ?? 0) - Date.now())).toBeLessThan(
      5_000,
    )
    await client.close()
  })
})
