import { Big } from 'big.js'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { startTestServer, type TestServer } from '../test-server.ts'

const ROOT = '/services/rest/record/v1'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ seed: false })
  await fetch(`${server.url}/_sandbox/seed`, {
    method: 'POST',
    body: JSON.stringify({ customers: 1 }),
  })
})
afterAll(() => server.close())

describe('whatever is done to the receivables of a customer', () => {
  it('the books agree to the last cent, and what is refused changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { minLength: 6, maxLength: 14 }), async (operations) => {
        const customer = await server.create('customer', {
          companyName: 'Ledger Ltd',
          subsidiary: '1',
          currencyList: { items: CURRENCIES.map(({ id }) => ({ currency: id })) },
        })
        const known: Known = {
          invoice: [],
          creditMemo: [],
          customerPayment: [],
          customerRefund: [],
        }
        for (const one of [...OPENING, ...operations]) {
          const before = await fingerprint()
          const status = await carryOut(one, customer, known)
          expect(status).toBeLessThan(500)
          if (status >= 400) expect(await fingerprint()).toBe(before)
        }
        expectBooksToAgree(await booksOf(customer))
      }),
      // A sequence takes a quarter of a second; the number printed on failure is the seed.
      { numRuns: 30, interruptAfterTimeLimit: 7_000, markInterruptAsFailure: false },
    )
  }, 30_000)
})

const CURRENCIES = [
  { id: '1', minor: 100 },
  { id: '4', minor: 100 },
  { id: '5', minor: 1 },
  { id: '6', minor: 1000 },
]

type Kind = 'invoice' | 'creditMemo' | 'customerPayment' | 'customerRefund'
type Known = Record<Kind, { id: string; minor: number }[]>
type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never

const operation = fc.record({
  what: fc.constantFrom(
    ...(['invoice', 'invoice', 'payment', 'payment', 'memo', 'refund', 'refund'] as const),
    ...(['apply', 'apply', 'apply', 'unapply', 'reprice', 'void', 'delete', 'transform'] as const),
  ),
  /** Which of the records there are; counts round. */
  one: fc.nat(30),
  other: fc.nat(30),
  /** Minor units: few values, so that amounts meet. */
  amount: fc.oneof(fc.constantFrom(100, 250, 1000), fc.integer({ min: 1, max: 3000 })),
  currency: fc.constantFrom(0, 0, 0, 1, 2, 3),
  automatic: fc.boolean(),
})

/** Something to begin with: the rest of a sequence seldom finds what it needs in empty books. */
const OPENING: Operation[] = (['invoice', 'payment', 'memo'] as const).map((what) => ({
  what,
  one: 0,
  other: 0,
  amount: 1000,
  currency: 0,
  automatic: false,
}))

/** Does one thing by REST and gives the HTTP status; 0 where there is nothing to do it to. */
async function carryOut(operation: Operation, customer: string, known: Known): Promise<number> {
  const { what, one, other, amount, automatic } = operation
  const currency = CURRENCIES[operation.currency] ?? { id: '1', minor: 100 }
  const worth = new Big(amount).div(currency.minor).toNumber()
  const create = async (kind: Kind, path: string, minor: number, body: object) => {
    const { status, headers } = await server.call('POST', `${ROOT}/${path}`, body)
    const id = headers.get('location')?.split('/').at(-1)
    if (status === 204 && id !== undefined) known[kind].push({ id, minor })
    return status
  }
  const sale = (entity: string) => ({
    entity,
    currency: currency.id,
    item: { items: [{ item: 101, amount: worth }] },
  })
  const pick = (kinds: Kind[], index: number) => {
    const all = kinds.flatMap((kind) => known[kind].map((found) => ({ ...found, kind })))
    return all[index % Math.max(1, all.length)]
  }
  const lines = (doc: string, of: Big | null) => ({
    apply: { items: [{ doc, apply: true, ...(of === null ? {} : { amount: of.toNumber() }) }] },
  })
  switch (what) {
    case 'invoice':
      return create('invoice', 'invoice', currency.minor, sale(customer))
    case 'memo':
      return create('creditMemo', 'creditMemo', currency.minor, {
        ...sale(customer),
        autoApply: automatic,
      })
    case 'payment':
      return create('customerPayment', 'customerPayment', currency.minor, {
        customer,
        currency: currency.id,
        payment: worth,
        autoApply: automatic,
      })
    case 'refund': {
      const credit = pick(['creditMemo', 'customerPayment'], one)
      if (!credit) return 0
      const share = automatic ? null : new Big(amount).div(credit.minor)
      const { body } = await server.call('GET', `${ROOT}/${credit.kind}/${credit.id}`)
      return create('customerRefund', 'customerRefund', credit.minor, {
        customer,
        currency: body.currency,
        paymentOption: 2,
        ...lines(credit.id, share),
      })
    }
    case 'transform': {
      const invoice = pick(['invoice'], one)
      if (!invoice) return 0
      const kind = automatic ? 'customerPayment' : 'creditMemo'
      return create(kind, `invoice/${invoice.id}/!transform/${kind}`, invoice.minor, {})
    }
    default: {
      const target = pick(what === 'unapply' ? SOURCES : [...SOURCES, 'invoice'], one)
      if (!target) return 0
      const status = await change(
        operation,
        target,
        pick(['invoice', 'creditMemo'], other)?.id ?? '0',
      )
      if (what === 'delete' && status === 204) {
        known[target.kind] = known[target.kind].filter(({ id }) => id !== target.id)
      }
      return status
    }
  }
}

const SOURCES: Kind[] = ['customerPayment', 'creditMemo', 'customerRefund']

async function change(
  { what, amount }: Operation,
  { kind, id, minor }: { kind: Kind; id: string; minor: number },
  doc: string,
): Promise<number> {
  const path = `${ROOT}/${kind}/${id}`
  const worth = new Big(amount).div(minor).toNumber()
  const patch = async (body: object) => (await server.call('PATCH', path, body)).status
  if (what === 'apply') {
    return patch({ apply: { items: [{ doc, apply: true, amount: worth }] } })
  }
  if (what === 'unapply') return patch({ apply: null })
  if (what === 'reprice') {
    return patch(
      kind === 'customerPayment'
        ? { payment: worth }
        : { item: { items: [{ line: 1, amount: worth }] } },
    )
  }
  if (what === 'delete') return (await server.call('DELETE', path)).status
  const voided = await fetch(`${server.url}/_sandbox/void`, {
    method: 'POST',
    body: JSON.stringify({ type: kind, id }),
  })
  return voided.status
}

/** Changes with anything stored: records, applications, deletions. */
async function fingerprint(): Promise<string> {
  const [row] = await server.sql<{ print: string }[]>`
    select md5(
      (select string_agg(r::text, '|' order by family, id) from sandbox.netsuite_records r) ||
      coalesce((select string_agg(a::text, '|' order by source, target)
        from sandbox.netsuite_applications a), '') ||
      (select count(*) from sandbox.netsuite_deleted)) as print`
  return row?.print ?? ''
}

const reference = z.object({ id: z.string() })
const label = z.object({ refName: z.string() })
const applied = z.object({ items: z.array(z.object({ doc: reference, amount: z.number() })) })
const header = { id: z.string(), currency: reference, total: z.number() }
const stateSchema = z.object({
  invoice: z.array(
    z.object({
      ...header,
      entity: reference,
      amountPaid: z.number(),
      amountRemaining: z.number(),
      status: label,
    }),
  ),
  creditMemo: z.array(
    z.object({
      ...header,
      entity: reference,
      apply: applied,
      applied: z.number(),
      unapplied: z.number(),
      amountRemaining: z.number(),
      status: label,
    }),
  ),
  customerPayment: z.array(
    z.object({
      ...header,
      customer: reference,
      apply: applied,
      payment: z.number(),
      applied: z.number(),
      unapplied: z.number(),
      status: label,
    }),
  ),
  customerRefund: z.array(
    z.object({ ...header, customer: reference, apply: applied, status: label.optional() }),
  ),
})

/** Everything of one customer, as the account shows it. */
async function booksOf(customer: string) {
  const answer = await fetch(`${server.url}/_sandbox/state`)
  const state = stateSchema.parse(await answer.json())
  return {
    invoices: state.invoice.filter(({ entity }) => entity.id === customer),
    memos: state.creditMemo.filter(({ entity }) => entity.id === customer),
    payments: state.customerPayment.filter((one) => one.customer.id === customer),
    refunds: state.customerRefund.filter((one) => one.customer.id === customer),
  }
}

function expectBooksToAgree(books: Awaited<ReturnType<typeof booksOf>>): void {
  const { invoices, memos, payments, refunds } = books
  const add = (amounts: number[]) =>
    amounts.reduce((total, one) => total.plus(one), new Big(0)).toNumber()
  const uses = (records: { apply: z.infer<typeof applied> }[], target: string) =>
    records.flatMap(({ apply }) =>
      apply.items.filter(({ doc }) => doc.id === target).map(({ amount }) => amount),
    )
  for (const { id, total, amountPaid, amountRemaining, status } of invoices) {
    expect(amountPaid).toBe(add(uses([...payments, ...memos], id)))
    expect(add([amountPaid, amountRemaining])).toBe(total)
    expect(amountRemaining).toBeGreaterThanOrEqual(0)
    if (status.refName === 'Voided') expect(total).toBe(0)
    else expect(status.refName).toBe(amountRemaining === 0 ? 'Paid In Full' : 'Open')
  }
  const credits = [
    ...memos.map((memo) => ({ ...memo, worth: memo.total })),
    ...payments.map((payment) => ({ ...payment, worth: payment.payment })),
  ]
  for (const credit of credits) {
    const used = [...credit.apply.items.map(({ amount }) => amount), ...uses(refunds, credit.id)]
    expect(credit.applied).toBe(add(used))
    expect(add([credit.applied, credit.unapplied])).toBe(credit.worth)
    expect(credit.unapplied).toBeGreaterThanOrEqual(0)
  }
  for (const { amountRemaining, unapplied, status } of memos) {
    expect(amountRemaining).toBe(unapplied)
    if (status.refName === 'Voided') continue
    expect(status.refName).toBe(unapplied === 0 ? 'Fully Applied' : 'Open')
  }
  for (const { total, apply } of refunds) {
    expect(total).toBe(add(apply.items.map(({ amount }) => amount)))
  }
  for (const { id: currency } of CURRENCIES) {
    const inCurrency = <T extends { currency: { id: string } }>(records: T[]) =>
      records.filter((one) => one.currency.id === currency)
    const settled = [...inCurrency(payments), ...inCurrency(memos)].flatMap(({ apply }) =>
      apply.items.map(({ amount }) => -amount),
    )
    expect(add([...inCurrency(invoices).map(({ total }) => total), ...settled])).toBe(
      add(inCurrency(invoices).map(({ amountRemaining }) => amountRemaining)),
    )
  }
}
