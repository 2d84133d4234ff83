import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { startStandIn, stripeAt, type StandIn } from '../stand-in.ts'

let standIn: StandIn
beforeAll(async () => {
  standIn = await startStandIn()
})
afterEach(async () => {
  await standIn.control('DELETE', '/faults')
  await standIn.control('POST', '/settings', { requestsPerSecond: null, lockTimeoutMs: 2000 })
})
afterAll(() => standIn.close())

test('a restricted key reads and writes what it is allowed, and nothing else', async () => {
  const stripe = await restricted({ Customers: 'write', invoices: 'read' })
  const { id } = await stripe.customers.create({ name: 'Allowed' })
  await stripe.customers.retrieve(id)
  await stripe.invoices.list()
  await expect(stripe.invoices.create({ customer: id })).rejects.toMatchObject({
    type: 'StripePermissionError',
    rawType: 'invalid_request_error',
    statusCode: 403,
    message: expect.stringContaining(
      "Enabling Invoices Write ('invoice_write') permissions on this key would allow this request to continue.",
    ),
  })
  await expect(stripe.events.list()).rejects.toMatchObject({
    message: expect.stringMatching(
      /^The provided key 'rk_test_\*\*\*.{4}' does not have the required permissions for this endpoint on account 'acct_/,
    ),
  })
})

test('a restricted key that nobody made, that was taken back or that is too old is refused', async () => {
  const unknown = stripeAt(standIn.url, { key: 'rk_test_neverHeardOfThisOne' })
  await expect(unknown.customers.list()).rejects.toMatchObject({
    type: 'StripeAuthenticationError',
    message: 'Invalid API Key provided: rk_test_***sOne',
  })
  const { key, stripe } = await made({ Customers: 'read' })
  await stripe.customers.list()
  await standIn.restart()
  await stripeAt(standIn.url, { key }).customers.list()
  await standIn.control('DELETE', `/keys/${key}`)
  await expect(stripeAt(standIn.url, { key }).customers.list()).rejects.toMatchObject({
    statusCode: 401,
  })
  const expires = new Date(standIn.clock.now.getTime() + 1000).toISOString()
  const brief = await made({ Customers: 'read' }, expires)
  await brief.stripe.customers.list()
  standIn.clock.now = new Date(standIn.clock.now.getTime() + 2000)
  await expect(brief.stripe.customers.list()).rejects.toMatchObject({
    code: 'api_key_expired',
    message: expect.stringMatching(/^Expired API Key provided: rk_test_\*\*\*/),
  })
})

test('a secret key is good until it is taken back', async () => {
  const stripe = stripeAt(standIn.url, { key: 'sk_test_lentOut' })
  await stripe.customers.list()
  await standIn.control('DELETE', '/keys/sk_test_lentOut')
  await expect(stripe.customers.list()).rejects.toMatchObject({ statusCode: 401 })
  await standIn.stripe.customers.list()
})

test('permissions for what does not exist are refused by name', async () => {
  const answer = await standIn.control('POST', '/keys', { permissions: { Unicorns: 'read' } })
  expect(JSON.stringify(answer)).toContain('Credit notes')
})

test('more calls within a second than are set are refused, with the reason', async () => {
  await standIn.control('POST', '/settings', { requestsPerSecond: 1 })
  const headers = { Authorization: 'Bearer sk_test_a' }
  const calls = Array.from({ length: 12 }, () => fetch(`${standIn.url}/v1/customers`, { headers }))
  const answers = await Promise.all(calls)
  const refused = answers.filter((answer) => answer.status === 429)
  expect(refused.length).toBeGreaterThan(0)
  expect(answers.some((answer) => answer.status === 200)).toBe(true)
  expect(refused[0]?.headers.get('stripe-rate-limited-reason')).toBe('global-rate')
  expect(await refused[0]?.json()).toMatchObject({ error: { code: 'rate_limit' } })
})

test('a change of an object that somebody else holds is refused, and its key is not spent', async () => {
  const { customers } = standIn.stripe
  const { id } = await customers.create({ name: 'Held' })
  await standIn.control('POST', '/settings', { lockTimeoutMs: 20 })
  const key = { idempotencyKey: 'while it is held' }
  await standIn.sql.begin(async (tx) => {
    await tx`select from sandbox.stripe_objects where id = ${id} for update`
    await expect(customers.update(id, { name: 'Let go' }, key)).rejects.toMatchObject({
      type: 'StripeRateLimitError',
      code: 'lock_timeout',
      rawType: 'invalid_request_error',
      statusCode: 429,
      headers: expect.not.objectContaining({ 'stripe-rate-limited-reason': expect.anything() }),
    })
  })
  expect(await customers.update(id, { name: 'Let go' }, key)).toMatchObject({ name: 'Let go' })
})

test('faults carry a code and headers, and may strike after the change was made', async () => {
  const { customers } = standIn.stripe
  const headers = { 'Stripe-Should-Retry': 'false' }
  await standIn.control('POST', '/faults', [
    { kind: 'status', status: 429, code: 'lock_timeout', headers, method: 'POST', times: 1 },
  ])
  await expect(customers.create({ name: 'Held' })).rejects.toMatchObject({
    code: 'lock_timeout',
    headers: { 'stripe-should-retry': 'false' },
  })
  const key = { idempotencyKey: 'after the change' }
  await standIn.control('POST', '/faults', {
    kind: 'status',
    status: 500,
    after: true,
    method: 'POST',
    times: 1,
  })
  await expect(customers.create({ name: 'Made' }, key)).rejects.toMatchObject({ statusCode: 500 })
  const again = await customers.create({ name: 'Made' }, key)
  expect(again.lastResponse.headers).toMatchObject({ 'idempotent-replayed': 'true' })
  const { data } = await customers.list({ limit: 100 })
  expect(data.filter((customer) => customer.name === 'Made')).toHaveLength(1)
})

test('the SDK tries again what it is told to try again', async () => {
  const stripe = stripeAt(standIn.url, { retries: 1 })
  await standIn.control('POST', '/faults', {
    kind: 'status',
    status: 429,
    headers: { 'Stripe-Should-Retry': 'true' },
    times: 1,
  })
  expect((await stripe.customers.list()).object).toBe('list')
})

async function restricted(permissions: Record<string, string>) {
  return (await made(permissions)).stripe
}

async function made(permissions: Record<string, string>, expires: string | null = null) {
  const answer = await standIn.control('POST', '/keys', { permissions, expires })
  const { key } = z.object({ key: z.string() }).parse(answer)
  return { key, stripe: stripeAt(standIn.url, { key }) }
}
