import Stripe from 'stripe'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { startStandIn, stripeAt, type StandIn } from '../stand-in.ts'

let standIn: StandIn
beforeAll(async () => {
  standIn = await startStandIn()
})
afterEach(() => standIn.control('DELETE', '/faults'))
afterAll(() => standIn.close())

test('a repeated call under its key gives the first answer again and makes nothing new', async () => {
  const first = await create('replay', 'Acme')
  const again = await create('replay', 'Acme')
  expect(again.body).toEqual(first.body)
  expect(first.headers.get('idempotent-replayed')).toBeNull()
  expect(again.headers.get('idempotent-replayed')).toBe('true')
  expect(again.headers.get('idempotency-key')).toBe('replay')
  expect(await customersNamed('Acme')).toBe(1)
})

test('a key outlives a restart of the stand-in', async () => {
  const first = await create('restart', 'Restarted')
  await standIn.restart()
  const again = await create('restart', 'Restarted')
  expect(again.body).toEqual(first.body)
  expect(await customersNamed('Restarted')).toBe(1)
})

test('a key with other parameters, or for another call, is refused', async () => {
  await create('mismatch', 'One')
  const other = await create('mismatch', 'Two')
  expect(other.status).toBe(400)
  expect(other.body).toMatchObject({
    error: {
      type: 'idempotency_error',
      message:
        "Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than 'mismatch' if you meant to execute a different request.",
    },
  })
  const elsewhere = standIn.stripe.products.create({ name: 'x' }, { idempotencyKey: 'mismatch' })
  await expect(elsewhere).rejects.toThrow(Stripe.errors.StripeIdempotencyError)
})

test('of many calls at once under one key exactly one is carried out', async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, () => create('race', 'Racer')))
  const statuses = new Set(answers.map((answer) => answer.status))
  expect([...statuses].every((status) => status === 200 || status === 409)).toBe(true)
  const busy = answers.find((answer) => answer.status === 409)
  if (busy) expect(busy.body).toMatchObject({ error: { code: 'idempotency_key_in_use' } })
  expect(await customersNamed('Racer')).toBe(1)
})

test('a call that comes while the first one under its key is still running is refused', async () => {
  const { customers } = standIn.stripe
  const { id } = await customers.create({ name: 'Busy' })
  const rename = () => customers.update(id, { name: 'Done' }, { idempotencyKey: 'running' })
  await standIn.control('POST', '/settings', { lockTimeoutMs: null })
  const calls = await standIn.sql.begin(async (tx) => {
    await tx`select from sandbox.stripe_objects where id = ${id} for update`
    const both = [rename(), rename()]
    const refused = { statusCode: 409, code: 'idempotency_key_in_use' }
    await expect(Promise.race(both)).rejects.toMatchObject(refused)
    return { both }
  })
  const outcomes = await Promise.allSettled(calls.both)
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(await rename()).toMatchObject({ name: 'Done' })
  await standIn.control('POST', '/settings', { lockTimeoutMs: 2000 })
})

test('a call that is refused while it runs is refused again, one with wrong parameters is not kept', async () => {
  const { stripe } = standIn
  const key = { idempotencyKey: 'refused' }
  await expect(stripe.invoices.pay('in_none', {}, key)).rejects.toThrow('No such invoice')
  const again = await post('/v1/invoices/in_none/pay', 'refused', '')
  expect(again.headers.get('idempotent-replayed')).toBe('true')
  const wrong = await post('/v1/customers', 'wrong first', 'nonsense=1')
  expect(wrong.status).toBe(400)
  expect((await post('/v1/customers', 'wrong first', 'name=Right')).status).toBe(200)
})

test('a key is forgotten after a day', async () => {
  await create('old', 'Daily')
  standIn.clock.now = new Date(standIn.clock.now.getTime() + 25 * 3600 * 1000)
  await create('old', 'Daily')
  expect(await customersNamed('Daily')).toBe(2)
})

test('an answer that is lost after the change was made is given when the call is repeated', async () => {
  await standIn.control('POST', '/faults', { kind: 'drop-after', path: '/v1/customers', times: 1 })
  await expect(create('lost', 'Lost')).rejects.toThrow()
  expect(await customersNamed('Lost')).toBe(1)
  const again = await create('lost', 'Lost')
  expect(again.headers.get('idempotent-replayed')).toBe('true')
  expect(again.body).toMatchObject({ name: 'Lost' })
  expect(await customersNamed('Lost')).toBe(1)
})

test('a call that is lost before it arrives changes nothing', async () => {
  await standIn.control('POST', '/faults', { kind: 'drop-before', method: 'post', times: 1 })
  await expect(create('early', 'Early')).rejects.toThrow()
  expect(await customersNamed('Early')).toBe(0)
})

test('the SDK rides over a lost answer with its own key', async () => {
  const sdk = stripeAt(standIn.url, { key: 'sk_test_other', retries: 2 })
  await standIn.control('POST', '/faults', { kind: 'drop-after', method: 'POST', times: 1 })
  const customer = await sdk.customers.create({ name: 'Rider' })
  expect(customer.lastResponse.idempotencyKey).toMatch(/^stripe-node-retry-/)
  expect(await customersNamed('Rider')).toBe(1)
})

function create(key: string, name: string) {
  return post('/v1/customers', key, `name=${name}`)
}

async function post(path: string, key: string, body: string) {
  const answer = await fetch(`${standIn.url}${path}`, {
    method: 'POST',
    headers: {
      Authorization: 'Bearer sk_test_x',
      'Content-Type': 'application/x-www-form-urlencoded',
      'Idempotency-Key': key,
    },
    body,
  })
  return { status: answer.status, headers: answer.headers, body: await answer.json() }
}

async function customersNamed(name: string): Promise<number> {
  const customers = await standIn.stripe.customers.list({ limit: 100 })
  return customers.data.filter((customer) => customer.name === name).length
}
