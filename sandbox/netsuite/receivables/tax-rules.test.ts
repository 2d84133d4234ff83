import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { startTestServer, type TestServer } from '../test-server.ts'

const ROOT = '/services/rest/record/v1'

let server: TestServer
let taxCode: string
beforeAll(async () => {
  server = await startTestServer()
  taxCode = await server.create('taxItem', { itemId: 'CA-8.25', rate: 8.25 })
})
afterAll(() => server.close())

const totalsSchema = z.object({ subtotal: z.number(), taxTotal: z.number(), total: z.number() })
const newInvoice = (line: object, rest: object = {}) =>
  server.create('invoice', { entity: '3001', item: { items: [{ item: 101, ...line }] }, ...rest })
const totals = async (id: string) => totalsSchema.parse(await server.read('invoice', id))

describe('the tax of a line', () => {
  it.each<[string, () => object, [number, number, number]]>([
    ['follows its tax code', () => ({ amount: 100, taxCode }), [100, 8.25, 108.25]],
    ['follows its rate', () => ({ amount: 100, taxRate1: 10 }), [100, 10, 110]],
    ['is what was sent', () => ({ amount: 100, taxCode, tax1Amt: 8 }), [100, 8, 108]],
    ['comes out of a gross amount', () => ({ grossAmt: 108.25, taxCode }), [100, 8.25, 108.25]],
    ['is nothing without any of these', () => ({ amount: 100 }), [100, 0, 100]],
  ])('%s', async (_, line, [subtotal, taxTotal, total]) => {
    expect(await totals(await newInvoice(line()))).toEqual({ subtotal, taxTotal, total })
  })

  it('is rounded to the currency', async () => {
    const id = await newInvoice({ amount: 1000, taxCode }, { currency: '5' })
    expect(await totals(id)).toEqual({ subtotal: 1000, taxTotal: 83, total: 1083 })
  })

  it('changes with the quantity, and stays where it has no rate', async () => {
    const change = async (id: string) => {
      await server.call('PATCH', `${ROOT}/invoice/${id}`, {
        item: { items: [{ line: 1, quantity: 2 }] },
      })
      return totals(id)
    }
    const rated = await newInvoice({ quantity: 1, rate: 100, taxCode })
    expect(await change(rated)).toEqual({ subtotal: 200, taxTotal: 16.5, total: 216.5 })
    const plain = await newInvoice({ quantity: 1, rate: 100, tax1Amt: 5 })
    expect(await change(plain)).toEqual({ subtotal: 200, taxTotal: 5, total: 205 })
  })

  it('is a line of its own in queries, and the lines add up to nothing', async () => {
    const id = await newInvoice({ amount: 100, taxCode })
    const q = `select mainline, taxline, foreignamount from transactionline
      where transaction = ? order by id`
    expect(await server.query(q, [id])).toEqual([
      { mainline: 'T', taxline: 'F', foreignamount: '108.25' },
      { mainline: 'F', taxline: 'F', foreignamount: '-100' },
      { mainline: 'F', taxline: 'T', foreignamount: '-8.25' },
    ])
    const accounts = `select builtin.df(account) as account from transactionaccountingline
      where transaction = ? and amount = -8.25`
    expect(await server.query(accounts, [id])).toEqual([{ account: '2200 Sales Taxes Payable' }])
  })

  it('goes with the line into a credit memo', async () => {
    const id = await newInvoice({ amount: 100, taxCode })
    const { headers } = await server.call('POST', `${ROOT}/invoice/${id}/!transform/creditMemo`)
    const memo = headers.get('location')?.split('/').at(-1) ?? ''
    expect(await server.read('creditMemo', memo)).toMatchObject({ total: 108.25, taxTotal: 8.25 })
    expect(await server.read('invoice', id)).toMatchObject({ amountRemaining: 0 })
  })
})

describe('the shipping address of an invoice', () => {
  it('is the default one of the customer unless another was sent', async () => {
    const entity = await server.create('customer', {
      companyName: 'Shipped Ltd',
      subsidiary: '1',
      addressBook: {
        items: [{ defaultShipping: true, addressBookAddress: { addr1: '3 Dock', country: 'US' } }],
      },
    })
    const usual = await newInvoice({ amount: 1 }, { entity })
    expect(await server.read('invoice', usual)).toMatchObject({
      shipAddress: 'Shipped Ltd\n3 Dock\nUS',
      shippingAddress: { addr1: '3 Dock' },
    })
    const other = await newInvoice({ amount: 1 }, { entity, shippingAddress: { addr1: '4 Quay' } })
    expect(await server.read('invoice', other)).toMatchObject({
      shipAddress: 'Shipped Ltd\n4 Quay',
    })
  })
})
