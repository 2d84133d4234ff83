import { afterAll, beforeAll, expect, test } from 'vitest'
import { startStandIn, type StandIn } from '../stand-in.ts'

let standIn: StandIn
beforeAll(async () => {
  standIn = await startStandIn()
  const { customers } = standIn.stripe
  await customers.create({ name: 'Ada', email: 'ada@a.test', metadata: { netsuite_id: '107' } })
  await customers.create({ name: "O'Brien", email: 'ob@a.test', phone: '+1 555' })
  await customers.create({ name: 'Adabas "7"', metadata: { netsuite_id: '108' } })
})
afterAll(() => standIn.close())

test('customers are found by e-mail, by metadata and by a part of the name', async () => {
  expect(await found(`email:"ADA@a.test"`)).toEqual(['Ada'])
  expect(await found(`metadata['netsuite_id']:'107'`)).toEqual(['Ada'])
  expect(await found(`name~"ada"`)).toEqual(['Adabas "7"', 'Ada'])
  expect(await found(`name:'O\\'Brien'`)).toEqual(["O'Brien"])
  expect(await found(`name:"Adabas \\"7\\""`)).toEqual(['Adabas "7"'])
})

test('numbers are compared by their size', async () => {
  const { customers, invoices, invoiceItems } = standIn.stripe
  const { id: customer } = await customers.create({ name: 'Payer' })
  for (const amount of [900, 1000, 20_000]) {
    const invoice = await invoices.create({ customer, currency: 'usd' })
    await invoiceItems.create({ customer, invoice: invoice.id, amount, currency: 'usd' })
  }
  const totals = async (query: string) => {
    const { data } = await invoices.search({ query })
    return data.map((invoice) => invoice.total)
  }
  expect(await totals('total>900')).toEqual([20_000, 1000])
  expect(await totals('total>=900 AND total<20000')).toEqual([1000, 900])
  expect(await totals('total:1000')).toEqual([1000])
  expect(await totals('-total:1000 AND status:"draft"')).toEqual([20_000, 900])
  await customers.del(customer)
})

test('clauses are joined by AND, a space or OR, and turned round by a minus', async () => {
  expect(await found(`name~"ada" AND metadata["netsuite_id"]:"108"`)).toEqual(['Adabas "7"'])
  expect(await found(`name~"ada" metadata["netsuite_id"]:"108"`)).toEqual(['Adabas "7"'])
  expect(await found(`email:"ob@a.test" OR metadata["netsuite_id"]:"107"`)).toEqual([
    "O'Brien",
    'Ada',
  ])
  expect(await found(`-email:null`)).toEqual(["O'Brien", 'Ada'])
  expect(await found(`metadata["netsuite_id"]:null`)).toEqual(["O'Brien"])
  expect(await found(`-metadata["netsuite_id"]:"107"`)).toEqual(['Adabas "7"', "O'Brien"])
})

test('pages follow each other, and all results are counted on demand', async () => {
  const { customers } = standIn.stripe
  const query = 'created>0'
  const first = await customers.search({ query, limit: 2, expand: ['total_count'] })
  expect(first).toMatchObject({ object: 'search_result', has_more: true, total_count: 3 })
  const rest = await customers.search({ query, limit: 2, page: first.next_page ?? '' })
  expect([...first.data, ...rest.data].map((customer) => customer.name)).toHaveLength(3)
  expect(rest).toMatchObject({ has_more: false, next_page: null })
  expect(rest).not.toHaveProperty('total_count')
  await expect(customers.search({ query, page: 'nonsense' })).rejects.toMatchObject({
    param: 'page',
  })
})

test('what was just made is found only after the time that search lags behind', async () => {
  await standIn.control('POST', '/settings', { searchLagMs: 60_000 })
  await standIn.stripe.customers.create({ name: 'Newcomer' })
  expect(await found('name:"Newcomer"')).toEqual([])
  standIn.clock.now = new Date(standIn.clock.now.getTime() + 60_000)
  expect(await found('name:"Newcomer"')).toEqual(['Newcomer'])
  await standIn.control('POST', '/settings', { searchLagMs: 0 })
})

test('a query that cannot be read, or asks for what is not searchable, is refused', async () => {
  const refusals = [
    ['email', 'unable to parse'],
    ['email:unquoted', 'unable to parse'],
    ['email:"a" AND', 'unable to parse'],
    ['email:"1" AND name:"2" OR phone:"3"', 'cannot combine AND and OR'],
    ['balance>3', 'Field `balance` is an unsupported search field for resource `customers`'],
    ['metadata["k"]~"107"', 'Operator `~` is not supported'],
    ['name>"a"', 'Operator `>` is not supported'],
    ['name~"ab"', 'at least 3 characters'],
    [Array.from({ length: 11 }, () => 'name:"a"').join(' OR '), 'up to 10 query clauses'],
  ] as const
  for (const [query, message] of refusals) {
    await expect(standIn.stripe.customers.search({ query })).rejects.toMatchObject({
      statusCode: 400,
      message: expect.stringContaining(message),
    })
  }
})

async function found(query: string): Promise<(string | null | undefined)[]> {
  const { data } = await standIn.stripe.customers.search({ query })
  return data.map((customer) => customer.name)
}
