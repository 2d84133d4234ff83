import { afterAll, beforeAll, expect, test } from 'vitest'
import { startStandIn, type StandIn } from './stand-in.ts'

let standIn: StandIn
beforeAll(async () => {
  standIn = await startStandIn()
  const { customers } = standIn.stripe
  await customers.create({ name: 'Ada', email: 'ada@a.test', metadata: { netsuite_id: '107' } })
  await customers.create({ name: "O'Brien", email: 'ob@a.test', balance: -500 })
  await customers.create({ name: 'Adabas "7"', metadata: { netsuite_id: '108' } })
})
afterAll(() => standIn.close())

test('customers are found by e-mail, by metadata, by a part of the name and by amounts', async () => {
  expect(await found(`email:"ADA@a.test"`)).toEqual(['Ada'])
  expect(await found(`metadata['netsuite_id']:'107'`)).toEqual(['Ada'])
  expect(await found(`name~"ada"`)).toEqual(['Adabas "7"', 'Ada'])
  expect(await found(`balance<0`)).toEqual(["O'Brien"])
  expect(await found(`name:'O\\'Brien'`)).toEqual(["O'Brien"])
})

test('clauses are joined by AND or by OR, and turned round by a minus', async () => {
  expect(await found(`name~"ada" AND metadata["netsuite_id"]:"108"`)).toEqual(['Adabas "7"'])
  expect(await found(`email:"ob@a.test" OR metadata["netsuite_id"]:"107"`)).toEqual([
    "O'Brien",
    'Ada',
  ])
  expect(await found(`-email:null`)).toEqual(["O'Brien", 'Ada'])
  expect(await found(`-metadata["netsuite_id"]:"107"`)).toEqual(['Adabas "7"', "O'Brien"])
})

test('pages follow each other', async () => {
  const { customers } = standIn.stripe
  const first = await customers.search({ query: 'balance<=0', limit: 2 })
  expect(first).toMatchObject({ object: 'search_result', has_more: true })
  const rest = await customers.search({
    query: 'balance<=0',
    limit: 2,
    page: first.next_page ?? '',
  })
  expect([...first.data, ...rest.data].map((customer) => customer.name)).toHaveLength(3)
  expect(rest.has_more).toBe(false)
})

test('a query that cannot be read is refused', async () => {
  for (const query of ['', 'email', 'email:unquoted', 'a:"1" AND b:"2" OR c:"3"']) {
    await expect(standIn.stripe.customers.search({ query })).rejects.toMatchObject({
      statusCode: 400,
    })
  }
})

async function found(query: string): Promise<(string | null | undefined)[]> {
  const { data } = await standIn.stripe.customers.search({ query })
  return data.map((customer) => customer.name)
}
