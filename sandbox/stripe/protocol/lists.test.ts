import { afterAll, beforeAll, expect, test } from 'vitest'
import { startStandIn, type StandIn } from '../stand-in.ts'

let standIn: StandIn
beforeAll(async () => {
  standIn = await startStandIn()
  await standIn.control('POST', '/seed')
})
afterAll(() => standIn.close())

test('auto-paging gives every invoice once, newest first', async () => {
  const all = await standIn.stripe.invoices.list({ limit: 70 }).autoPagingToArray({ limit: 1000 })
  expect(all).toHaveLength(400)
  expect(new Set(all.map((invoice) => invoice.id)).size).toBe(400)
  const times = all.map((invoice) => invoice.created)
  expect(times).toEqual(times.toSorted((a, b) => b - a))
})

test('a page before a cursor is the one that leads to it', async () => {
  const { invoices } = standIn.stripe
  const first = await invoices.list({ limit: 5 })
  const second = await invoices.list({ limit: 5, starting_after: first.data[4]?.id })
  const back = await invoices.list({ limit: 5, ending_before: second.data[0]?.id })
  expect(ids(back.data)).toEqual(ids(first.data))
  expect(back.has_more).toBe(false)
  expect(second.has_more).toBe(true)
})

test('lists hold ten unless asked, and at most a hundred', async () => {
  const { invoices } = standIn.stripe
  expect((await invoices.list()).data).toHaveLength(10)
  await expect(invoices.list({ limit: 101 })).rejects.toMatchObject({ statusCode: 400 })
  await expect(invoices.list({ limit: 0 })).rejects.toMatchObject({ statusCode: 400 })
  await expect(invoices.list({ starting_after: 'in_none' })).rejects.toMatchObject({
    statusCode: 400,
    code: 'resource_missing',
    param: 'starting_after',
  })
})

test('invoices are filtered by status, customer, collection method, creation and due date', async () => {
  const { invoices } = standIn.stripe
  const all = await invoices.list({ limit: 100 }).autoPagingToArray({ limit: 1000 })
  const some = all[200]
  const customer = String(some?.customer)
  const listed = async (params: object) =>
    ids(await invoices.list({ limit: 100, ...params }).autoPagingToArray({ limit: 1000 }))
  expect(await listed({ status: 'open' })).toEqual(ids(all.filter((one) => one.status === 'open')))
  expect(await listed({ customer })).toEqual(ids(all.filter((one) => one.customer === customer)))
  expect(await listed({ collection_method: 'charge_automatically' })).toEqual(
    ids(all.filter((one) => one.due_date === null)),
  )
  const at = some?.created ?? 0
  expect(await listed({ created: { gte: at } })).toEqual(
    ids(all.filter((one) => one.created >= at)),
  )
  expect(await listed({ created: at })).toEqual(ids(all.filter((one) => one.created === at)))
  expect(await listed({ due_date: { lt: at } })).toEqual(
    ids(all.filter((one) => one.due_date !== null && one.due_date < at)),
  )
})

test('customers are found by e-mail exactly as it is written', async () => {
  const { customers } = standIn.stripe
  const email = 'Accounts.Payable@BluebirdHealth.test'
  expect((await customers.list({ email })).data).toHaveLength(1)
  expect((await customers.list({ email: email.toLowerCase() })).data).toHaveLength(0)
})

test('an invoice shows its first ten lines, and all 120 are read page by page', async () => {
  const { invoices } = standIn.stripe
  const all = await invoices.list({ limit: 100 }).autoPagingToArray({ limit: 1000 })
  const long = all.find((invoice) => invoice.lines.has_more)
  if (!long) throw new Error('no long invoice')
  expect(long.lines.data).toHaveLength(10)
  expect(long.lines.url).toBe(`/v1/invoices/${long.id}/lines`)
  const lines = await invoices.listLineItems(long.id, { limit: 100 }).autoPagingToArray({
    limit: 1000,
  })
  expect(lines).toHaveLength(120)
  expect(ids(lines.slice(0, 10))).toEqual(ids(long.lines.data))
  expect(lines.reduce((sum, line) => sum + line.amount, 0)).toBe(long.subtotal)
})

test('events are filtered by type, types and creation', async () => {
  const { events } = standIn.stripe
  const finalized = await events.list({ type: 'invoice.finalized', limit: 100 })
  expect(new Set(finalized.data.map((event) => event.type))).toEqual(new Set(['invoice.finalized']))
  const two = await events.list({ types: ['invoice.voided', 'invoice.paid'], limit: 100 })
  expect(new Set(two.data.map((event) => event.type))).toEqual(
    new Set(['invoice.voided', 'invoice.paid']),
  )
  const since = two.data[20]?.created ?? 0
  const later = await events.list({
    types: ['invoice.voided', 'invoice.paid'],
    created: { gt: since },
    limit: 100,
  })
  expect(ids(later.data)).toEqual(ids(two.data.filter((event) => event.created > since)))
  const one = await events.retrieve(finalized.data[0]?.id ?? '')
  expect(one.type).toBe('invoice.finalized')
})

test('ids become objects where they are expanded, also far down and in lists', async () => {
  const { invoices, charges } = standIn.stripe
  const listed = await invoices.list({
    status: 'paid',
    limit: 30,
    expand: ['data.customer', 'data.payments.data.payment.payment_intent', 'data.discounts'],
  })
  const [first] = listed.data.filter((invoice) => invoice.payments?.data.length)
  expect(first?.customer).toMatchObject({ object: 'customer' })
  expect(first?.payments?.data[0]?.payment.payment_intent).toMatchObject({
    object: 'payment_intent',
    customer: Reflect.get(Object(first?.customer), 'id'),
  })
  const discounted = listed.data.find((invoice) => invoice.discounts.length > 0)
  expect(discounted?.discounts[0]).toMatchObject({ object: 'discount' })
  const charge = await charges.list({ limit: 1, expand: ['data.balance_transaction'] })
  expect(charge.data[0]?.balance_transaction).toMatchObject({ object: 'balance_transaction' })
  const plain = await invoices.retrieve(first?.id ?? '')
  expect(plain.payments).toBeUndefined()
  expect(typeof plain.customer).toBe('string')
})

test('what cannot be expanded, and what lies too deep, is refused', async () => {
  const { invoices } = standIn.stripe
  await expect(invoices.list({ expand: ['data.status'] })).rejects.toThrow(
    'This property cannot be expanded (data.status).',
  )
  await expect(invoices.list({ expand: ['data.nonsense'] })).rejects.toThrow('cannot be expanded')
  const deep = 'data.payments.data.payment.payment_intent.latest_charge.balance_transaction'
  await expect(invoices.list({ expand: [deep] })).rejects.toThrow('more than 4 levels')
})

function ids(records: { id: string }[]): string[] {
  return records.map((record) => record.id)
}
