import { Big } from 'big.js'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { startTestServer, type TestServer } from '../test-server.ts'

const ROOT = '/services/rest/record/v1'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const newCustomer = () =>
  server.create('customer', {
    companyName: 'Debtor Ltd',
    subsidiary: '1',
    currencyList: { items: [{ currency: '4' }] },
  })
const newInvoice = (entity: string, amount: number, rest: object = {}) =>
  server.create('invoice', { entity, item: { items: [{ item: 101, amount }] }, ...rest })
const pay = (customer: string, payment: number, applied: [string, number][], rest: object = {}) =>
  server.create('customerPayment', {
    customer,
    payment,
    apply: { items: applied.map(([id, amount]) => ({ doc: { id }, apply: true, amount })) },
    ...rest,
  })
const change = (path: string, body: object) => server.call('PATCH', `${ROOT}/${path}`, body)

const creditSchema = z.object({
  total: z.number(),
  applied: z.number(),
  unapplied: z.number(),
  apply: z.object({
    items: z.array(z.object({ doc: z.object({ id: z.string() }), amount: z.number() })),
  }),
})
const invoiceSchema = z.object({
  id: z.string(),
  total: z.number(),
  amountPaid: z.number(),
  amountRemaining: z.number(),
  status: z.object({ id: z.string() }),
})
const invoiceState = async (id: string) => invoiceSchema.parse(await server.read('invoice', id))

describe('a customer payment', () => {
  it('pays an invoice in full', async () => {
    const customer = await newCustomer()
    const id = await newInvoice(customer, 100)
    const payment = await pay(customer, 100, [[id, 100]], { account: '1' })
    expect(await invoiceState(id)).toMatchObject({
      amountPaid: 100,
      amountRemaining: 0,
      status: { id: 'Paid In Full' },
    })
    expect(await server.read('customerPayment', payment)).toMatchObject({
      applied: 100,
      unapplied: 0,
      status: { id: 'Deposited' },
      apply: { items: [{ doc: { id }, apply: true, amount: 100, total: 100, due: 100 }] },
    })
  })

  it('keeps what is over as unapplied', async () => {
    const customer = await newCustomer()
    const id = await newInvoice(customer, 100)
    const payment = await pay(customer, 102, [[id, 100]])
    expect(await server.read('customerPayment', payment)).toMatchObject({
      payment: 102,
      applied: 100,
      unapplied: 2,
      status: { id: 'Not Deposited' },
    })
  })

  it('applies as much as it can where no amount is sent', async () => {
    const customer = await newCustomer()
    const [first, second] = [await newInvoice(customer, 60), await newInvoice(customer, 60)]
    await server.create('customerPayment', {
      customer,
      payment: 100,
      apply: { items: [first, second].map((id) => ({ doc: { id }, apply: true })) },
    })
    expect((await invoiceState(first)).amountRemaining).toBe(0)
    expect((await invoiceState(second)).amountRemaining).toBe(20)
  })

  it('is refused when it applies more than is due, or more than it has', async () => {
    const customer = await newCustomer()
    const id = await newInvoice(customer, 50)
    await expect(pay(customer, 100, [[id, 50.01]])).rejects.toThrow(
      'cannot exceed the amount due of 50',
    )
    await expect(pay(customer, 40, [[id, 50]])).rejects.toThrow(
      'exceed the amount that is available',
    )
    expect((await invoiceState(id)).amountPaid).toBe(0)
  })

  it('is refused for the invoice of another customer or currency', async () => {
    const customer = await newCustomer()
    const id = await newInvoice(customer, 50)
    await expect(pay(await newCustomer(), 50, [[id, 50]])).rejects.toThrow('Invalid Field Value')
    await expect(pay(customer, 50, [[id, 50]], { currency: '4' })).rejects.toThrow('same currency')
  })

  it('can be applied differently, unapplied and deleted; the invoice follows', async () => {
    const customer = await newCustomer()
    const id = await newInvoice(customer, 100)
    const payment = await pay(customer, 100, [[id, 100]])
    const set = (apply: object) =>
      change(`customerPayment/${payment}`, { apply: { items: [{ doc: { id }, ...apply }] } })
    await set({ amount: 30 })
    expect((await invoiceState(id)).amountRemaining).toBe(70)
    await set({ apply: false })
    expect((await invoiceState(id)).amountRemaining).toBe(100)
    await set({ apply: true, amount: 100 })
    expect((await server.call('DELETE', `${ROOT}/customerPayment/${payment}`)).status).toBe(204)
    expect(await invoiceState(id)).toMatchObject({ amountRemaining: 100, status: { id: 'Open' } })
  })

  it('changes the moment of the last change of the invoice', async () => {
    const customer = await newCustomer()
    const id = await newInvoice(customer, 10)
    const moment = `select to_char(lastmodifieddate, 'HH24:MI:SS.FF3') as at from transaction where id = ?`
    const [before] = await server.query(moment, [id])
    await pay(customer, 10, [[id, 10]])
    const [after] = await server.query(moment, [id])
    expect(after).not.toEqual(before)
  })

  it('protects the invoice it pays from deletion and from a smaller total', async () => {
    const customer = await newCustomer()
    const id = await newInvoice(customer, 100)
    await pay(customer, 80, [[id, 80]])
    expect((await server.call('DELETE', `${ROOT}/invoice/${id}`)).status).toBe(400)
    expect(
      (await change(`invoice/${id}`, { item: { items: [{ line: 1, amount: 79 }] } })).status,
    ).toBe(400)
    await change(`invoice/${id}`, { item: { items: [{ line: 1, amount: 90 }] } })
    expect((await invoiceState(id)).amountRemaining).toBe(10)
  })
})

describe('a credit memo', () => {
  it('stays open until it is applied', async () => {
    const customer = await newCustomer()
    const id = await newInvoice(customer, 100)
    const memo = await server.create('creditMemo', {
      entity: customer,
      item: { items: [{ item: 101, amount: 30 }] },
    })
    expect(await server.read('creditMemo', memo)).toMatchObject({
      total: 30,
      unapplied: 30,
      status: { id: 'Open' },
    })
    await change(`creditMemo/${memo}`, {
      apply: { items: [{ doc: { id }, apply: true, amount: 30 }] },
    })
    expect(await server.read('creditMemo', memo)).toMatchObject({
      applied: 30,
      amountRemaining: 0,
      status: { id: 'Fully Applied' },
    })
    expect((await invoiceState(id)).amountRemaining).toBe(70)
  })
})

describe('a transformed invoice', () => {
  const transform = (id: string, target: string, body?: object) =>
    server.call('POST', `${ROOT}/invoice/${id}/!transform/${target}`, body)
  const idIn = ({ headers }: { headers: Headers }) =>
    headers.get('location')?.split('/').at(-1) ?? ''

  it('becomes a payment of what is open', async () => {
    const customer = await newCustomer()
    const id = await newInvoice(customer, 100)
    await pay(customer, 40, [[id, 40]])
    const payment = idIn(await transform(id, 'customerpayment', { account: { id: '1' } }))
    expect(await server.read('customerPayment', payment)).toMatchObject({
      payment: 60,
      applied: 60,
      account: { id: '1' },
    })
    expect((await invoiceState(id)).status.id).toBe('Paid In Full')
  })

  it('becomes a credit memo with its lines, which stays open when the invoice is paid', async () => {
    const customer = await newCustomer()
    const id = await newInvoice(customer, 100)
    await pay(customer, 100, [[id, 100]])
    const memo = idIn(await transform(id, 'creditMemo', { externalId: 're_1', memo: 'Refund' }))
    expect(await server.read('creditMemo', memo)).toMatchObject({
      externalId: 're_1',
      createdFrom: { id },
      total: 100,
      unapplied: 100,
      item: { items: [{ item: { id: '101' }, amount: 100 }] },
    })
  })

  it('cannot become a customer', async () => {
    const id = await newInvoice(await newCustomer(), 1)
    expect((await transform(id, 'customer', {})).status).toBe(400)
  })
})

describe('two payments at once', () => {
  it('never pay an invoice twice', async () => {
    const customer = await newCustomer()
    const id = await newInvoice(customer, 100)
    const results = await Promise.allSettled([1, 2, 3].map(() => pay(customer, 100, [[id, 100]])))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await invoiceState(id)).toMatchObject({ amountPaid: 100, amountRemaining: 0 })
  })
})

describe('whatever is applied and unapplied', () => {
  it('open and paid amounts always add up to the totals, to the last cent', async () => {
    const customer = await newCustomer()
    const cents = fc.integer({ min: 1, max: 100_000 }).map((amount) => amount / 100)
    await fc.assert(
      fc.asyncProperty(
        fc.array(cents, { minLength: 2, maxLength: 2 }),
        fc.array(cents, { minLength: 2, maxLength: 2 }),
        fc.array(
          fc.record({
            credit: fc.nat(1),
            invoice: fc.nat(1),
            amount: fc.oneof(cents, fc.constant(0)),
          }),
          { minLength: 1, maxLength: 4 },
        ),
        async (totals, payments, steps) => {
          const invoices = await Promise.all(totals.map((total) => newInvoice(customer, total)))
          const credits = await Promise.all(payments.map((amount) => pay(customer, amount, [])))
          for (const { credit, invoice, amount } of steps) {
            const id = invoices[invoice]
            await change(`customerPayment/${credits[credit]}`, {
              apply: { items: [{ doc: { id }, apply: amount > 0, amount }] },
            })
          }
          await expectBooksToBalance(invoices, credits)
        },
      ),
      { numRuns: 8 },
    )
  })
})

async function expectBooksToBalance(invoiceIds: string[], creditIds: string[]): Promise<void> {
  const invoices = await Promise.all(invoiceIds.map(invoiceState))
  const credits = await Promise.all(
    creditIds.map(async (id) => creditSchema.parse(await server.read('customerPayment', id))),
  )
  const lines = credits.flatMap(({ apply }) => apply.items)
  const add = (amounts: number[]) => amounts.reduce((total, one) => total.plus(one), new Big(0))
  for (const invoice of invoices) {
    const settled = add(
      lines.filter(({ doc }) => doc.id === invoice.id).map(({ amount }) => amount),
    )
    expect(settled.toNumber()).toBe(invoice.amountPaid)
    expect(add([invoice.amountPaid, invoice.amountRemaining]).toNumber()).toBe(invoice.total)
    expect(invoice.amountRemaining).toBeGreaterThanOrEqual(0)
    expect(invoice.status.id).toBe(invoice.amountRemaining === 0 ? 'Paid In Full' : 'Open')
  }
  for (const credit of credits) {
    expect(add(credit.apply.items.map(({ amount }) => amount)).toNumber()).toBe(credit.applied)
    expect(add([credit.applied, credit.unapplied]).toNumber()).toBe(credit.total)
  }
}
