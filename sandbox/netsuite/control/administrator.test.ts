import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startTestServer, type TestServer } from '../test-server.ts'

const ROOT = '/services/rest/record/v1'
const QUERY = '/services/rest/query/v1/suiteql'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())
afterEach(() =>
  settings({
    oneWorld: true,
    deniedPermissions: [],
    permissionStatus: 403,
    clockOffsetMs: 0,
    html: false,
  }),
)

const admin = async (method: string, path: string, body?: unknown) => {
  const answer = await fetch(`${server.url}/_sandbox/${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  const parsed: unknown = text === '' ? null : JSON.parse(text)
  return { status: answer.status, body: parsed }
}
const settings = (change: object) => admin('PATCH', 'settings', change)
const call = (method: string, path: string, body?: object, headers?: HeadersInit) =>
  server.call(method, path, body, headers)
const invoice = (rest: object = {}) => ({
  entity: '3001',
  item: { items: [{ item: 101, amount: 5 }] },
  ...rest,
})

describe('an accounting period', () => {
  const today = () => new Date().toISOString().slice(0, 10)
  const name = () =>
    new Date().toLocaleString('en-US', { month: 'short', year: 'numeric', timeZone: 'UTC' })
  const period = (change: object) => admin('PATCH', `periods/${name()}`, change)
  afterEach(() =>
    period({ closed: false, arLocked: false, allLocked: false, allowNonGLChanges: true }),
  )

  it.each([
    ['closed', { closed: true }, 'closed'],
    ['locked for A/R', { arLocked: true }, 'locked'],
    ['locked altogether', { allLocked: true }, 'locked'],
  ])('that is %s takes no posting, change or deletion', async (_, change, word) => {
    const id = await server.create('invoice', invoice({ tranDate: today() }))
    expect((await period(change)).status).toBe(200)
    const refusal = {
      status: 400,
      body: {
        'o:errorDetails': [{ detail: expect.stringContaining(`${word} accounting period`) }],
      },
    }
    expect(await call('POST', `${ROOT}/invoice`, invoice({ tranDate: today() }))).toMatchObject(
      refusal,
    )
    const lines = { item: { items: [{ line: 1, amount: 6 }] } }
    expect(await call('PATCH', `${ROOT}/invoice/${id}`, lines)).toMatchObject(refusal)
    expect(await call('DELETE', `${ROOT}/invoice/${id}`)).toMatchObject(refusal)
    expect((await call('PATCH', `${ROOT}/invoice/${id}`, { memo: 'Still free' })).status).toBe(204)
  })

  it('that is closed may refuse changes that do not post, too', async () => {
    const id = await server.create('invoice', invoice({ tranDate: today() }))
    await period({ closed: true, allowNonGLChanges: false })
    expect((await call('PATCH', `${ROOT}/invoice/${id}`, { memo: 'Refused' })).status).toBe(400)
  })

  it('is found by id or name, and only changed in what can be', async () => {
    expect((await admin('PATCH', 'periods/Smarch 2026', { closed: true })).status).toBe(404)
    expect((await period({ open: true })).status).toBe(400)
    expect((await admin('PATCH', 'periods/101', { closed: true })).body).toMatchObject({
      id: '101',
      closed: true,
    })
  })
})

describe('custom fields', () => {
  it('can be added, written, read and taken away', async () => {
    const added = await admin('POST', 'custom-fields', {
      id: 'custbody_channel',
      label: 'Sales Channel',
      type: 'list',
      values: { 1: 'Web', 2: 'Phone' },
      recordTypes: ['invoice'],
    })
    expect(added.body).toContainEqual({
      id: 'custbody_channel',
      label: 'Sales Channel',
      kind: 'choice',
      recordTypes: ['invoice'],
    })
    const id = await server.create('invoice', invoice({ custbody_channel: { id: '2' } }))
    expect(await server.read('invoice', id)).toMatchObject({
      custbody_channel: { id: '2', refName: 'Phone' },
    })
    const payment = { customer: '3001', payment: 1, custbody_channel: '1' }
    const { headers } = await call('POST', `${ROOT}/customerPayment`, payment)
    expect(headers.get('x-netsuite-warning')).toContain('custbody_channel')
    expect((await admin('DELETE', 'custom-fields/custbody_channel')).status).toBe(204)
    expect(await server.read('invoice', id)).not.toHaveProperty('custbody_channel')
    expect((await admin('DELETE', 'custom-fields/custbody_channel')).status).toBe(404)
  })

  it('that a client relies on may be missing', async () => {
    await admin('DELETE', 'custom-fields/custentity_stripe_customer_id')
    const body = {
      companyName: 'Missing Ltd',
      subsidiary: '1',
      custentity_stripe_customer_id: 'cus_1',
    }
    const strict = { 'X-NetSuite-PropertyNameValidation': 'error' }
    expect((await call('POST', `${ROOT}/customer`, body, strict)).status).toBe(400)
    await admin('POST', 'custom-fields', {
      id: 'custentity_stripe_customer_id',
      label: 'Stripe Customer Id',
    })
    expect((await call('POST', `${ROOT}/customer`, body, strict)).status).toBe(204)
  })

  it('on lines and mandatory ones are known', async () => {
    await admin('POST', 'custom-fields', { id: 'custcol_seats', label: 'Seats', type: 'integer' })
    await admin('POST', 'custom-fields', {
      id: 'custitem_tier',
      label: 'Tier',
      mandatory: true,
    })
    const line = { item: 101, amount: 5, custcol_seats: 3 }
    const id = await server.create('invoice', invoice({ item: { items: [line] } }))
    expect(await server.read('invoice', id)).toMatchObject({
      item: { items: [{ custcol_seats: 3 }] },
    })
    const item = { itemId: 'Untiered', incomeAccount: '4' }
    expect(await call('POST', `${ROOT}/serviceSaleItem`, item)).toMatchObject({
      status: 400,
      body: { 'o:errorDetails': [{ detail: expect.stringContaining('value(s) for: Tier.') }] },
    })
    await admin('DELETE', 'custom-fields/custitem_tier')
    expect((await admin('POST', 'custom-fields', { id: 'body_x', label: 'X' })).status).toBe(400)
  })
})

describe('a role', () => {
  const deny = (name: string, level: string, rest: object = {}) =>
    settings({ deniedPermissions: [{ name, level }], ...rest })
  const refusal = {
    status: 403,
    body: {
      'o:errorDetails': [
        {
          detail: 'Your current role does not have permission to perform this action.',
          'o:errorCode': 'INSUFFICIENT_PERMISSION',
        },
      ],
    },
  }

  it('without edit permission may look at a record but not change it', async () => {
    const id = await server.create('invoice', invoice())
    await deny('Invoice', 'edit')
    expect((await call('GET', `${ROOT}/invoice/${id}`)).status).toBe(200)
    expect(await call('PATCH', `${ROOT}/INVOICE/${id}`, { memo: 'x' })).toMatchObject(refusal)
    expect(await call('POST', `${ROOT}/invoice/${id}/!transform/creditMemo`, {})).toMatchObject({
      status: 204,
    })
    await deny('Invoice', 'view')
    expect(await call('GET', `${ROOT}/invoice/${id}`)).toMatchObject(refusal)
    expect(await call('POST', `${ROOT}/invoice/${id}/!transform/creditMemo`, {})).toMatchObject(
      refusal,
    )
  })

  it('without a permission of the account is refused at its service', async () => {
    const query = () =>
      call('POST', QUERY, { q: 'select id from currency' }, { Prefer: 'transient' })
    await deny('SuiteAnalytics Workbook', 'view')
    expect(await query()).toMatchObject(refusal)
    expect((await call('GET', `${ROOT}/currency/1`)).status).toBe(200)
    await deny('REST Web Services', 'view')
    expect(await call('GET', `${ROOT}/currency/1`)).toMatchObject(refusal)
    expect((await call('GET', '/services/rest/system/v1/serverTime')).status).toBe(200)
    await deny('Log in using OAuth 2.0 Access Tokens', 'view')
    expect((await query()).status).toBe(401)
  })

  it('does not find in queries what it may not view', async () => {
    await server.create('invoice', invoice())
    const types = () => server.query('select distinct type from transaction order by type')
    await deny('Invoice', 'edit')
    expect(await types()).toContainEqual({ type: 'CustInvc' })
    await deny('Invoice', 'view')
    expect(await types()).not.toContainEqual({ type: 'CustInvc' })
    await deny('Customers', 'view')
    await expect(server.query('select id from customer')).rejects.toThrow('customer')
    expect(await types()).toContainEqual({ type: 'CustInvc' })
  })

  it('may be told so as a user error', async () => {
    await deny('Items', 'view', { permissionStatus: 400 })
    expect(await call('GET', `${ROOT}/serviceSaleItem/90`)).toMatchObject({
      status: 400,
      body: {
        'o:errorDetails': [
          {
            detail: expect.stringContaining('Your current role does not have permission'),
            'o:errorCode': 'USER_ERROR',
          },
        ],
      },
    })
  })
})

describe('an account without subsidiaries', () => {
  it('neither asks for one nor shows one', async () => {
    await settings({ oneWorld: false })
    const id = await server.create('customer', { companyName: 'Single Ltd' })
    expect(await server.read('customer', id)).not.toHaveProperty('subsidiary')
    const sold = await server.create('invoice', invoice({ entity: id }))
    expect(await server.read('invoice', sold)).not.toHaveProperty('subsidiary')
    expect(await server.read('invoice', '20001')).not.toHaveProperty('subsidiary')
    const sent = await call('POST', `${ROOT}/customer`, { companyName: 'Sent', subsidiary: '1' })
    expect(sent.headers.get('x-netsuite-warning')).toContain('subsidiary')
    expect((await call('GET', `${ROOT}/subsidiary`)).status).toBe(404)
  })
})

describe('what the forms of an account ask for', () => {
  afterEach(() => settings({ autoNumbering: true, mandatoryFields: [] }))

  it('is missed when it was not sent', async () => {
    await settings({ mandatoryFields: [{ recordType: 'invoice', field: 'location' }] })
    expect(await call('POST', `${ROOT}/invoice`, invoice())).toMatchObject({
      status: 400,
      body: {
        'o:errorDetails': [
          { detail: expect.stringContaining('value(s) for: Location.'), 'o:errorPath': 'location' },
        ],
      },
    })
    expect((await call('POST', `${ROOT}/invoice`, invoice({ location: '1' }))).status).toBe(204)
  })

  it('makes names unique where customers get no numbers', async () => {
    await settings({ autoNumbering: false })
    const ada = { isPerson: true, firstName: 'Ada', lastName: 'Byron', subsidiary: '1' }
    const id = await server.create('customer', ada)
    expect(await server.read('customer', id)).toMatchObject({ entityId: 'Ada Byron' })
    expect(await call('POST', `${ROOT}/customer`, ada)).toMatchObject({
      status: 400,
      body: {
        'o:errorDetails': [{ detail: expect.stringContaining('This entity already exists.') }],
      },
    })
  })
})

describe('the clock of the account', () => {
  it('can be ahead of that of its clients', async () => {
    const ahead = 30 * 60_000
    await settings({ clockOffsetMs: ahead })
    const before = Date.now()
    const { body, headers } = await call('GET', '/services/rest/system/v1/serverTime')
    expect(Date.parse(String(body.serverTime))).toBeGreaterThanOrEqual(before + ahead)
    expect(Date.parse(headers.get('date') ?? '')).toBeGreaterThan(before + ahead - 1000)
    const id = await server.create('invoice', invoice())
    const { createdDate } = await server.read('invoice', id)
    expect(Date.parse(String(createdDate))).toBeGreaterThan(before + ahead - 1000)
  })

  it('decides which assertions and tokens have run out', async () => {
    await settings({ clockOffsetMs: 30 * 60_000 })
    await expect(server.signIn()).rejects.toThrow()
    await settings({ clockOffsetMs: 2 * 3_600_000 })
    expect((await call('GET', `${ROOT}/currency/1`)).status).toBe(401)
  })
})

describe('a maintenance window', () => {
  it.each([200, 503])('answers every call with a page for people, status %i', async (status) => {
    await settings({ html: true, htmlStatus: status })
    for (const path of [`${ROOT}/invoice/1`, '/services/rest/auth/oauth2/v1/token']) {
      const answer = await fetch(`${server.url}${path}`, { method: 'POST' })
      expect(answer.status).toBe(status)
      expect(answer.headers.get('content-type')).toContain('text/html')
      expect(await answer.text()).toContain('Scheduled Maintenance')
    }
    await settings({ htmlStatus: 200 })
  })
})

describe('the state of the account', () => {
  it('lists every record type, those without records too', async () => {
    const { body } = await admin('GET', 'state')
    expect(Object.keys(Object(body))).toEqual(
      expect.arrayContaining(['invoice', 'customerRefund', 'journalEntry', 'taxType', 'item']),
    )
  })

  it('a reset takes changed settings and custom fields back', async () => {
    await settings({ oneWorld: false })
    await admin('DELETE', 'custom-fields/custbody_stripe_skip')
    await admin('POST', 'reset')
    expect((await admin('GET', 'settings')).body).toMatchObject({ oneWorld: true })
    expect((await admin('GET', 'custom-fields')).body).toContainEqual(
      expect.objectContaining({ id: 'custbody_stripe_skip' }),
    )
    await admin('POST', 'seed', {})
  })
})
