import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { StripeBench } from '../../testing/stripe-bench.ts'
import { startStripe, TEST_KEY } from '../../testing/stripe-bench.ts'
import type { OpenConnection } from '../connection.ts'
import type { Exchange } from '../http/exchanges.ts'
import type { JsonObject } from '../json.ts'
import { stripeConnector } from './connector.ts'

const KEY = z.object({ key: z.string() })

let stripe: StripeBench
const signal = new AbortController().signal
beforeAll(async () => {
  stripe = await startStripe()
})
afterAll(() => stripe.close())

function connection(secret: JsonObject = {}, config: JsonObject = {}): OpenConnection {
  return {
    config: { baseUrl: stripe.url, ...config },
    secret: { apiKey: TEST_KEY, ...secret },
    gate: { pass: (work) => work(signal), slowDown: () => {} },
  }
}

describe('the test of a Stripe connection', () => {
  test('passes for a good key, and tries each resource that the flows need once', async () => {
    const checks = await stripeConnector.test(connection({ webhookSecret: 'whsec_1 whsec_2' }), [
      { system: 'stripe', name: 'Invoices', access: 'read' },
      { system: 'stripe', name: 'Invoices', access: 'write' },
      { system: 'stripe', name: 'Customers', access: 'read' },
      { system: 'netsuite', name: 'Invoice', access: 'write' },
    ])
    expect(checks.filter(({ ok }) => !ok)).toEqual([])
    expect(checks.map(({ name }) => name)).toEqual([
      'Account',
      'Secret key',
      'API version',
      'Read Customers',
      'Write Invoices',
      'Events',
      'Webhook signing secret',
    ])
    expect(checks[0]?.message).toContain('Northwind Cloud')
    expect(checks[1]?.message).toContain('test mode')
    expect(checks[4]?.message).toContain('shows when writing')
  })

  test('stops at a refused key and says what to do', async () => {
    const checks = await stripeConnector.test(connection({ apiKey: 'nonsense' }), [])
    expect(checks).toMatchObject([
      { name: 'Account', ok: false, message: expect.stringContaining('valid key') },
    ])
  })

  test('names what a restricted key may not read, and lets the probe pass', async () => {
    const answer = await fetch(`${stripe.url}/_sandbox/keys`, {
      method: 'POST',
      body: JSON.stringify({ name: 'Narrow', permissions: { Customers: 'read' } }),
    })
    const { key } = KEY.parse(await answer.json())
    const checks = await stripeConnector.test(connection({ apiKey: key }), [])
    const byName = new Map(checks.map((check) => [check.name, check]))
    expect(byName.get('Read Customers')).toMatchObject({ ok: true })
    expect(byName.get('Read Invoices')).toMatchObject({
      ok: false,
      message: expect.stringContaining('Developers → API keys'),
    })
    expect(byName.get('Secret key')?.message).toContain('restricted')
    await stripeConnector.probe(connection({ apiKey: key }), signal)
  })

  test('says that a webhook secret is none', async () => {
    const checks = await stripeConnector.test(connection({ webhookSecret: 'secret' }), [])
    expect(checks.at(-1)).toMatchObject({ name: 'Webhook signing secret', ok: false })
  })

  test('names what is missing or wrong in the settings', async () => {
    const settings = (config: JsonObject, secret: JsonObject) =>
      stripeConnector.test({ ...connection(), config, secret }, [])
    expect(await settings({}, {})).toMatchObject([
      { ok: false, message: expect.stringContaining('"apiKey"') },
    ])
    expect(await settings({ baseUrl: 'stripe' }, { apiKey: TEST_KEY })).toMatchObject([
      { ok: false, message: expect.stringContaining('"baseUrl"') },
    ])
  })
})

test('a connection that does not say has the budget of its kind of key, and a stand-in none', () => {
  const budget = (apiKey: string, config: JsonObject = {}) =>
    stripeConnector.budget?.({ config, secret: { apiKey } })
  expect(budget('rk_live_x')).toBe(80)
  expect(budget('sk_test_x', { baseUrl: '' })).toBe(20)
  expect(budget('sk_test_x', { baseUrl: 'http://127.0.0.1:4242' })).toBeNull()
})

describe('the probe of a Stripe connection', () => {
  test('passes for a good key and throws what keeps a bad one out', async () => {
    await stripeConnector.probe(connection(), signal)
    await expect(
      stripeConnector.probe(connection({ apiKey: 'nonsense' }), signal),
    ).rejects.toMatchObject({ class: 'connection', credentials: true })
  })

  test('says that an address which answers with a web page is not Stripe', async () => {
    await expect(
      stripeConnector.probe(connection({}, { baseUrl: `${stripe.url}/` }), signal),
    ).resolves.toBeUndefined()
    await expect(
      stripeConnector.probe(connection({}, { baseUrl: 'http://127.0.0.1:9' }), signal),
    ).rejects.toMatchObject({ class: 'connection', credentials: false })
  })
})

describe('the pickers of a Stripe connection', () => {
  const choices = (list: string, search = '', limit = 50) =>
    stripeConnector.choices(connection(), { list, search, limit, signal })

  test('give customers and products by name, at most as many as asked for', async () => {
    const [customer] = await choices('customer', '', 1)
    expect(customer?.id).toMatch(/^cus_/)
    const found = await choices('customer', customer?.label ?? '')
    expect(found).toContainEqual(customer)
    expect(await choices('customer', customer?.id ?? '')).toEqual([customer])
    expect(await choices('product')).toContainEqual({
      id: expect.stringMatching(/^prod_/),
      label: expect.any(String),
      detail: expect.any(String),
    })
  })

  test('show a price with its product and its amount in major units', async () => {
    const prices = await choices('price')
    expect(prices.map(({ label }) => label)).toContainEqual(
      expect.stringMatching(/^.+, [\d.]+ [A-Z]{3}/),
    )
  })

  test('know what Stripe itself offers', async () => {
    expect(await choices('event_type', 'invoice.paid')).toContainEqual({
      id: 'invoice.paid',
      label: 'invoice.paid',
    })
    expect(await choices('invoice_status', 'vo')).toEqual([{ id: 'void', label: 'Void' }])
    expect(await choices('payment_method_type', 'ACH direct')).toMatchObject([
      { id: 'us_bank_account' },
    ])
    for (const list of ['tax_rate', 'coupon']) expect(Array.isArray(await choices(list))).toBe(true)
  })

  test('refuse a list that does not exist', async () => {
    await expect(choices('unicorn')).rejects.toMatchObject({ class: 'value' })
  })
})

describe('the fields of Stripe objects', () => {
  test('say what is required, how long a text may be and what may be chosen', async () => {
    const fields = await stripeConnector.fields(connection(), 'invoice', signal)
    const byId = new Map(fields.map((field) => [field.id, field]))
    expect(byId.get('customer')).toMatchObject({ required: true, to: 'customer' })
    expect(byId.get('number')).toMatchObject({ type: 'text', maxLength: 26 })
    expect(byId.get('hosted_invoice_url')).toMatchObject({ readOnly: true })
    expect(byId.get('lines')?.fields?.map(({ id }) => id)).toContain('amount')
  })
})

describe('the webhook endpoint of a Stripe connection', () => {
  const url = 'http://127.0.0.1:3999/hooks/stripe'
  const register = (secret: JsonObject, events: string[], told: Exchange[] = []) => {
    const target = { ...connection(secret), onExchange: (one: Exchange) => told.push(one) }
    const endpoint = { url, events, signal }
    return stripeConnector.webhook?.register(target, endpoint)
  }
  const endpoints = async () => {
    const list = await stripe.read.list('webhook_endpoint', { limit: 100 }, signal)
    return list.data.filter((one) => one.url === url)
  }

  test('is made once, follows the wanted events, and shows its secret in no exchange', async () => {
    const told: Exchange[] = []
    const made = await register({}, ['invoice.paid'], told)
    expect(made?.secret).toMatch(/^whsec_/)
    expect(JSON.stringify(told)).not.toContain(made?.secret)
    const again = await register({ webhookSecret: made?.secret ?? '' }, [
      'invoice.voided',
      'invoice.paid',
    ])
    expect(again).toEqual(made)
    expect(await endpoints()).toMatchObject([
      { id: made?.endpointId, enabled_events: ['invoice.paid', 'invoice.voided'] },
    ])
  })

  test('delivers beside the new one while its secret is rolled, and can be removed twice', async () => {
    const [before] = await endpoints()
    const made = await register({}, ['invoice.paid'])
    const ids = (await endpoints()).map(({ id }) => id)
    expect(ids).toEqual([made?.endpointId, before?.id])
    const again = await register({ webhookSecret: made?.secret ?? '' }, ['invoice.paid'])
    expect(again).toEqual(made)
    expect((await endpoints()).map(({ id }) => id)).toEqual([made?.endpointId])
    const id = made?.endpointId ?? ''
    await stripeConnector.webhook?.remove(connection(), id, signal)
    await stripeConnector.webhook?.remove(connection(), id, signal)
    expect(await endpoints()).toEqual([])
  })
})
