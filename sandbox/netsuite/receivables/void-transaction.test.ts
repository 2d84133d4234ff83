import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { startTestServer, type TestServer } from '../test-server.ts'

const ROOT = '/services/rest/record/v1'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())
afterEach(() => admin('PATCH', 'settings', { reversalVoiding: false }))

const admin = async (method: string, path: string, body?: unknown) => {
  const answer = await fetch(`${server.url}/_sandbox/${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const parsed: unknown = await answer.json()
  return { status: answer.status, body: parsed }
}
const voidIt = (type: string, id: string) => admin('POST', 'void', { type, id })
const refusal = (text: string, status = 400) => ({
  status,
  body: { 'o:errorDetails': [{ detail: expect.stringContaining(text) }] },
})
const newCustomer = () => server.create('customer', { companyName: 'Void Ltd', subsidiary: '1' })
const sale = (entity: string, amount: number) => ({
  entity,
  item: { items: [{ item: 101, quantity: 2, amount }] },
})
const apply = (doc: string, amount: number) => ({ items: [{ doc, apply: true, amount }] })

const idSchema = z.object({ id: z.string() })
const journalSchema = z.object({ journalId: z.string() })

describe('voiding', () => {
  it('empties an invoice and keeps its record', async () => {
    const id = await server.create('invoice', sale(await newCustomer(), 100))
    expect(await voidIt('invoice', id)).toEqual({ status: 200, body: { id, journalId: null } })
    expect(await server.read('invoice', id)).toMatchObject({
      total: 0,
      subtotal: 0,
      amountRemaining: 0,
      status: { id: 'Voided' },
      item: { items: [{ amount: 0, quantity: 2 }] },
    })
    expect(await server.query('select status, voided from transaction where id = ?', [id])).toEqual(
      [{ status: 'V', voided: 'T' }],
    )
    expect(await voidIt('invoice', id)).toMatchObject(refusal('already been voided'))
  })

  it('leaves what does not post free to change', async () => {
    const customer = await newCustomer()
    const id = await server.create('invoice', sale(customer, 100))
    await voidIt('invoice', id)
    const patch = (body: object) => server.call('PATCH', `${ROOT}/invoice/${id}`, body)
    expect((await patch({ custbody_stripe_status: 'void' })).status).toBe(204)
    expect(await server.read('invoice', id)).toMatchObject({
      custbody_stripe_status: 'void',
      status: { id: 'Voided' },
    })
    expect(await patch({ item: { items: [{ line: 1, amount: 5 }] } })).toMatchObject(
      refusal('has been voided'),
    )
    await expect(
      server.create('customerPayment', { customer, payment: 5, apply: apply(id, 5) }),
    ).rejects.toThrow('Invalid Field Value')
  })

  it('is refused while a payment is applied, and allowed once it is unapplied', async () => {
    const customer = await newCustomer()
    const id = await server.create('invoice', sale(customer, 100))
    const payment = await server.create('customerPayment', {
      customer,
      payment: 100,
      apply: apply(id, 40),
    })
    expect(await voidIt('invoice', id)).toMatchObject(refusal('applied to other transactions'))
    await server.call('PATCH', `${ROOT}/customerPayment/${payment}`, { apply: null })
    expect((await voidIt('invoice', id)).status).toBe(200)
  })

  it('a payment opens the invoices it settled', async () => {
    const customer = await newCustomer()
    const id = await server.create('invoice', sale(customer, 100))
    const payment = await server.create('customerPayment', {
      customer,
      payment: 100,
      apply: apply(id, 100),
    })
    await voidIt('customerPayment', payment)
    expect(await server.read('customerPayment', payment)).toMatchObject({
      payment: 0,
      unapplied: 0,
      status: { id: 'Voided' },
      apply: { items: [] },
    })
    expect(await server.read('invoice', id)).toMatchObject({
      amountRemaining: 100,
      status: { id: 'Open' },
    })
  })

  it('is refused in a closed period', async () => {
    const id = await server.create('invoice', sale(await newCustomer(), 100))
    const { postingPeriod } = await server.read('invoice', id)
    const { id: period } = idSchema.parse(postingPeriod)
    await admin('PATCH', `periods/${period}`, { closed: true })
    expect(await voidIt('invoice', id)).toMatchObject(refusal('closed accounting period'))
    await admin('PATCH', `periods/${period}`, { closed: false })
  })

  it('is refused for what cannot be voided or is not there', async () => {
    expect(await voidIt('customer', '3001')).toMatchObject({
      status: 400,
      body: { 'o:errorDetails': [{ 'o:errorCode': 'INVALID_RECORD_TYPE' }] },
    })
    expect(await voidIt('invoice', '99999999')).toMatchObject({
      status: 404,
      body: { 'o:errorDetails': [{ 'o:errorCode': 'THAT_RECORD_DOES_NOT_EXIST' }] },
    })
  })

  it('by reversing journals is for refunds only, which keep their total', async () => {
    const customer = await newCustomer()
    const memo = await server.create('creditMemo', sale(customer, 30))
    const refund = await server.create('customerRefund', {
      customer,
      paymentOption: 1,
      apply: apply(memo, 30),
    })
    await admin('PATCH', 'settings', { reversalVoiding: true })
    expect(await voidIt('creditMemo', memo)).toMatchObject({ status: 400 })
    const { body } = await voidIt('customerRefund', refund)
    const { journalId } = journalSchema.parse(body)
    expect(await server.read('customerRefund', refund)).toMatchObject({
      total: 30,
      status: { id: 'Voided' },
      voidJournal: { id: journalId },
      apply: { items: [] },
    })
    expect(await server.read('creditMemo', memo)).toMatchObject({ amountRemaining: 30 })
    expect(await server.read('journalEntry', journalId)).toMatchObject({
      total: 30,
      createdFrom: { id: refund },
      line: {
        items: [
          { debit: 30, account: { id: '1' } },
          { credit: 30, account: { id: '3' } },
        ],
      },
    })
  })
})
