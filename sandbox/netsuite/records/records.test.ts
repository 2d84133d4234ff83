import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestServer, type TestServer } from '../test-server.ts'

const ROOT = '/services/rest/record/v1'
const CUSTOMER = '3001'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const line = (item: number, quantity: number, rate: number) => ({
  item: { id: item },
  quantity,
  rate,
})
const invoice = (rest: object = {}) => ({
  entity: { id: CUSTOMER },
  item: { items: [line(101, 2, 10)] },
  ...rest,
})
const refusal = (detail: string, path?: string, code = 'USER_ERROR') => ({
  status: 400,
  body: {
    'o:errorDetails': [
      { detail, 'o:errorCode': code, ...(path === undefined ? {} : { 'o:errorPath': path }) },
    ],
  },
})

describe('creating', () => {
  it('answers 204 with the new address only', async () => {
    const answer = await server.call('POST', `${ROOT}/customer`, {
      companyName: 'Acme Ltd',
      subsidiary: { id: '1' },
      externalId: 'cus_new',
    })
    expect(answer.status).toBe(204)
    expect(answer.body).toEqual({})
    const location = answer.headers.get('location') ?? ''
    expect(location).toMatch(
      /^http:\/\/127\.0\.0\.1:\d+\/services\/rest\/record\/v1\/customer\/\d+$/,
    )
    const { body } = await server.call('GET', location)
    expect(body).toMatchObject({
      externalId: 'cus_new',
      entityId: expect.stringMatching(/^CUST\d+$/),
      companyName: 'Acme Ltd',
      isInactive: false,
      currency: { id: '1', refName: 'US Dollar' },
      subsidiary: { id: '1', refName: 'Parent Company' },
    })
  })

  it('takes type and field names in any case, and references in any form', async () => {
    const answer = await server.call('POST', `${ROOT}/CUSTOMER`, {
      companyname: 'Case Ltd',
      SUBSIDIARY: 1,
      currency: '4',
    })
    const { body } = await server.call('GET', answer.headers.get('location') ?? '')
    expect(body).toMatchObject({ companyName: 'Case Ltd', currency: { refName: 'Euro' } })
  })

  it('keeps a default billing address and shows it as text', async () => {
    const id = await server.create('customer', {
      companyName: 'Address Ltd',
      subsidiary: '1',
      addressBook: {
        items: [
          {
            label: 'Bill',
            defaultBilling: true,
            addressBookAddress: { addr1: '1 Main', city: 'Austin', country: { id: 'US' } },
          },
        ],
      },
    })
    const customer = await server.read('customer', id)
    expect(customer).toMatchObject({
      defaultAddress: 'Address Ltd\n1 Main\nAustin\nUS',
      addressBook: {
        totalResults: 1,
        items: [
          {
            defaultBilling: true,
            addressBookAddress: { country: { id: 'US', refName: 'United States' } },
          },
        ],
      },
    })
  })

  it('warns about unknown fields, or refuses them when told to', async () => {
    const body = { companyName: 'Field Ltd', subsidiary: '1', custentity_nothing: 'x' }
    const warned = await server.call('POST', `${ROOT}/customer`, body)
    expect(warned.status).toBe(204)
    expect(warned.headers.get('x-netsuite-warning')).toContain('custentity_nothing')
    const refused = await server.call('POST', `${ROOT}/customer`, body, {
      'X-NetSuite-PropertyNameValidation': 'error',
    })
    expect(refused).toMatchObject({
      status: 400,
      body: { 'o:errorDetails': [{ 'o:errorPath': 'custentity_nothing' }] },
    })
  })

  it.each<[string, string, object, ReturnType<typeof refusal>]>([
    [
      'an invoice without customer',
      'invoice',
      { item: { items: [line(101, 1, 1)] } },
      refusal('Error while accessing a resource. Please enter value(s) for: Customer.', 'entity'),
    ],
    [
      'a customer without subsidiary',
      'customer',
      { companyName: 'X' },
      refusal(
        'Error while accessing a resource. Please enter value(s) for: Subsidiary.',
        'subsidiary',
      ),
    ],
    [
      'a line without item',
      'invoice',
      invoice({ item: { items: [line(101, 1, 1), { amount: 1 }] } }),
      refusal(
        'Error while accessing a resource. Please enter value(s) for: Item.',
        'item.items[1].item',
      ),
    ],
    [
      'an item that does not exist',
      'invoice',
      invoice({ item: { items: [line(9999, 1, 1)] } }),
      refusal(
        'Error while accessing a resource. You have entered an Invalid Field Value 9999 for the following field: item',
        'item.items[0].item',
        'INVALID_CONTENT',
      ),
    ],
    [
      'a date that is none',
      'invoice',
      invoice({ tranDate: '2026-02-30' }),
      refusal(
        'Error while accessing a resource. You have entered an Invalid Field Value 2026-02-30 for the following field: tranDate',
        'tranDate',
        'INVALID_CONTENT',
      ),
    ],
    [
      'a total below zero',
      'invoice',
      invoice({ item: { items: [line(101, 1, -1)] } }),
      refusal(
        'Error while accessing a resource. The total of a transaction cannot be negative.',
        'item',
      ),
    ],
    [
      'a company name that is too long',
      'customer',
      { companyName: 'x'.repeat(84), subsidiary: '1' },
      refusal(
        'Error while accessing a resource. The field companyname contained more than the maximum number ( 83 ) of characters allowed.',
        'companyName',
      ),
    ],
  ])('refuses %s', async (_, type, body, expected) => {
    expect(await server.call('POST', `${ROOT}/${type}`, body)).toMatchObject(expected)
  })

  it('refuses a currency the customer does not have', async () => {
    const id = await server.create('customer', { companyName: 'Dollar only', subsidiary: '1' })
    expect(
      await server.call(
        'POST',
        `${ROOT}/invoice`,
        invoice({ entity: { id }, currency: { id: '4' } }),
      ),
    ).toMatchObject(
      refusal(
        `Error while accessing a resource. Invalid currency reference key 4 for entity ${id}.`,
        'currency',
      ),
    )
  })

  it('keeps text of any language, without what a database cannot hold', async () => {
    const id = await server.create('customer', {
      companyName: 'مجموعة 日本 \u0000\ud800 🙂',
      subsidiary: '1',
    })
    expect(await server.read('customer', id)).toMatchObject({
      companyName: 'مجموعة 日本 \ufffd 🙂',
    })
    expect((await server.call('GET', `${ROOT}/customer/eid:a%00b`)).status).toBe(404)
    const q = 'select id from customer where companyname = ?'
    expect(await server.query(q, ['\u0000مجموعة 日本 \ufffd 🙂'])).toEqual([{ id }])
  })

  it('refuses a closed period', async () => {
    const closed = new Date()
    closed.setUTCFullYear(closed.getUTCFullYear() - 2)
    const tranDate = closed.toISOString().slice(0, 10)
    const answer = await server.call('POST', `${ROOT}/invoice`, invoice({ tranDate }))
    expect(answer).toMatchObject({
      status: 400,
      body: { 'o:errorDetails': [{ detail: expect.stringContaining('closed accounting period') }] },
    })
  })

  it('refuses an external id and a customer number that are taken', async () => {
    await server.create('invoice', invoice({ externalId: 'in_taken' }))
    expect(
      await server.call('POST', `${ROOT}/invoice`, invoice({ externalId: 'in_taken' })),
    ).toMatchObject(refusal('Error while accessing a resource. This record already exists.'))
    await server.create('customer', { companyName: 'A', subsidiary: '1', entityId: 'TAKEN' })
    expect(
      await server.call('POST', `${ROOT}/customer`, {
        companyName: 'B',
        subsidiary: '1',
        entityId: 'taken',
      }),
    ).toMatchObject(refusal('Error while accessing a resource. This entity already exists.'))
  })
})

describe('money on an invoice', () => {
  const totals = async (body: object) => {
    const { total, subtotal, amountRemaining, item } = await server.read(
      'invoice',
      await server.create('invoice', invoice(body)),
    )
    return { total, subtotal, amountRemaining, item }
  }

  it('is quantity × rate unless an amount was sent, with discounts and negative lines', async () => {
    const items = [line(101, 3, 9.99), { item: { id: 91 }, amount: -2 }, line(102, 1, -7.97)]
    expect(
      await totals({ item: { items: [...items, { item: 103, quantity: 3, amount: 10 }] } }),
    ).toMatchObject({
      total: 30,
      subtotal: 30,
      amountRemaining: 30,
      item: {
        items: [
          { line: 1, amount: 29.97, itemType: { id: 'NonInvtPart' } },
          { line: 2, amount: -2, itemType: { id: 'Discount' } },
          { line: 3, amount: -7.97 },
          { line: 4, amount: 10, rate: 3.33333333 },
        ],
      },
    })
  })

  it.each([
    ['JPY, without decimals', '5', 1000.4, 1000],
    ['KWD, with three', '6', 1.2345, 1.235],
    ['USD, with two', '1', 1.005, 1.01],
  ])('is rounded to the decimals of %s', async (_, currency, rate, total) => {
    const items = [line(101, 1, rate)]
    expect(await totals({ currency: { id: currency }, item: { items } })).toMatchObject({ total })
  })

  it('of nothing at all is paid at once', async () => {
    const id = await server.create('invoice', invoice({ item: { items: [line(101, 0, 5)] } }))
    expect(await server.read('invoice', id)).toMatchObject({
      total: 0,
      status: { id: 'Paid In Full' },
    })
  })
})

describe('reading', () => {
  let id: string
  beforeAll(async () => {
    id = await server.create('invoice', invoice({ externalId: 'in_read', memo: 'Read me' }))
  })
  const get = async (path: string) => (await server.call('GET', `${ROOT}${path}`)).body

  it('gives sublists as links, and whole when asked', async () => {
    const href = `${server.url}${ROOT}/invoice/${id}/item`
    expect((await get(`/invoice/${id}`)).item).toEqual({ links: [{ rel: 'self', href }] })
    expect((await server.read('invoice', id)).item).toMatchObject({
      totalResults: 1,
      items: [{ item: { id: '101' }, quantity: 2, rate: 10, amount: 20 }],
    })
  })

  it('gives references as links, id and name, and enumerations as id and name or plainly', async () => {
    const { entity, status } = await get(`/invoice/${id}`)
    expect(entity).toEqual({
      links: [{ rel: 'self', href: `${server.url}${ROOT}/customer/${CUSTOMER}` }],
      id: CUSTOMER,
      refName: 'CUS3001 Harbor Light Logistics',
    })
    expect(status).toEqual({ id: 'Open', refName: 'Open' })
    expect((await get(`/invoice/${id}?simpleEnumFormat=true`)).status).toBe('Open')
  })

  it('gives only the fields asked for', async () => {
    expect(Object.keys(await get(`/invoice/${id}?fields=memo,TOTAL`)).sort()).toEqual([
      'id',
      'links',
      'memo',
      'total',
    ])
  })

  it('finds a record by external id, and its parts', async () => {
    expect((await get('/invoice/eid:in_read')).id).toBe(id)
    expect(await get('/invoice/eid:in_read/item')).toMatchObject({ totalResults: 1 })
    expect(await get(`/invoice/${id}/item/1`)).toMatchObject({ line: 1, amount: 20 })
    expect(await get(`/invoice/${id}/entity`)).toMatchObject({ id: CUSTOMER, isPerson: false })
  })

  it('answers 404 for what does not exist', async () => {
    for (const path of ['/invoice/999999', '/invoice/eid:nope', '/nonsense/1', `/customer/${id}`]) {
      expect(await server.call('GET', `${ROOT}${path}`)).toMatchObject({
        status: 404,
        body: { title: 'Not Found', 'o:errorDetails': [{ 'o:errorCode': 'NONEXISTENT_ID' }] },
      })
    }
  })

  it('lists ids only, in pages', async () => {
    const page = await get('/currency?limit=2&offset=2')
    expect(page).toMatchObject({ count: 2, hasMore: true, offset: 2, totalResults: 6 })
    expect(page.items).toEqual(
      ['3', '4'].map((one) => ({
        links: [{ rel: 'self', href: `${server.url}${ROOT}/currency/${one}` }],
        id: one,
      })),
    )
    expect(page.links).toMatchObject(
      ['next', 'last', 'prev', 'first', 'self'].map((rel) => ({ rel })),
    )
    expect(await server.call('GET', `${ROOT}/currency?limit=4&offset=3`)).toMatchObject({
      status: 400,
      body: { 'o:errorDetails': [{ 'o:errorCode': 'INVALID_PARAMETER' }] },
    })
  })

  it.each([
    ['symbol IS jpy', ['5']],
    ['symbol IS "USD" OR symbol START_WITH "EU"', ['1', '4']],
    [
      '(symbol IS USD OR symbol IS EUR) AND currencyPrecision EQUAL 2 AND name CONTAIN "uro"',
      ['4'],
    ],
    ['currencyPrecision ANY_OF [0, 3]', ['5', '6']],
    ['isBaseCurrency IS true', ['1']],
    ['symbol IS_NOT USD AND exchangeRate GREATER 1.2', ['2', '6']],
    ['createdDate BEFORE "1/1/2020"', []],
    ['externalId EMPTY AND id LESS 2', ['1']],
  ])('filters a list by %s', async (q, ids) => {
    const { items } = await get(`/currency?q=${encodeURIComponent(q)}`)
    expect(items).toMatchObject(ids.map((one) => ({ id: one })))
  })

  it('refuses a filter it cannot understand', async () => {
    for (const q of ['nothing IS 1', 'symbol NEAR x', 'symbol IS', '(symbol IS USD']) {
      const answer = await server.call('GET', `${ROOT}/currency?q=${encodeURIComponent(q)}`)
      expect(answer.status).toBe(400)
    }
  })
})

describe('changing', () => {
  it('leaves what was not sent and clears what is null', async () => {
    const id = await server.create('invoice', invoice({ memo: 'a', otherRefNum: 'PO-1' }))
    const answer = await server.call('PATCH', `${ROOT}/invoice/${id}`, { memo: null })
    expect(answer.status).toBe(204)
    expect(answer.headers.get('location')).toBe(`${server.url}${ROOT}/invoice/${id}`)
    const changed = await server.read('invoice', id)
    expect(changed).not.toHaveProperty('memo')
    expect(changed).toMatchObject({ otherRefNum: 'PO-1', total: 20 })
  })

  it('updates the line with the number sent, adds one without, and leaves the others', async () => {
    const id = await server.create(
      'invoice',
      invoice({ item: { items: [line(101, 1, 5), line(102, 1, 6)] } }),
    )
    await server.call('PATCH', `${ROOT}/invoice/${id}`, {
      item: { items: [{ line: 2, quantity: 3 }, line(103, 1, 7)] },
    })
    expect(await server.read('invoice', id)).toMatchObject({
      total: 30,
      item: {
        items: [
          { line: 1, amount: 5 },
          { line: 2, amount: 18, item: { id: '102' } },
          { line: 3, amount: 7 },
        ],
      },
    })
  })

  it('removes the lines that were not sent with replace', async () => {
    const id = await server.create(
      'invoice',
      invoice({ item: { items: [line(101, 1, 5), line(102, 1, 6)] } }),
    )
    await server.call('PATCH', `${ROOT}/invoice/${id}?replace=item`, {
      item: { items: [line(103, 1, 7)] },
    })
    expect(await server.read('invoice', id)).toMatchObject({ total: 7, item: { totalResults: 1 } })
  })

  it('refuses to empty the lines of an invoice', async () => {
    const id = await server.create('invoice', invoice())
    const answer = await server.call('PATCH', `${ROOT}/invoice/${id}`, { item: null })
    expect(answer.status).toBe(400)
    expect(await server.read('invoice', id)).toMatchObject({ total: 20 })
  })

  it('creates by PUT with an external id, and updates the second time', async () => {
    const first = await server.call('PUT', `${ROOT}/invoice/eid:in_put`, invoice({ memo: 'one' }))
    const second = await server.call('PUT', `${ROOT}/invoice/eid:in_put`, { memo: 'two' })
    expect([first.status, second.status]).toEqual([204, 204])
    expect(second.headers.get('location')).toBe(first.headers.get('location'))
    expect(await server.read('invoice', 'eid:in_put')).toMatchObject({ memo: 'two', total: 20 })
  })

  it('refuses PUT with an internal id', async () => {
    expect((await server.call('PUT', `${ROOT}/invoice/20001`, {})).status).toBe(405)
  })

  it('makes one record of five requests that PUT the same external id at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 5 }, (_, index) =>
        server.call('PUT', `${ROOT}/invoice/eid:in_race`, invoice({ memo: `request ${index}` })),
      ),
    )
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 5 }, () => 204))
    expect(new Set(answers.map(({ headers }) => headers.get('location'))).size).toBe(1)
    expect(
      await server.query(`select id from transaction where externalid = 'in_race'`),
    ).toHaveLength(1)
  })

  it('moves the moment of the last change', async () => {
    const id = await server.create('customer', { companyName: 'Clock Ltd', subsidiary: '1' })
    const text = `select to_char(lastmodifieddate, 'YYYY-MM-DD HH24:MI:SS.FF3') as at from customer where id = ?`
    const [before] = await server.query(text, [id])
    await server.call('PATCH', `${ROOT}/customer/${id}`, { phone: '1' })
    const [after] = await server.query(text, [id])
    expect(String(after?.at) > String(before?.at)).toBe(true)
  })

  it('deletes, and notes that it did', async () => {
    const id = await server.create('invoice', invoice())
    expect((await server.call('DELETE', `${ROOT}/invoice/${id}`)).status).toBe(204)
    expect((await server.call('GET', `${ROOT}/invoice/${id}`)).status).toBe(404)
    expect(await server.query('select type from deletedrecord where recordid = ?', [id])).toEqual([
      { type: 'invoice' },
    ])
    expect((await server.call('DELETE', `${ROOT}/customer/${CUSTOMER}`)).status).toBe(400)
  })

  it('understands no body but a JSON object', async () => {
    for (const body of [[1], 'text']) {
      expect(await server.call('POST', `${ROOT}/invoice`, body)).toMatchObject({
        status: 400,
        body: { 'o:errorDetails': [{ 'o:errorCode': 'INVALID_CONTENT' }] },
      })
    }
  })
})

describe('the metadata catalog', () => {
  it('lists the record types, and describes custom fields in their JSON schema', async () => {
    const list = (await server.call('GET', `${ROOT}/metadata-catalog`)).body
    expect(list.items).toEqual(
      expect.arrayContaining([expect.objectContaining({ name: 'invoice' })]),
    )
    const schema = await server.call('GET', `${ROOT}/metadata-catalog/invoice`, undefined, {
      Accept: 'application/schema+json',
    })
    expect(schema.body).toMatchObject({
      properties: {
        custbody_stripe_invoice_id: { title: 'Stripe Invoice Id', type: 'string' },
        entity: { type: 'object' },
        item: { properties: { items: { type: 'array' } } },
      },
    })
  })
})
