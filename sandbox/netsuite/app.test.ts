import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { company } from '../seed/company.ts'
import { startTestServer, type TestServer } from './test-server.ts'

const ROOT = '/services/rest/record/v1'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())
afterEach(() => server.faults.clear())

const admin = async (method: string, path: string, body?: unknown): Promise<unknown> => {
  const answer = await fetch(`${server.url}/_sandbox/${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  return text === '' ? null : JSON.parse(text)
}
const setFault = (fault: object) => admin('POST', 'faults', fault)
const invoice = { entity: '3001', item: { items: [{ item: 101, amount: 5 }] } }

describe('the concurrency limit', () => {
  it('answers 429 in the exact shape to the request that is one too many', async () => {
    await admin('PATCH', 'settings', { concurrencyLimit: 2 })
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => server.call('POST', `${ROOT}/invoice`, invoice)),
    )
    const refused = answers.filter(({ status }) => status !== 204)
    expect(refused.length).toBeGreaterThan(0)
    expect(refused.length).toBeLessThan(8)
    for (const { status, body } of refused) {
      expect(status).toBe(429)
      expect(body).toEqual({
        type: 'https://www.rfc-editor.org/rfc/rfc9110.html#section-15.5.1',
        title: 'Bad Request',
        status: 429,
        'o:errorCode': 'USER_ERROR',
        'o:errorDetails': [
          {
            detail: 'Concurrent request limit exceeded. Request blocked.',
            'o:errorCode': 'CONCURRENCY_LIMIT_EXCEEDED',
          },
        ],
      })
    }
    expect(await admin('GET', 'settings')).toMatchObject({
      concurrencyLimit: 2,
      maxConcurrent: 3,
    })
    await admin('PATCH', 'settings', { concurrencyLimit: 5 })
    const { body } = await server.call('GET', '/services/rest/system/v1/governanceLimits')
    expect(body).toMatchObject({ accountConcurrencyLimit: 5 })
  })
})

describe('faults', () => {
  it('answer in the shape of NetSuite, and do nothing', async () => {
    await setFault({ kind: 'status', status: 500, method: 'POST', path: '/invoice', times: 1 })
    const body = { ...invoice, externalId: 'in_fault' }
    expect(await server.call('POST', `${ROOT}/invoice`, body)).toMatchObject({
      status: 500,
      body: {
        'o:errorDetails': [
          {
            detail: expect.stringMatching(/^An unexpected error occurred\. Error ID: /),
            'o:errorCode': 'UNEXPECTED_ERROR',
          },
        ],
      },
    })
    expect((await server.call('GET', `${ROOT}/invoice/eid:in_fault`)).status).toBe(404)
    expect((await server.call('POST', `${ROOT}/invoice`, body)).status).toBe(204)
  })

  it('can drop the answer after the record is stored', async () => {
    await setFault([{ kind: 'drop-after', method: 'PUT', times: 1 }])
    const put = () => server.call('PUT', `${ROOT}/invoice/eid:in_dropped`, invoice)
    await expect(put()).rejects.toThrow()
    expect((await server.call('GET', `${ROOT}/invoice/eid:in_dropped`)).status).toBe(200)
    expect((await put()).status).toBe(204)
    expect(
      await server.query(`select id from transaction where externalid = 'in_dropped'`),
    ).toHaveLength(1)
  })

  it('that slow a request down make it hold its place', async () => {
    await setFault({ kind: 'latency', delayMs: 300, path: '/currency' })
    const slow = Array.from({ length: 5 }, () => server.call('GET', `${ROOT}/currency/1`))
    const extra = await Promise.any(
      Array.from({ length: 5 }, async () => {
        const { status } = await server.call('GET', `${ROOT}/currency/2`)
        if (status === 200) throw new Error('It had a place.')
        return status
      }),
    )
    expect(extra).toBe(429)
    await Promise.all(slow)
  })

  it('fail a sign-in as well', async () => {
    await setFault({ kind: 'status', status: 503, path: '/token$', times: 1 })
    await expect(server.signIn()).rejects.toThrow()
    expect(await server.signIn()).toContain('.')
  })

  it('can be listed and taken away, and are checked', async () => {
    await setFault({ kind: 'latency', delayMs: 1, times: 3 })
    expect(await admin('GET', 'faults')).toEqual([{ kind: 'latency', delayMs: 1, times: 3 }])
    await admin('DELETE', 'faults')
    expect(await admin('GET', 'faults')).toEqual([])
    expect(await setFault({ kind: 'nonsense' })).toHaveProperty('error')
  })
})

describe('the call log', () => {
  it('counts writing calls apart from queries and sign-ins', async () => {
    await admin('DELETE', 'calls')
    await server.signIn()
    await server.query('select id from currency')
    await server.read('invoice', '20001')
    expect(await admin('GET', 'calls')).toMatchObject({ total: 3, writing: 0 })
    const since = new Date().toISOString()
    await server.create('invoice', invoice)
    expect(await admin('GET', `calls?since=${since}`)).toMatchObject({ total: 1, writing: 1 })
  })
})

describe('the seeded books', () => {
  const record = z.looseObject({ id: z.string() })
  const stateSchema = z.record(z.string(), z.array(record))
  const story = company({ seed: 1, customers: 40, now: new Date() })

  it('hold each customer the way the company says NetSuite knows it', async () => {
    const { customer = [] } = stateSchema.parse(await admin('GET', 'state'))
    for (const { id, inNetSuite, netsuiteInternalId, email } of story.customers) {
      const found = customer.find((one) => one.id === netsuiteInternalId)
      const active = customer.filter(
        (one) => String(one.email).toLowerCase() === email.toLowerCase() && !one.isInactive,
      )
      expect(active).toHaveLength(['none', 'by-metadata'].includes(inNetSuite) ? 0 : 1)
      expect(found === undefined).toBe(inNetSuite === 'none')
      expect(found?.externalId).toBe(inNetSuite === 'by-external-id' ? id : undefined)
      expect(found?.custentity_stripe_customer_id).toBe(
        inNetSuite === 'by-stripe-id' ? id : undefined,
      )
    }
    const twins = customer.filter(({ isInactive }) => isInactive)
    expect(twins).toHaveLength(1)
  })

  it('have items for products, all currencies, and old invoices that Stripe never saw', async () => {
    const state = stateSchema.parse(await admin('GET', 'state'))
    const items = (state.item ?? []).map(({ itemId }) => itemId)
    for (const { netsuiteItem } of story.products) {
      if (netsuiteItem !== null) expect(items).toContain(netsuiteItem)
    }
    expect(items).toEqual(
      expect.arrayContaining(['Stripe default item', 'Discount', 'Sales tax', 'Rounding']),
    )
    expect((state.currency ?? []).map(({ symbol }) => symbol).sort()).toEqual([
      'CAD',
      'EUR',
      'GBP',
      'JPY',
      'KWD',
      'USD',
    ])
    const old = (state.invoice ?? []).filter(({ memo }) => memo === 'Typed in by hand')
    expect(old).toHaveLength(24)
    expect(old.every((one) => !('externalId' in one))).toBe(true)
  })

  it('are the same after seeding again, and gone after a reset that keeps the credentials', async () => {
    const before = await admin('GET', 'credentials')
    await admin('POST', 'seed', { seed: 1, customers: 3, now: '2026-11-01T00:00:00Z' })
    const once = stateSchema.parse(await admin('GET', 'state'))
    await admin('POST', 'seed', { seed: 1, customers: 3, now: '2026-11-01T00:00:00Z' })
    expect(await admin('GET', 'state')).toEqual(once)
    await admin('POST', 'reset')
    expect(Object.values(stateSchema.parse(await admin('GET', 'state'))).flat()).toEqual([])
    expect(await admin('GET', 'credentials')).toEqual(before)
    expect((await server.call('GET', `${ROOT}/customer`)).body).toMatchObject({ totalResults: 0 })
  })
})
