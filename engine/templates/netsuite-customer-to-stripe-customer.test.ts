import { afterAll, beforeAll, expect, test } from 'vitest'
import { callsSince, type CallsMark } from '../../testing/sandbox-calls.ts'
import { openTemplateWorld, type TemplateWorld } from '../../testing/template-world.ts'
import { retryErrors, waitForRun, type RunSnapshot } from '../api.ts'
import type { JsonObject } from '#nodes/json.ts'

const FLOW = 'netsuite-customer-to-stripe-customer'
const PART = 'put-customer-into-stripe'
const ID_FIELD = 'custentity_stripe_customer_id'

let world: TemplateWorld
beforeAll(async () => {
  world = await openTemplateWorld([FLOW])
})
afterAll(async () => {
  await world[Symbol.asyncDispose]()
})

const run = (...ids: string[]): Promise<RunSnapshot> => world.run(FLOW, { ids })
const create = (fields: JsonObject) =>
  world.netsuite.create('customer', { subsidiary: { id: '1' }, ...fields }, world.signal)
const update = (id: string, fields: JsonObject) =>
  world.netsuite.update('customer', id, fields, { signal: world.signal })
const read = (id: string) => world.netsuite.get('customer', { id }, { signal: world.signal })
const byEmail = async (email: string) => (await world.stripe.customers.list({ email })).data

const writes = async (mark: CallsMark) => ({
  stripe: (await callsSince(world.sandbox.stripeUrl, mark.stripe)).writing,
  netsuite: (await callsSince(world.sandbox.netsuiteUrl, mark.netsuite)).writing,
})

/** A customer who is in Stripe: both ids. */
async function sent(fields: JsonObject): Promise<{ id: string; stripe: string }> {
  const id = await create(fields)
  expect((await run(id)).counts).toMatchObject({ done: 1, failed: 0 })
  return { id, stripe: String((await read(id))?.[ID_FIELD]) }
}

test('no id + no email match → 1 create, 1 write-back', async () => {
  const id = await create({
    ...{ companyName: 'Acme Ltd', email: 'ap@acme.test', phone: '+15125550100' },
    addressBook: {
      items: [
        {
          ...{ label: 'Main', defaultBilling: true, defaultShipping: true },
          addressBookAddress: {
            ...{ addr1: '1 Main', city: 'Austin', state: 'TX', zip: '78701' },
            country: { id: 'US' },
          },
        },
      ],
    },
  })
  const before = await world.markCalls()
  expect((await run(id)).counts).toMatchObject({ done: 1, failed: 0 })
  expect(await writes(before)).toEqual({ stripe: 1, netsuite: 1 })
  const [customer, ...others] = await byEmail('ap@acme.test')
  expect(others).toEqual([])
  const address = { line1: '1 Main', city: 'Austin', state: 'TX', postal_code: '78701' }
  expect(customer).toMatchObject({
    ...{ name: 'Acme Ltd', phone: '+15125550100', address: { ...address, country: 'US' } },
    ...{ shipping: { name: 'Acme Ltd', address }, metadata: { netsuite_customer_id: id } },
  })
  expect(await read(id)).toMatchObject({ [ID_FIELD]: customer?.id })
})

test('second run → ignored: unchanged', async () => {
  const { id } = await sent({ companyName: 'Twice', email: 'twice@acme.test' })
  const before = await world.markCalls()
  expect((await run(id)).counts).toMatchObject({ read: 1, unchanged: 1, done: 0, failed: 0 })
  expect(await writes(before)).toEqual({ stripe: 0, netsuite: 0 })
})

test('stored id + changed phone → 1 update, no create', async () => {
  const { id, stripe } = await sent({ companyName: 'Phone', email: 'phone@acme.test' })
  await update(id, { phone: '+15125550123' })
  const before = await world.markCalls()
  expect((await run(id)).counts).toMatchObject({ done: 1, failed: 0 })
  expect(await writes(before)).toEqual({ stripe: 1, netsuite: 0 })
  const [customer, ...others] = await byEmail('phone@acme.test')
  expect(others).toEqual([])
  expect(customer).toMatchObject({ id: stripe, phone: '+15125550123' })
})

test('a change that is taken back reaches Stripe the same day', async () => {
  const { id, stripe } = await sent({
    companyName: 'Back',
    email: 'back@acme.test',
    phone: '1234567',
  })
  for (const phone of ['7654321', '1234567', '7654321']) {
    await update(id, { phone })
    expect((await run(id)).counts).toMatchObject({ done: 1, failed: 0 })
    expect(await world.stripe.customers.retrieve(stripe)).toMatchObject({ phone })
  }
})

test('two Stripe customers with that email → 1 open error duplicate, no write', async () => {
  await world.stripe.customers.create({ email: 'two@acme.test' })
  await world.stripe.customers.create({ email: 'two@acme.test' })
  const id = await create({ companyName: 'Two', email: 'two@acme.test' })
  const before = await world.markCalls()
  expect((await run(id)).counts).toMatchObject({ failed: 1, done: 0 })
  expect(await writes(before)).toEqual({ stripe: 0, netsuite: 0 })
  const errors = (await world.openErrors(FLOW)).filter((error) => error.recordKey === id)
  expect(errors).toMatchObject([{ class: 'duplicate' }])
})

test('two NetSuite customers with one e-mail make one Stripe customer, whatever runs side by side', async () => {
  const email = 'desk@acme.test'
  const ids = [
    await create({ companyName: 'Desk North', email }),
    await create({ companyName: 'Desk South', email: email.toUpperCase() }),
  ]
  expect((await run(...ids)).counts).toMatchObject({ done: 1, failed: 1 })
  const [customer, ...others] = await byEmail(email)
  expect(others).toEqual([])
  expect(customer?.metadata).toMatchObject({ netsuite_customer_id: ids[0] })
  const errors = (await world.openErrors(FLOW)).filter((error) => error.recordKey === ids[1])
  expect(errors).toMatchObject([{ class: 'duplicate' }])

  const other = 'lobby@acme.test'
  const apart = [
    await create({ companyName: 'Lobby East', email: other }),
    await create({ companyName: 'Lobby West', email: other }),
  ]
  const runs = await Promise.all(apart.map((id) => run(id)))
  expect(runs.map(({ counts }) => counts.done + counts.failed)).toEqual([1, 1])
  expect(runs.reduce((sum, { counts }) => sum + counts.done, 0)).toBe(1)
  expect(await byEmail(other)).toHaveLength(1)
})

test('running it again with nothing changed makes zero writing calls', async () => {
  await world.run(FLOW)
  const before = await world.markCalls()
  const again = await world.run(FLOW, { since: new Date('2020-01-01') })
  expect(again.counts).toMatchObject({ done: 0 })
  expect(again.counts.unchanged).toBeGreaterThan(2)
  expect(await writes(before)).toEqual({ stripe: 0, netsuite: 0 })
})

test('a dry run says what it would do and writes nothing', async () => {
  const id = await create({ companyName: 'Dry', email: 'dry@acme.test' })
  const before = await world.markCalls()
  const dry = await world.run(FLOW, { ids: [id], dryRun: true })
  expect(dry.counts).toMatchObject({ done: 1, failed: 0 })
  expect(await writes(before)).toEqual({ stripe: 0, netsuite: 0 })
})

test('a Stripe customer with the same email in another spelling is taken over', async () => {
  const made = await world.stripe.customers.create({ email: 'mixed@acme.test', name: 'Old' })
  const id = await create({ companyName: 'Mixed', email: 'Mixed@Acme.test' })
  await run(id)
  expect(await read(id)).toMatchObject({ [ID_FIELD]: made.id })
  expect(await world.stripe.customers.retrieve(made.id)).toMatchObject({ name: 'Mixed' })
})

test('a Stripe customer that stands for another NetSuite customer is an open error', async () => {
  const { stripe } = await sent({ companyName: 'Taken', email: 'taken@acme.test' })
  const id = await create({ companyName: 'Taker', email: 'taker@acme.test', [ID_FIELD]: stripe })
  expect((await run(id)).counts).toMatchObject({ failed: 1 })
  const errors = (await world.openErrors(FLOW)).filter((error) => error.recordKey === id)
  expect(errors).toMatchObject([{ class: 'duplicate' }])
})

test.each([
  ['with nothing changed in NetSuite', 'gone@acme.test', {}],
  ['with its id taken off in NetSuite', 'off@acme.test', { [ID_FIELD]: null }],
])(
  'a deleted Stripe customer is reported, and made again only where the settings say so, %s',
  async (_how, email, change: JsonObject) => {
    const { id, stripe } = await sent({ companyName: 'Gone', email })
    await world.stripe.customers.del(stripe)
    await update(id, change)
    const before = await world.markCalls()
    expect((await run(id)).counts).toMatchObject({ failed: 1 })
    expect(await writes(before)).toEqual({ stripe: 0, netsuite: 0 })
    const errors = (await world.openErrors(FLOW)).filter((error) => error.recordKey === id)
    expect(errors).toMatchObject([{ class: 'missing', message: expect.stringContaining(stripe) }])

    await world.set(PART, { onDeletedCustomer: 'create' })
    expect((await run(id)).counts).toMatchObject({ done: 1, failed: 0 })
    await world.set(PART, { onDeletedCustomer: 'error' })
    const [again, ...others] = await byEmail(email)
    expect(others).toEqual([])
    expect(again).toMatchObject({ metadata: { netsuite_replaces: stripe } })
    expect(await read(id)).toMatchObject({ [ID_FIELD]: again?.id })
    const after = await world.markCalls()
    expect((await run(id)).counts).toMatchObject({ unchanged: 1, failed: 0 })
    expect((await run(id)).counts).toMatchObject({ unchanged: 1, failed: 0 })
    expect(await writes(after)).toEqual({ stripe: 0, netsuite: 0 })
  },
)

test('in place of a deleted Stripe customer the one noted in NetSuite is taken, on a retry too', async () => {
  const { id, stripe } = await sent({ companyName: 'Swap', email: 'swap@acme.test' })
  await world.stripe.customers.del(stripe)
  expect((await run(id)).counts).toMatchObject({ failed: 1 })
  const other = await world.stripe.customers.create({ email: 'other@acme.test' })
  await update(id, { [ID_FIELD]: other.id })
  const [error] = (await world.openErrors(FLOW)).filter((one) => one.recordKey === id)
  const { runIds } = await retryErrors(world.engine, { ids: error ? [error.id] : [] })
  const retried = await waitForRun(world.engine, runIds[0] ?? 0, AbortSignal.timeout(50_000))
  expect(retried.counts).toMatchObject({ done: 1, failed: 0 })
  expect(await world.stripe.customers.retrieve(other.id)).toMatchObject({
    ...{ name: 'Swap', metadata: { netsuite_customer_id: id } },
  })
  expect(await read(id)).toMatchObject({ [ID_FIELD]: other.id })
})

test('a customer made inactive stays in Stripe, whose metadata says so', async () => {
  const { id, stripe } = await sent({ companyName: 'Sleeper', email: 'sleeper@acme.test' })
  await update(id, { isInactive: true })
  expect((await run(id)).counts).toMatchObject({ done: 1, failed: 0 })
  expect(await world.stripe.customers.retrieve(stripe)).toMatchObject({
    ...{ name: 'Sleeper', metadata: { netsuite_inactive: 'true' } },
  })
})

test('a customer that came from Stripe is marked as inactive only as long as it is', async () => {
  const made = await world.stripe.customers.create({ email: 'nap@stripe.test', name: 'Nap' })
  const facts = { companyName: 'Nap', email: 'nap@stripe.test', isInactive: true }
  const id = await create({ ...facts, externalId: made.id, [ID_FIELD]: made.id })
  await run(id)
  const asleep = await world.stripe.customers.retrieve(made.id)
  expect(asleep).toMatchObject({ metadata: { netsuite_inactive: 'true' } })
  await update(id, { isInactive: false })
  expect((await run(id)).counts).toMatchObject({ done: 1, failed: 0 })
  const awake = await world.stripe.customers.retrieve(made.id)
  expect(awake).toMatchObject({ metadata: { netsuite_entity_id: expect.any(String) } })
  expect(awake).not.toHaveProperty('metadata.netsuite_inactive')
})

test('without e-mail a linked customer is updated, and any other left out', async () => {
  const { id, stripe } = await sent({ companyName: 'Mute', email: 'mute@acme.test' })
  await update(id, { email: null, phone: '+15125550122' })
  const other = await create({ companyName: 'No mail' })
  expect((await run(id, other)).counts).toMatchObject({ done: 1, filtered: 1, failed: 0 })
  expect(await world.stripe.customers.retrieve(stripe)).toMatchObject({
    ...{ email: 'mute@acme.test', phone: '+15125550122' },
  })
})

test('a customer that came from Stripe gets blanks filled only, unless the settings say more', async () => {
  const made = await world.stripe.customers.create({ email: 'from@stripe.test', name: 'Theirs' })
  const fields = { companyName: 'Ours', email: 'from@stripe.test', phone: '+15125550133' }
  const id = await create({ ...fields, externalId: made.id, [ID_FIELD]: made.id })
  await run(id)
  const filled = { name: 'Theirs', phone: '+15125550133', metadata: { netsuite_customer_id: id } }
  expect(await world.stripe.customers.retrieve(made.id)).toMatchObject(filled)
  await world.set(PART, { updateStripe: 'overwrite' })
  await run(id)
  await world.set(PART, { updateStripe: 'own' })
  expect(await world.stripe.customers.retrieve(made.id)).toMatchObject({ name: 'Ours' })
})

test('a sub-customer shares the Stripe customer of its parent where the settings say so', async () => {
  const parent = await create({ companyName: 'Parent', email: 'parent@acme.test' })
  const child = { companyName: 'Child', email: 'child@acme.test', parent: { id: parent } }
  const id = await create(child)
  await world.set(PART, { subCustomers: 'parent' })
  expect((await run(id)).counts).toMatchObject({ done: 1, failed: 0 })
  await world.set(PART, { subCustomers: 'own' })
  const [customer] = await byEmail('parent@acme.test')
  expect(customer).toMatchObject({ metadata: { netsuite_customer_id: parent } })
  expect(await byEmail('child@acme.test')).toEqual([])
  expect(await read(parent)).toMatchObject({ [ID_FIELD]: customer?.id })
})

test('a parent that is not to be synced takes its sub-customers along, where they share it', async () => {
  const skip = { custentity_stripe_skip: true }
  const parent = await create({ companyName: 'Hidden', email: 'hidden@acme.test', ...skip })
  const child = { companyName: 'Branch', email: 'branch@acme.test', parent: { id: parent } }
  const id = await create(child)
  await world.set(PART, { subCustomers: 'parent' })
  const left = await run(id)
  await world.set(PART, { subCustomers: 'own' })
  expect(left.counts).toMatchObject({ filtered: 1, done: 0, failed: 0 })
  expect((await world.records(left))[0]?.reason).toContain('not to be synced')
  expect(await byEmail('hidden@acme.test')).toEqual([])
})

test('tax number, exemption, comments and portal page go along where the settings say so', async () => {
  await world.share({ portalUrl: 'https://billing.stripe.com/p/login/test_1' })
  await world.set(PART, { sendTaxIds: true, sendTaxExempt: true, sendComments: true })
  const { id, stripe } = await sent({
    ...{ companyName: 'Steuer GmbH', email: 'vat@acme.test', comments: 'Pays late.' },
    ...{ taxable: false, vatRegNumber: 'DE 123456789' },
    addressBook: {
      items: [{ defaultBilling: true, addressBookAddress: { addr1: 'Platz 1', country: 'DE' } }],
    },
  })
  await world.set(PART, { sendTaxIds: false, sendTaxExempt: false, sendComments: false })
  await world.share({ portalUrl: '' })
  const customer = await world.stripe.customers.retrieve(stripe, { expand: ['tax_ids'] })
  expect(customer).toMatchObject({
    ...{ description: 'Pays late.', tax_exempt: 'exempt' },
    tax_ids: { data: [{ type: 'eu_vat', value: 'DE123456789' }] },
  })
  const noted = { custentity_stripe_portal_url: 'https://billing.stripe.com/p/login/test_1' }
  expect(await read(id)).toMatchObject(noted)
})
