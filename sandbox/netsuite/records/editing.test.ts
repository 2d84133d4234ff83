import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestServer, type TestServer } from '../test-server.ts'

const ROOT = '/services/rest/record/v1'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const address = (addr1: string, rest: object = {}) => ({
  label: 'Bill',
  defaultBilling: true,
  addressBookAddress: { addr1, city: 'Austin', state: 'TX', country: { id: 'US' } },
  ...rest,
})
const newCustomer = (rest: object = {}) =>
  server.create('customer', {
    companyName: 'Edit Ltd',
    subsidiary: '1',
    addressBook: { items: [address('1 Main')] },
    ...rest,
  })
const newInvoice = (rest: object = {}) =>
  server.create('invoice', {
    entity: '3001',
    item: {
      items: [
        { item: 101, quantity: 1, rate: 5 },
        { item: 102, amount: 6 },
      ],
    },
    ...rest,
  })
const patch = (path: string, body: object, headers?: HeadersInit) =>
  server.call('PATCH', `${ROOT}/${path}`, body, headers)

describe('an address book', () => {
  it('is changed line by line, also by the number in the address of a line', async () => {
    const id = await newCustomer()
    await patch(`customer/${id}`, {
      addressBook: {
        items: [
          { id: '1', addressBookAddress: { addr1: '2 Main' } },
          { label: 'Ship', defaultShipping: true, addressBookAddress: { addr1: '3 Dock' } },
        ],
      },
    })
    expect(await server.read('customer', id)).toMatchObject({
      addressBook: {
        items: [
          { label: 'Bill', addressBookAddress: { addr1: '2 Main', city: 'Austin' } },
          { label: 'Ship', defaultShipping: true, internalId: '2' },
        ],
      },
    })
  })

  it('loses a field of an address that is null, and lines that are not sent with replace', async () => {
    const id = await newCustomer()
    const cleared = { internalId: '1', addressBookAddress: { state: null } }
    await patch(`customer/${id}`, { addressBook: { items: [cleared] } })
    const { body } = await server.call(
      'GET',
      `${ROOT}/customer/${id}/addressBook/1/addressBookAddress`,
    )
    expect(body).toMatchObject({ addr1: '1 Main', country: { refName: 'United States' } })
    expect(body).not.toHaveProperty('state')
    await patch(`customer/${id}?replace=addressBook`, {
      addressBook: { items: [address('9 New')] },
    })
    expect(await server.read('customer', id)).toMatchObject({
      addressBook: { items: [{ internalId: '1', addressBookAddress: { addr1: '9 New' } }] },
      defaultAddress: expect.stringContaining('9 New'),
    })
    await patch(`customer/${id}`, { addressBook: null })
    expect(await server.read('customer', id)).toMatchObject({ addressBook: { totalResults: 0 } })
  })
})

describe('a list of currencies', () => {
  it('takes another currency and keeps those it has', async () => {
    const id = await newCustomer()
    const add = () =>
      patch(`customer/${id}`, { currencyList: { items: [{ currency: { id: '4' } }] } })
    await add()
    await add()
    expect(await server.read('customer', id)).toMatchObject({
      currencyList: {
        totalResults: 2,
        items: [{ currency: { id: '1' } }, { currency: { refName: 'Euro' } }],
      },
    })
  })
})

describe('an apply list', () => {
  it('keeps what was not sent, and loses it with replace', async () => {
    const customer = await newCustomer()
    const [first, second] = [
      await newInvoice({ entity: customer }),
      await newInvoice({ entity: customer }),
    ]
    const applied = (doc: string, amount: number) => ({
      apply: { items: [{ doc: { id: doc }, apply: true, amount }] },
    })
    const id = await server.create('customerPayment', {
      customer,
      payment: 22,
      ...applied(first, 4),
    })
    const open = async () =>
      Promise.all(
        [first, second].map(async (one) => (await server.read('invoice', one)).amountRemaining),
      )
    await patch(`customerPayment/${id}`, applied(second, 5))
    expect(await open()).toEqual([7, 6])
    await patch(`customerPayment/${id}?replace=apply`, applied(second, 11))
    expect(await open()).toEqual([11, 0])
    await patch(`customerPayment/${id}`, applied(second, 0))
    expect(await open()).toEqual([11, 11])
  })
})

describe('replaceSelectedFields', () => {
  it('clears the fields named in replace, and no others', async () => {
    const id = await newInvoice({ memo: 'a', otherRefNum: 'PO-1', message: 'hello' })
    const query = 'replace=memo,otherRefNum&replaceSelectedFields=true'
    await patch(`invoice/${id}?${query}`, { otherRefNum: 'PO-2', message: null })
    const changed = await server.read('invoice', id)
    expect(changed).toMatchObject({ otherRefNum: 'PO-2', message: 'hello', total: 11 })
    expect(changed).not.toHaveProperty('memo')
  })
})

describe('a value that cannot be right', () => {
  const body = { tranDate: 'soon', terms: { id: '999' }, memo: 'Kept' }

  it('is refused, or left out with or without a warning', async () => {
    const id = await newInvoice()
    expect((await patch(`invoice/${id}`, body)).status).toBe(400)
    const validation = (value: string) => ({ 'X-NetSuite-PropertyValueValidation': value })
    const warned = await patch(`invoice/${id}`, body, validation('warning'))
    expect(warned.status).toBe(204)
    expect(warned.headers.get('x-netsuite-warning')).toBe(
      'Invalid values were ignored: tranDate, terms',
    )
    expect(await server.read('invoice', id)).toMatchObject({ memo: 'Kept' })
    const ignored = await patch(`invoice/${id}`, body, validation('ignore'))
    expect([ignored.status, ignored.headers.get('x-netsuite-warning')]).toEqual([204, null])
  })

  it('of an unknown name is ignored silently when asked', async () => {
    const answer = await patch(
      `invoice/${await newInvoice()}`,
      { nonsense: 1, item: { items: [{ line: 1, odd: 2 }] } },
      { 'X-NetSuite-PropertyNameValidation': 'ignore' },
    )
    expect([answer.status, answer.headers.get('x-netsuite-warning')]).toEqual([204, null])
  })
})

describe('a part of a record', () => {
  const get = (path: string) => server.call('GET', `${ROOT}/${path}`)

  it('is a list of links, or the lines themselves when expanded', async () => {
    const id = await newInvoice()
    const href = (line: number) => `${server.url}${ROOT}/invoice/${id}/item/${line}`
    expect((await get(`invoice/${id}/ITEM`)).body).toEqual({
      links: [{ rel: 'self', href: `${server.url}${ROOT}/invoice/${id}/item` }],
      count: 2,
      hasMore: false,
      items: [1, 2].map((line) => ({ links: [{ rel: 'self', href: href(line) }] })),
      offset: 0,
      totalResults: 2,
    })
    expect((await get(`invoice/${id}/item?expandSubResources=true`)).body).toMatchObject({
      items: [{ amount: 5 }, { amount: 6 }],
    })
  })

  it('is a line, the record a line names, or a subrecord', async () => {
    const customer = await newCustomer()
    const id = await newInvoice({ entity: customer })
    expect((await get(`invoice/${id}/item/2`)).body).toMatchObject({ line: 2, amount: 6 })
    expect((await get(`invoice/${id}/item/2/item`)).body).toMatchObject({ id: '102' })
    expect((await get(`invoice/${id}/billingAddress`)).body).toMatchObject({ addr1: '1 Main' })
    expect((await get(`invoice/${id}/postingPeriod`)).body).toMatchObject({ closed: false })
    expect((await get(`customer/${customer}/addressBook/1`)).body).toMatchObject({
      label: 'Bill',
      addressBookAddress: { links: [{ rel: 'self' }] },
    })
  })

  it('that does not exist is answered 404', async () => {
    const id = await newInvoice()
    for (const path of ['item/3', 'nothing', 'memo', 'item/1/nothing', 'entity/1']) {
      expect((await get(`invoice/${id}/${path}`)).status).toBe(404)
    }
  })
})

describe('an external id', () => {
  it('is one space for all transactions, and can be taken away', async () => {
    const id = await newInvoice({ externalId: 'one-space' })
    const payment = { customer: '3001', payment: 1, externalId: 'one-space' }
    const refused = {
      status: 400,
      body: { 'o:errorDetails': [{ detail: expect.stringContaining('already exists') }] },
    }
    expect(await server.call('POST', `${ROOT}/customerPayment`, payment)).toMatchObject(refused)
    expect(await server.call('PUT', `${ROOT}/creditMemo/eid:one-space`, {})).toMatchObject(refused)
    await patch(`invoice/${id}`, { externalId: null })
    await server.create('customerPayment', payment)
  })
})

describe('system fields', () => {
  it('say where a record comes from, and cannot be written', async () => {
    const id = await newInvoice({ source: 'CSV', total: 999, status: 'Voided', amountRemaining: 1 })
    expect(await server.read('invoice', id)).toMatchObject({
      source: { id: 'REST Web Services', refName: 'REST Web Services' },
      originator: 'restWebServices',
      customForm: { id: '91', refName: 'Standard Service Invoice' },
      total: 11,
      amountRemaining: 11,
      status: { id: 'Open' },
    })
  })
})
