import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { tbaStranger, type Stranger } from '../stranger.ts'
import { startTestServer, type TestServer } from '../test-server.ts'

const PATH = '/app/site/hosting/restlet.nl'
const SCRIPT = 'script=customscript_tributary&deploy=customdeploy_tributary'

let server: TestServer
let stranger: Stranger
let invoice: string

beforeAll(async () => {
  server = await startTestServer()
  stranger = tbaStranger(server.credentials)
  invoice = await server.create('invoice', {
    entity: '3001',
    custbody_stripe_invoice_id: 'in_restlet',
    item: { items: [{ item: 101, quantity: 1, rate: 10 }] },
  })
})
afterAll(() => server.close())
afterEach(() => server.faults.clear())

const post = (body: unknown, query = SCRIPT) =>
  stranger.call('POST', `${server.url}${PATH}?${query}`, {
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { 'Content-Type': 'application/json' },
  })
const settings = (change: object) =>
  fetch(`${server.url}/_sandbox/settings`, { method: 'PATCH', body: JSON.stringify(change) })
const rowsSchema = z.array(
  z.object({ id: z.string(), type: z.string(), values: z.record(z.string(), z.string()) }),
)

describe('the RESTlet', () => {
  it('lists the saved searches of the account', async () => {
    const { status, body } = await post({ action: 'searches' })
    expect(status).toBe(200)
    expect(body).toEqual({
      searches: [
        {
          id: 'customsearch_stripe_customers',
          title: 'Stripe: customers to export',
          type: 'customer',
        },
        {
          id: 'customsearch_stripe_open_invoices',
          title: 'Stripe: open invoices to export',
          type: 'invoice',
        },
        {
          id: 'customsearch_stripe_paid_invoices',
          title: 'Stripe: paid invoices with a Stripe id',
          type: 'invoice',
        },
      ],
    })
    const url = `${server.url}${PATH}?${SCRIPT}&action=searches`
    expect((await stranger.call('GET', url)).body).toEqual(body)
  })

  it('runs a saved search in pages', async () => {
    const search = { action: 'search', search: 'customsearch_stripe_customers', pageSize: 20 }
    const first = await post({ ...search, page: 0 })
    const second = await post({ ...search, page: 1 })
    const total = Number(first.body.total)
    expect(first.body).toMatchObject({ page: 0, pages: Math.ceil(total / 20) })
    const rows = [first, second].flatMap(({ body }) => rowsSchema.parse(body.rows))
    expect(rows).toHaveLength(Math.min(total, 40))
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
    expect(rows.find(({ id }) => id === '3001')).toMatchObject({
      type: 'customer',
      values: { email: 'ap@stranger1.example', companyname: 'Harbor Light Logistics' },
    })
    expect((await post({ ...search, page: 99 })).body).toMatchObject({ rows: [], total })
  })

  it('gives only what was modified since a moment', async () => {
    const search = { action: 'search', search: 'customsearch_stripe_open_invoices' }
    const changed = await server.create('invoice', {
      entity: '3002',
      item: { items: [{ item: 101, quantity: 1, rate: 10 }] },
    })
    const { body: all } = await post(search)
    expect(rowsSchema.parse(all.rows).length).toBeGreaterThan(1)
    const since = new Date(Date.now() - 60_000).toISOString()
    const { body } = await post({ ...search, since })
    expect(rowsSchema.parse(body.rows).map(({ id }) => id)).toEqual([changed])
    const later = new Date(Date.now() + 60_000).toISOString()
    expect((await post({ ...search, since: later })).body).toMatchObject({ rows: [], total: 0 })
  })

  it('knows searches that are saved while it runs', async () => {
    const saved = { id: 'customsearch_euro', title: 'Euro', type: 'currency' }
    const save = (query: string) =>
      fetch(`${server.url}/_sandbox/saved-searches`, {
        method: 'POST',
        body: JSON.stringify({ ...saved, query }),
      })
    expect((await save('select nothing from currency')).status).toBe(400)
    expect((await save(`select id, symbol from currency where symbol = 'EUR'`)).status).toBe(201)
    const { body } = await post({ action: 'search', search: saved.id })
    expect(body).toEqual({
      rows: [{ id: '4', type: 'currency', values: { symbol: 'EUR' } }],
      page: 0,
      pages: 1,
      total: 1,
    })
    await fetch(`${server.url}/_sandbox/saved-searches/${saved.id}`, { method: 'DELETE' })
    expect(await post({ action: 'search', search: saved.id })).toMatchObject({
      status: 400,
      body: { error: { code: 'INVALID_SEARCH' } },
    })
  })

  it('voids an invoice, once', async () => {
    const request = { action: 'void', type: 'invoice', id: invoice }
    expect((await post(request)).body).toEqual({ id: invoice, voided: true })
    const [row] = await server.query('select status, voided from transaction where id = ?', [
      invoice,
    ])
    expect(row).toEqual({ status: 'V', voided: 'T' })
    expect(await post({ ...request, id: '1' })).toMatchObject({
      status: 400,
      body: { error: { code: 'THAT_RECORD_DOES_NOT_EXIST' } },
    })
    const paid = await post({ ...request, id: '20001' })
    expect(paid).toMatchObject({ status: 400, body: { error: { code: 'USER_ERROR' } } })
    expect(paid.text).not.toContain('Error while accessing a resource')
  })

  it.each([
    [
      'another script',
      'script=customscript_x&deploy=customdeploy_x',
      {},
      'SSS_INVALID_SCRIPTLET_ID',
    ],
    ['no deployment', 'script=customscript_tributary', {}, 'SSS_MISSING_REQD_ARGUMENT'],
    ['no action', SCRIPT, {}, 'SSS_MISSING_REQD_ARGUMENT'],
    ['no search', SCRIPT, { action: 'search' }, 'SSS_MISSING_REQD_ARGUMENT'],
    ['no JSON', SCRIPT, '{', 'INVALID_JSON'],
  ])('refuses %s in its own shape', async (_, query, body, code) => {
    const answer = await post(body, query)
    expect(answer.status).toBe(400)
    expect(answer.body).toEqual({ error: { code, message: expect.any(String) } })
  })
})

describe('signing in to RESTlets', () => {
  it('takes a signature over the public RESTlet host', async () => {
    const path = `${PATH}?${SCRIPT}&action=searches`
    const signedUrl = `https://1234567-sb1.restlets.api.netsuite.com${path}`
    expect((await stranger.call('GET', `${server.url}${path}`, { signedUrl })).status).toBe(200)
  })

  it('refuses wrong secrets and tokens without the scope restlets', async () => {
    const { credentials } = server
    const thief = tbaStranger({ ...credentials, tba: { ...credentials.tba, tokenSecret: 'x' } })
    const url = `${server.url}${PATH}?${SCRIPT}&action=searches`
    const refused = { error: { code: 'INVALID_LOGIN_ATTEMPT', message: expect.any(String) } }
    expect(await thief.call('GET', url)).toMatchObject({ status: 401, body: refused })
    expect(await server.call('GET', url)).toMatchObject({ status: 401, body: refused })
  })
})

describe('the limit of simultaneous requests', () => {
  it('counts RESTlets and REST together and answers RESTlets 400', async () => {
    await settings({ concurrencyLimit: 1 })
    server.faults.add({ kind: 'latency', delayMs: 1200, path: '/currency' })
    const slow = server.call('GET', '/services/rest/record/v1/currency/1')
    const refused = await Promise.any(
      Array.from({ length: 4 }, async (_, index) => {
        const query = `${SCRIPT}&action=searches&try=${index}`
        const answer = await stranger.call('GET', `${server.url}${PATH}?${query}`)
        if (answer.status === 200) throw new Error('It had a place.')
        return answer
      }),
    )
    expect(refused.status).toBe(400)
    expect(refused.body).toMatchObject({ error: { code: 'SSS_REQUEST_LIMIT_EXCEEDED' } })
    expect((await slow).status).toBe(200)
    await settings({ concurrencyLimit: 5 })
  })

  it('can be lowered while requests run', async () => {
    server.faults.add({ kind: 'latency', delayMs: 1200, path: '/currency' })
    const read = () => server.call('GET', '/services/rest/record/v1/currency/1')
    const running = Array.from({ length: 3 }, read)
    await settings({ concurrencyLimit: 1 })
    const extra = await Promise.any(
      Array.from({ length: 3 }, async () => {
        const { status } = await server.call('GET', '/services/rest/record/v1/currency/2')
        if (status === 200) throw new Error('It had a place.')
        return status
      }),
    )
    expect(extra).toBe(429)
    await Promise.all(running)
    await settings({ concurrencyLimit: 5 })
  })
})

describe('what NetSuite tells about itself', () => {
  it('shows the limits to administrators only', async () => {
    const path = '/services/rest/system/v1/governanceLimits'
    expect((await server.call('GET', path)).body).toEqual({
      accountConcurrencyLimit: 5,
      accountUnallocatedConcurrencyLimit: 5,
      integrationConcurrencyLimit: 5,
      integrationLimitType: 'accountLimit',
    })
    await settings({ administrator: false })
    expect(await server.call('GET', path)).toMatchObject({
      status: 403,
      body: { 'o:errorDetails': [{ 'o:errorCode': 'INSUFFICIENT_PERMISSION' }] },
    })
    const time = await server.call('GET', '/services/rest/system/v1/serverTime')
    expect(time.body.serverTime).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    await settings({ administrator: true })
  })
})
