import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTemplateWorld, type TemplateWorld } from '../../testing/template-world.ts'

const TO_STRIPE = 'netsuite-customer-to-stripe-customer'
const TO_NETSUITE = 'stripe-customer-to-netsuite-customer'

let world: TemplateWorld
beforeAll(async () => {
  world = await openTemplateWorld([TO_STRIPE, TO_NETSUITE])
})
afterAll(async () => {
  await world[Symbol.asyncDispose]()
})

/** Both flows in turn, as their schedules would start them. */
async function bothWays() {
  for (const template of [TO_STRIPE, TO_NETSUITE]) {
    const { counts } = await world.run(template)
    expect(counts).toMatchObject({ failed: 0, waiting: 0 })
  }
}

/** Which belong together, as each system has noted it: Stripe id to NetSuite id. */
async function pairs() {
  const { data } = await world.stripe.customers.list({ limit: 100 })
  const rows = await world.query(
    'SELECT id, custentity_stripe_customer_id AS stripe FROM customer WHERE custentity_stripe_customer_id IS NOT NULL',
  )
  return {
    stripe: data.map(({ id, metadata }) => `${id} ${metadata.netsuite_customer_id}`).sort(),
    netsuite: rows.map(({ id, stripe }) => `${stripe} ${id}`).sort(),
  }
}

test('customers of both systems end as pairs, and the flows leave each other’s work alone', async () => {
  await world.stripe.customers.create({ name: 'Ada Byron', email: 'Ada@x.test', phone: '123' })
  await world.stripe.customers.create({
    ...{ name: 'Acme Ltd', email: 'acme@x.test' },
    address: { line1: '1 Main', city: 'Austin', country: 'US' },
  })
  for (const email of ['one@y.test', 'two@y.test'])
    await world.netsuite.create(
      'customer',
      {
        ...{ isPerson: true, firstName: 'Jo', lastName: email.slice(0, 3), email },
        subsidiary: { id: '1' },
      },
      world.signal,
    )
  await bothWays()
  await bothWays()
  const before = await world.markCalls()
  await bothWays()
  expect(await world.writesSince(before)).toBe(0)
  const { stripe, netsuite } = await pairs()
  expect(stripe).toEqual(netsuite)
  expect(stripe.length).toBeGreaterThan(4)
})

test('a change on either side reaches the other once and does not come back', async () => {
  const theirs = await world.stripe.customers.list({ email: 'acme@x.test' })
  const stripeId = theirs.data[0]?.id ?? ''
  await world.stripe.customers.update(stripeId, { phone: '+15125550100' })
  const [ours] = await world.query("SELECT id FROM customer WHERE email = 'one@y.test'")
  const id = ours?.id ?? ''
  await world.netsuite.update('customer', id, { phone: '+15125550199' }, { signal: world.signal })
  const before = await world.markCalls()
  await bothWays()
  await bothWays()
  expect(await world.writesSince(before)).toBe(2)
  const [phone] = await world.query("SELECT phone FROM customer WHERE email = 'acme@x.test'")
  expect(phone).toEqual({ phone: '+15125550100' })
  const { data } = await world.stripe.customers.list({ email: 'one@y.test' })
  expect(data).toMatchObject([{ phone: '+15125550199' }])
  const settled = await world.markCalls()
  await bothWays()
  expect(await world.writesSince(settled)).toBe(0)
})

test('a customer deleted in Stripe before NetSuite’s changes came there is not brought back by itself', async () => {
  const email = 'brief@x.test'
  const { id } = await world.stripe.customers.create({ name: 'Brief', email })
  await world.run(TO_NETSUITE, { ids: [id] })
  const [row] = await world.query('SELECT id FROM customer WHERE externalid = ?', [id])
  const ids = [row?.id ?? '']
  await world.stripe.customers.del(id)
  expect((await world.run(TO_NETSUITE, { ids: [id] })).counts).toMatchObject({ done: 1 })
  const before = await world.markCalls()
  expect((await world.run(TO_STRIPE, { ids })).counts).toMatchObject({ failed: 1, done: 0 })
  expect(await world.writesSince(before)).toBe(0)
  const part = 'put-customer-into-stripe'
  await world.set(part, { onDeletedCustomer: 'create' })
  expect((await world.run(TO_STRIPE, { ids })).counts).toMatchObject({ failed: 0, done: 1 })
  await world.set(part, { onDeletedCustomer: 'error' })
  const { data } = await world.stripe.customers.list({ email })
  expect(data).toMatchObject([{ metadata: { netsuite_replaces: id } }])
})
