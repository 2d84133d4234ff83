import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestServer, type TestServer } from '../test-server.ts'

const ROOT = '/services/rest/record/v1'
/** An accounting period that is closed in the seeded account: 29 months before now. */
const CLOSED_PERIOD = '102'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const newCustomer = () =>
  server.create('customer', {
    companyName: 'Refunded Ltd',
    subsidiary: '1',
    currencyList: { items: [{ currency: '4' }] },
  })
const items = (amount: number) => ({ items: [{ item: 101, amount }] })
const newMemo = (entity: string, amount: number, rest: object = {}) =>
  server.create('creditMemo', { entity, item: items(amount), ...rest })
const newInvoice = (entity: string, amount: number, rest: object = {}) =>
  server.create('invoice', { entity, item: items(amount), ...rest })
const refundOf = (customer: string, doc: string, rest: object = {}) => ({
  customer,
  account: { id: '1' },
  paymentOption: { id: '7' },
  apply: { items: [{ doc: { id: doc }, line: 0, apply: true, ...rest }] },
})
const call = (method: string, path: string, body?: object) =>
  server.call(method, `${ROOT}/${path}`, body)
const detail = (text: string) => ({
  status: 400,
  body: { 'o:errorDetails': [{ detail: expect.stringContaining(text) }] },
})

describe('a customer refund', () => {
  it('of a credit memo uses it up', async () => {
    const customer = await newCustomer()
    const memo = await newMemo(customer, 30)
    const id = await server.create('customerRefund', {
      ...refundOf(customer, memo, { amount: 30 }),
      externalId: 're_1#rf',
    })
    const refund = await server.read('customerRefund', id)
    expect(refund).toMatchObject({
      externalId: 're_1#rf',
      tranId: expect.stringMatching(/^RFND\d+$/),
      customer: { id: customer },
      total: 30,
      account: { id: '1' },
      paymentOption: { refName: 'Stripe' },
      apply: {
        items: [{ doc: { id: memo }, apply: true, amount: 30, total: 30, type: 'Credit Memo' }],
      },
      deposit: { items: [], totalResults: 0 },
    })
    expect(refund).not.toHaveProperty('status')
    expect(await server.read('creditMemo', memo)).toMatchObject({
      applied: 30,
      amountRemaining: 0,
      status: { id: 'Fully Applied' },
    })
    expect(
      await server.query('select type, recordtype from transaction where id = ?', [id]),
    ).toEqual([{ type: 'CustRfnd', recordtype: 'customerrefund' }])
  })

  it('of an overpayment leaves what it does not give back unapplied', async () => {
    const customer = await newCustomer()
    const invoice = await newInvoice(customer, 100)
    const payment = await server.create('customerPayment', {
      customer,
      payment: 120,
      apply: { items: [{ doc: invoice, apply: true, amount: 100 }] },
    })
    await server.create('customerRefund', refundOf(customer, payment, { amount: 15 }))
    expect(await server.read('customerPayment', payment)).toMatchObject({
      applied: 115,
      unapplied: 5,
      apply: { totalResults: 1 },
    })
    expect(await call('PATCH', `customerPayment/${payment}`, { payment: 114 })).toMatchObject(
      detail('exceed the amount that is available'),
    )
  })

  it('can be changed and deleted; the credit memo follows', async () => {
    const customer = await newCustomer()
    const memo = await newMemo(customer, 30)
    const id = await server.create('customerRefund', refundOf(customer, memo))
    const apply = (line: object) =>
      call('PATCH', `customerRefund/${id}`, { apply: { items: [{ doc: memo, ...line }] } })
    expect((await apply({ amount: 12.5 })).status).toBe(204)
    expect(await server.read('customerRefund', id)).toMatchObject({ total: 12.5 })
    expect(await server.read('creditMemo', memo)).toMatchObject({
      amountRemaining: 17.5,
      status: { id: 'Open' },
    })
    expect(await apply({ apply: false })).toMatchObject(detail('at least one line'))
    expect((await call('DELETE', `customerRefund/${id}`)).status).toBe(204)
    expect(await server.read('creditMemo', memo)).toMatchObject({ amountRemaining: 30 })
  })

  it('protects what it gives back from deletion, from a smaller total and from use elsewhere', async () => {
    const customer = await newCustomer()
    const [memo, invoice] = [await newMemo(customer, 30), await newInvoice(customer, 50)]
    await server.create('customerRefund', refundOf(customer, memo, { amount: 20 }))
    expect(await call('DELETE', `creditMemo/${memo}`)).toMatchObject(detail('linked to by'))
    const smaller = { item: { items: [{ line: 1, amount: 19 }] } }
    expect((await call('PATCH', `creditMemo/${memo}`, smaller)).status).toBe(400)
    const apply = { apply: { items: [{ doc: invoice, apply: true, amount: 10.01 }] } }
    expect((await call('PATCH', `creditMemo/${memo}`, apply)).status).toBe(400)
    expect(await server.read('creditMemo', memo)).toMatchObject({ total: 30, unapplied: 10 })
  })

  it.each<[string, (customer: string, memo: string) => object, string]>([
    [
      'without refund method',
      (...of) => ({ ...refundOf(...of), paymentOption: null }),
      'Refund Method',
    ],
    ['of nothing', (...of) => ({ ...refundOf(...of), apply: { items: [] } }), 'at least one line'],
    ['of more than is left', (...of) => refundOf(...of, { amount: 30.01 }), 'amount due of 30'],
    ['in another currency', (...of) => ({ ...refundOf(...of), currency: 4 }), 'same currency'],
    [
      'of a customer deposit',
      (...of) => ({ ...refundOf(...of), deposit: { items: [{ doc: of[1] }] } }),
      'deposits',
    ],
    [
      'in a closed period',
      (...of) => ({ ...refundOf(...of), postingPeriod: CLOSED_PERIOD }),
      'closed',
    ],
  ])('is refused %s', async (_, body, text) => {
    const customer = await newCustomer()
    const memo = await newMemo(customer, 30)
    expect(await call('POST', 'customerRefund', body(customer, memo))).toMatchObject(detail(text))
    expect(await server.read('creditMemo', memo)).toMatchObject({ unapplied: 30 })
  })

  it('is refused for an invoice and for the credit memo of somebody else', async () => {
    const customer = await newCustomer()
    for (const doc of [await newInvoice(customer, 5), await newMemo(await newCustomer(), 5)]) {
      expect(await call('POST', 'customerRefund', refundOf(customer, doc))).toMatchObject(
        detail('Invalid Field Value'),
      )
    }
  })
})

describe('Auto Apply', () => {
  it('pays the oldest open invoices of the currency first', async () => {
    const customer = await newCustomer()
    const day = (days: number) =>
      new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10)
    const invoices = [
      await newInvoice(customer, 60, { tranDate: day(1) }),
      await newInvoice(customer, 60, { tranDate: day(20) }),
      await newInvoice(customer, 60, { tranDate: day(30), currency: '4' }),
      await newInvoice(customer, 60, { tranDate: day(10) }),
    ]
    const payment = await server.create('customerPayment', {
      customer,
      payment: 100,
      autoApply: true,
    })
    const open = await Promise.all(
      invoices.map(async (id) => (await server.read('invoice', id)).amountRemaining),
    )
    expect(open).toEqual([60, 0, 60, 20])
    expect(await server.read('customerPayment', payment)).toMatchObject({ unapplied: 0 })
  })
})

describe('payments that are applied automatically at once', () => {
  it('wait for each other, and pay no invoice twice', async () => {
    const customer = await newCustomer()
    const amounts = [10, 20, 30]
    const invoices = await Promise.all(amounts.map((amount) => newInvoice(customer, amount)))
    const answers = await Promise.all(
      [2, 0, 1].map((index) =>
        call('POST', 'customerPayment', {
          customer,
          payment: 25,
          autoApply: true,
          apply: { items: [{ doc: invoices[index], apply: true, amount: 5 }] },
        }),
      ),
    )
    // One may find the invoice it names paid by another; nothing else can go wrong.
    const made = answers.filter(({ status }) => status === 204)
    expect(made.length).toBeGreaterThan(0)
    expect(answers.filter(({ status }) => status !== 204 && status !== 400)).toEqual([])
    const open = await Promise.all(
      invoices.map(async (id) => Number((await server.read('invoice', id)).amountRemaining)),
    )
    expect(Math.min(...open)).toBeGreaterThanOrEqual(0)
    const applied = await Promise.all(
      made.map(async ({ headers }) => {
        const id = headers.get('location')?.split('/').at(-1) ?? ''
        return Number((await server.read('customerPayment', id)).applied)
      }),
    )
    const add = (numbers: number[]) => numbers.reduce((sum, one) => sum + one, 0)
    expect(add(open)).toBe(60 - add(applied))
  })
})

describe('a transformed record', () => {
  const made = async (path: string, body: object) => {
    const { status, headers } = await call('POST', path, body)
    expect(status).toBe(204)
    return headers.get('location')?.split('/').at(-1) ?? ''
  }
  const two = {
    items: [
      { item: 101, quantity: 2, rate: 10 },
      { item: 102, amount: 5 },
    ],
  }

  it('has its lines merged with those sent, or replaced by them', async () => {
    const customer = await newCustomer()
    const invoice = await server.create('invoice', { entity: customer, item: two })
    const sent = { item: { items: [{ line: 1, quantity: 1 }] } }
    const merged = await made(`invoice/${invoice}/!transform/creditMemo`, { ...sent, apply: null })
    expect(await server.read('creditMemo', merged)).toMatchObject({ total: 15 })
    const only = { item: { items: [{ item: 103, amount: 4 }] } }
    const replaced = await made(`invoice/${invoice}/!transform/creditMemo?replace=item`, only)
    expect(await server.read('creditMemo', replaced)).toMatchObject({ total: 4, applied: 4 })
  })

  it('settles the share that was sent of an invoice', async () => {
    const customer = await newCustomer()
    const invoice = await newInvoice(customer, 100)
    const apply = { items: [{ doc: { id: invoice }, amount: 40 }] }
    const payment = await made(`invoice/${invoice}/!transform/customerPayment`, {
      Payment: 40,
      apply,
    })
    expect(await server.read('customerPayment', payment)).toMatchObject({
      payment: 40,
      applied: 40,
    })
  })

  it('makes an invoice for a customer', async () => {
    const customer = await newCustomer()
    const invoice = await made(`customer/${customer}/!transform/invoice`, { item: items(7) })
    expect(await server.read('invoice', invoice)).toMatchObject({
      entity: { id: customer },
      total: 7,
    })
  })
})

describe('a customer balance', () => {
  it('is what invoices leave open less what is unapplied', async () => {
    const customer = await newCustomer()
    await newInvoice(customer, 100)
    await newMemo(customer, 30)
    const payment = await server.create('customerPayment', { customer, payment: 20 })
    expect(await server.read('customer', customer)).toMatchObject({ balance: 50 })
    expect(await server.read('customerPayment', payment)).toMatchObject({ balance: 50 })
  })
})
