import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { startStandIn, stripeAt, type StandIn } from './stand-in.ts'

let standIn: StandIn
beforeAll(async () => {
  standIn = await startStandIn()
})
afterEach(() => standIn.control('DELETE', '/faults'))
afterAll(() => standIn.close())

describe('the door', () => {
  test('test keys are let in as bearer token and as user of basic authentication', async () => {
    const basic = Buffer.from('sk_test_abc:').toString('base64')
    for (const header of ['Bearer sk_test_abc', `Basic ${basic}`]) {
      expect((await get('/v1/account', header)).body).toMatchObject({ object: 'account' })
    }
  })

  test('no key, a wrong key and a live key are refused in the shape of Stripe', async () => {
    expect(await get('/v1/account', '')).toMatchObject({
      status: 401,
      body: { error: { type: 'invalid_request_error' } },
    })
    const sdk = stripeAt(standIn.url, { key: 'sk_live_abcdefghijkl' })
    await expect(sdk.customers.list()).rejects.toMatchObject({
      type: 'StripeAuthenticationError',
      message: 'Invalid API Key provided: sk_live_***ijkl',
    })
  })

  test('an unknown address is told in the words of Stripe', async () => {
    const answer = await get('/v1/unicorns', 'Bearer sk_test_abc')
    expect(answer.status).toBe(404)
    expect(JSON.stringify(answer.body)).toContain('Unrecognized request URL (GET: /v1/unicorns)')
  })

  test('answers name the request and the version', async () => {
    const { lastResponse } = await standIn.stripe.customers.list()
    expect(lastResponse.requestId).toMatch(/^req_/)
    expect(lastResponse.apiVersion).toBe('2026-10-28.endive')
  })
})

describe('parameters', () => {
  test('unknown, missing, empty and malformed ones are refused by name', async () => {
    const refusals: [string, string, object][] = [
      ['/v1/customers', 'nam=x', { code: 'parameter_unknown', param: 'nam' }],
      ['/v1/customers', 'address[town]=x', { code: 'parameter_unknown', param: 'address[town]' }],
      [
        '/v1/invoices',
        '',
        { code: 'parameter_missing', message: 'Missing required param: customer.' },
      ],
      ['/v1/invoices', 'customer=', { code: 'parameter_invalid_empty', param: 'customer' }],
      ['/v1/customers', 'balance=ten', { message: 'Invalid integer: ten', param: 'balance' }],
      ['/v1/customers', 'email=nobody', { code: 'email_invalid', param: 'email' }],
      ['/v1/invoices', 'customer=cus_x', { code: 'resource_missing', param: 'customer' }],
    ]
    for (const [path, body, error] of refusals) {
      expect(await post(path, body)).toMatchObject({ status: 400, body: { error } })
    }
    expect(await post('/v1/invoices/in_x', '')).toMatchObject({
      status: 404,
      body: { error: { message: "No such invoice: 'in_x'", code: 'resource_missing' } },
    })
  })

  test('lists are read with and without numbers, and an empty value clears', async () => {
    const created = await post(
      '/v1/customers',
      'phone=%2B1&preferred_locales[]=de&preferred_locales[]=en&metadata[a]=1&metadata[b]=2',
    )
    expect(created.body).toMatchObject({ phone: '+1', preferred_locales: ['de', 'en'] })
    const id = String(Reflect.get(Object(created.body), 'id'))
    const changed = await post(`/v1/customers/${id}`, 'phone=&metadata[a]=&metadata[c]=3')
    expect(changed.body).toMatchObject({ phone: null, metadata: { b: '2', c: '3' } })
    expect((await post(`/v1/customers/${id}`, 'metadata=')).body).toMatchObject({ metadata: {} })
  })

  test('metadata keeps the limits of Stripe', async () => {
    const refused = (body: string) => expect(post('/v1/customers', body)).resolves
    await refused(`metadata[${'k'.repeat(41)}]=1`).toMatchObject({ status: 400 })
    await refused(`metadata[k]=${'v'.repeat(501)}`).toMatchObject({ status: 400 })
    const many = Array.from({ length: 51 }, (_, index) => `metadata[k${index}]=1`).join('&')
    await refused(many).toMatchObject({ status: 400 })
  })
})

describe('customers', () => {
  test('a deleted customer stays known as deleted and is no longer listed', async () => {
    const { customers } = standIn.stripe
    const { id } = await customers.create({ name: 'Short-lived' })
    expect(await customers.del(id)).toMatchObject({ id, deleted: true })
    expect(await customers.retrieve(id)).toMatchObject({ id, deleted: true })
    const listed = await customers.list({ limit: 100 })
    expect(listed.data.map((customer) => customer.id)).not.toContain(id)
    await expect(customers.update(id, { name: 'x' })).rejects.toMatchObject({ statusCode: 404 })
  })

  test('an event tells what was changed, by whom, and nothing is told when nothing changed', async () => {
    const { customers, events } = standIn.stripe
    const { id } = await customers.create({ name: 'Before', metadata: { old: '1' } })
    const changed = await customers.update(
      id,
      { name: 'After', metadata: { fresh: '2' } },
      { idempotencyKey: 'rename' },
    )
    await customers.update(id, { name: 'After' })
    const updates = await events.list({ type: 'customer.updated', limit: 100 })
    const data = updates.data.filter((event) => Reflect.get(event.data.object, 'id') === id)
    expect(data).toHaveLength(1)
    expect(data[0]).toMatchObject({
      request: { id: changed.lastResponse.requestId, idempotency_key: 'rename' },
      data: {
        object: { id, name: 'After' },
        previous_attributes: { name: 'Before', metadata: { fresh: null } },
      },
    })
  })
})

describe('trouble on demand', () => {
  test('too many requests and failures have the shapes of Stripe, before any key is checked', async () => {
    await standIn.control('POST', '/faults', [
      { kind: 'status', status: 429, path: '^/v1/customers', times: 1 },
      { kind: 'status', status: 500, path: '^/v1/events' },
    ])
    expect(await get('/v1/customers', '')).toMatchObject({
      status: 429,
      body: { error: { code: 'rate_limit', type: 'invalid_request_error' } },
    })
    await expect(standIn.stripe.events.list()).rejects.toMatchObject({
      statusCode: 500,
      type: 'StripeAPIError',
    })
    expect(await standIn.control('GET', '/faults')).toEqual([
      { kind: 'status', status: 500, path: '^/v1/events' },
    ])
    expect((await standIn.stripe.customers.list()).object).toBe('list')
  })

  test('a fault that makes no sense is refused with the reason', async () => {
    const answer = await fetch(`${standIn.url}/_sandbox/faults`, {
      method: 'POST',
      body: JSON.stringify({ kind: 'explode', path: '(' }),
    })
    expect(answer.status).toBe(400)
    expect(JSON.stringify(await answer.json())).toContain('kind')
  })
})

describe('the remote control', () => {
  test('writing and reading calls are counted apart', async () => {
    await standIn.control('DELETE', '/calls')
    const { customers } = standIn.stripe
    const { id } = await customers.create({ name: 'Counted' })
    await customers.retrieve(id)
    await customers.list()
    expect(await standIn.control('GET', '/calls')).toMatchObject({ total: 3, writing: 1 })
    const later = new Date(Date.now() + 60_000).toISOString()
    expect(await standIn.control('GET', `/calls?since=${later}`)).toMatchObject({ total: 0 })
  })

  test('the state shows invoices with all their lines', async () => {
    await standIn.control('POST', '/seed', { invoices: 40 })
    const state = await standIn.control('GET', '/state')
    const invoices: unknown = Reflect.get(Object(state), 'invoices')
    expect(invoices).toHaveLength(40)
    expect(invoices).toContainEqual(
      expect.objectContaining({ lines: expect.objectContaining({ data: arrayOf(120) }) }),
    )
    await standIn.control('POST', '/reset')
    expect(await standIn.control('GET', '/state')).toMatchObject({ invoices: [], events: 0 })
  })

  test('web pages of other origins are kept out', async () => {
    const answer = await fetch(`${standIn.url}/_sandbox/reset`, {
      method: 'POST',
      headers: { Origin: 'https://elsewhere.test' },
    })
    expect(answer.status).toBe(403)
  })
})

function arrayOf(length: number) {
  return expect.toSatisfy((value: unknown) => Array.isArray(value) && value.length === length)
}

async function get(path: string, authorization: string) {
  const answer = await fetch(`${standIn.url}${path}`, { headers: { authorization } })
  return { status: answer.status, body: await answer.json() }
}

async function post(path: string, body: string) {
  const answer = await fetch(`${standIn.url}${path}`, {
    method: 'POST',
    headers: {
      Authorization: 'Bearer sk_test_abc',
      'Content-Type': 'application/x-www-form-urlencoded',
    },
    body,
  })
  const content: unknown = await answer.json()
  return { status: answer.status, body: content }
}
