import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTemplateWorld, type TemplateWorld } from '../../testing/template-world.ts'
import type { RunSnapshot } from '../api.ts'
import type { JsonObject } from '#nodes/json.ts'

const FLOW = 'stripe-customer-to-netsuite-customer'
const PART = 'find-netsuite-customer'

let world: TemplateWorld
beforeAll(async () => {
  world = await openTemplateWorld([FLOW])
})
afterAll(async () => {
  await world[Symbol.asyncDispose]()
})

const run = (...ids: string[]): Promise<RunSnapshot> => world.run(FLOW, { ids })

/** The NetSuite customer that has a value in a field, which must be one. */
async function booked(field: string, value: string): Promise<JsonObject & { id: string }> {
  const rows = await world.query(`SELECT id FROM customer WHERE ${field} = ?`, [value])
  expect(rows).toHaveLength(1)
  const id = rows[0]?.id ?? ''
  const record = await world.netsuite.get('customer', { id }, { signal: world.signal })
  return { ...record, id }
}
const inNetSuite = (fields: JsonObject) =>
  world.netsuite.create('customer', { subsidiary: { id: '1' }, ...fields }, world.signal)

test('blank name → default name', async () => {
  const { id } = await world.stripe.customers.create({ email: 'blank@x.test' })
  expect((await run(id)).counts).toMatchObject({ done: 1, failed: 0 })
  expect(await booked('externalid', id)).toMatchObject({
    ...{ companyName: 'NO-NAME-ENTERED', isPerson: false, email: 'blank@x.test' },
    custentity_stripe_customer_id: id,
  })
})

test('"Ada|Byron" with delimiter | → person Ada Byron', async () => {
  await world.share({ nameDelimiter: '|' })
  const { id } = await world.stripe.customers.create({ name: 'Ada|Byron', email: 'ada@x.test' })
  await run(id)
  await world.share({ nameDelimiter: '' })
  expect(await booked('externalid', id)).toMatchObject({
    ...{ isPerson: true, firstName: 'Ada', lastName: 'Byron' },
  })
})

test('match found by email, Stripe id empty → id stamped, subsidiary untouched', async () => {
  const known = await inNetSuite({ companyName: 'Mail', email: 'Mail@X.test', externalId: 'M-1' })
  const { id } = await world.stripe.customers.create({
    ...{ name: 'Other name', email: 'mail@x.test', phone: '+15125550100' },
  })
  expect((await run(id)).counts).toMatchObject({ done: 1, failed: 0 })
  expect(await booked('custentity_stripe_customer_id', id)).toMatchObject({
    ...{ id: known, companyName: 'Mail', phone: '+15125550100', externalId: 'M-1' },
    subsidiary: { id: '1' },
  })
  const customer = await world.stripe.customers.retrieve(id)
  expect(customer).toMatchObject({ metadata: { netsuite_customer_id: known } })
})

test('replay of the same event → ignored', async () => {
  const { id } = await world.stripe.customers.create({ name: 'Replay', email: 'replay@x.test' })
  await run(id)
  const before = await world.markCalls()
  expect((await run(id)).counts).toMatchObject({ read: 1, unchanged: 1, done: 0, failed: 0 })
  expect(await world.writesSince(before)).toBe(0)
})

test('running it again with nothing changed makes zero writing calls', async () => {
  await world.run(FLOW)
  const before = await world.markCalls()
  const again = await world.run(FLOW, { since: new Date('2020-01-01') })
  expect(again.counts).toMatchObject({ done: 0, failed: 0 })
  expect(again.counts.unchanged).toBeGreaterThan(3)
  expect(await world.writesSince(before)).toBe(0)
})

test('a dry run says what it would do and writes nothing', async () => {
  const { id } = await world.stripe.customers.create({ name: 'Dry', email: 'dry@x.test' })
  const before = await world.markCalls()
  const dry = await world.run(FLOW, { ids: [id], dryRun: true })
  expect(dry.counts).toMatchObject({ done: 1, failed: 0 })
  expect(await world.writesSince(before)).toBe(0)
  expect(await world.query('SELECT id FROM customer WHERE externalid = ?', [id])).toEqual([])
})

test('a change in Stripe reaches a customer that came from Stripe, address line in place', async () => {
  const { id } = await world.stripe.customers.create({
    ...{ name: 'Mover', email: 'mover@x.test' },
    address: { line1: '1 Main', city: 'Austin', state: 'TX', postal_code: '78701', country: 'US' },
  })
  await run(id)
  await world.stripe.customers.update(id, {
    ...{ name: 'Moved' },
    address: { line1: '2 Main', city: 'Boston', state: 'MA', postal_code: '02101', country: 'US' },
    shipping: { name: 'Depot', address: { line1: '3 Dock', city: 'Boston', country: 'US' } },
  })
  expect((await run(id)).counts).toMatchObject({ done: 1, failed: 0 })
  const { companyName, addressBook } = await booked('externalid', id)
  expect(companyName).toBe('Moved')
  expect(addressBook).toMatchObject({
    items: [
      { label: 'Stripe billing', defaultBilling: true, addressBookAddress: { city: 'Boston' } },
      { label: 'Stripe shipping', defaultShipping: true, addressBookAddress: { addr1: '3 Dock' } },
    ],
  })
  expect((await run(id)).counts).toMatchObject({ unchanged: 1 })
})

test('two Stripe customers with one email share a NetSuite customer, which notes the newer', async () => {
  const one = await world.stripe.customers.create({ name: 'Twin', email: 'twin@x.test' })
  await run(one.id)
  await world.advance(1)
  const two = await world.stripe.customers.create({ name: 'Twin', email: 'twin@x.test' })
  expect((await run(two.id)).counts).toMatchObject({ failed: 0 })
  const shared = await booked('email', 'twin@x.test')
  expect(shared).toMatchObject({ externalId: one.id, custentity_stripe_customer_id: two.id })
  const before = await world.markCalls()
  expect((await run(one.id, two.id)).counts).toMatchObject({ failed: 0 })
  expect(await booked('email', 'twin@x.test')).toMatchObject({ id: shared.id })
  expect(await world.writesSince(before)).toBe(0)
})

test('two Stripe customers with one email that come together share a NetSuite customer', async () => {
  const email = 'together@x.test'
  const one = await world.stripe.customers.create({ name: 'Together', email })
  const two = await world.stripe.customers.create({ name: 'Together', email: email.toUpperCase() })
  const before = await world.markCalls()
  expect((await run(one.id, two.id)).counts).toMatchObject({ failed: 0 })
  const shared = await booked('email', email)
  expect([one.id, two.id]).toContain(shared.externalId)
  expect(await world.writesSince(before)).toBeGreaterThan(0)
  const again = await world.markCalls()
  expect((await run(one.id, two.id)).counts).toMatchObject({ failed: 0 })
  expect(await world.writesSince(again)).toBe(0)
})

test('two NetSuite customers with the email are an open error, and none is chosen', async () => {
  await inNetSuite({ companyName: 'Double A', email: 'double@x.test' })
  await inNetSuite({ companyName: 'Double B', email: 'double@x.test' })
  const { id } = await world.stripe.customers.create({ name: 'Double', email: 'double@x.test' })
  const before = await world.markCalls()
  expect((await run(id)).counts).toMatchObject({ failed: 1 })
  expect(await world.writesSince(before)).toBe(0)
  const errors = await world.openErrors(FLOW)
  expect(errors.find((error) => error.recordKey === id)).toMatchObject({ class: 'duplicate' })
})

test('a customer deleted in Stripe loses its Stripe id in NetSuite and nothing else', async () => {
  const { id } = await world.stripe.customers.create({ name: 'Leaver', email: 'leaver@x.test' })
  await run(id)
  await world.stripe.customers.del(id)
  expect((await run(id)).counts).toMatchObject({ done: 1, failed: 0 })
  const gone = await booked('externalid', id)
  expect(gone).toMatchObject({ companyName: 'Leaver', isInactive: false })
  expect(gone.custentity_stripe_customer_id ?? '').toBe('')
})

test('an inactive match is reported, or made active again where the settings say so', async () => {
  const { id } = await world.stripe.customers.create({ name: 'Sleeper', email: 'sleeper@x.test' })
  await run(id)
  const { id: known } = await booked('externalid', id)
  await world.netsuite.update('customer', known, { isInactive: true }, { signal: world.signal })
  expect((await run(id)).counts).toMatchObject({ failed: 1 })
  await world.set(PART, { inactiveCustomer: 'reactivate' })
  expect((await run(id)).counts).toMatchObject({ failed: 0 })
  await world.set(PART, { inactiveCustomer: 'error' })
  expect(await booked('externalid', id)).toMatchObject({ id: known, isInactive: false })
})

test('a currency that the customer has not had is added to its list', async () => {
  await inNetSuite({ companyName: 'Euro', email: 'euro@x.test', currency: { id: '1' } })
  await world.set(FLOW, { defaultCurrency: 'eur' })
  const { id } = await world.stripe.customers.create({ name: 'Euro', email: 'euro@x.test' })
  expect((await run(id)).counts).toMatchObject({ failed: 0 })
  await world.set(FLOW, { defaultCurrency: 'usd' })
  const { currencyList } = await booked('custentity_stripe_customer_id', id)
  expect(currencyList).toMatchObject({ items: [{ currency: { id: '1' } }, {}] })
})

test('with "create none" who has no counterpart is left out with that reason', async () => {
  await world.share({ customerMode: 'link' })
  const { id } = await world.stripe.customers.create({ name: 'Later', email: 'later@x.test' })
  const left = await run(id)
  await world.share({ customerMode: 'each' })
  expect(left.counts).toMatchObject({ filtered: 1, failed: 0 })
  const [record] = await world.records(left)
  expect(record?.reason).toContain('people create them there')
})

test('only paying customers are taken over where the settings say so', async () => {
  await world.set(FLOW, { onlyPaying: true })
  const { id } = await world.stripe.customers.create({ name: 'Visitor', email: 'visitor@x.test' })
  expect((await run(id)).counts).toMatchObject({ filtered: 1 })
  const paid = await world.stripe.customers.create({ name: 'Buyer', email: 'buyer@x.test' })
  await world.stripe.charges.create({
    ...{ amount: 500, currency: 'usd', customer: paid.id, source: 'tok_visa' },
  })
  const taken = await run(paid.id)
  await world.set(FLOW, { onlyPaying: false })
  expect(taken.counts).toMatchObject({ done: 1, failed: 0 })
})

test('a name that another customer has gets the end of the Stripe id, where the settings say so', async () => {
  await world.control('netsuite', 'PATCH', '/settings', { autoNumbering: false })
  await inNetSuite({ companyName: 'Namesake' })
  const { id } = await world.stripe.customers.create({ name: 'Namesake', email: 'same@x.test' })
  expect((await run(id)).counts).toMatchObject({ failed: 1 })
  await world.set(PART, { takenName: 'append' })
  expect((await run(id)).counts).toMatchObject({ done: 1, failed: 0 })
  await world.control('netsuite', 'PATCH', '/settings', { autoNumbering: true })
  await world.set(PART, { takenName: 'error' })
  expect(await booked('externalid', id)).toMatchObject({
    companyName: `Namesake (cus_…${id.slice(-6)})`,
  })
})
