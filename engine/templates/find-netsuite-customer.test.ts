import { afterAll, beforeAll, expect, test } from 'vitest'
import { chain, node } from '../../testing/flows.ts'
import { openTemplateWorld, type TemplateWorld } from '../../testing/template-world.ts'
import { createFlow, listErrors, publishFlow, startRun, traceRecord, waitForRun } from '../api.ts'
import type { JsonObject } from '#nodes/json.ts'
import { isJsonObject } from '#nodes/json.ts'

/** The part is called by a flow whose Stripe customers say in their metadata who pays. */

let world: TemplateWorld
let flowId: string

const PAYER = `{
  "id": metadata.guest ? null : id,
  "email": metadata.guest = "nobody" ? null : email,
  "name": name,
  "metadata": metadata,
  "currency": metadata.currency ?: "usd"
}`

beforeAll(async () => {
  world = await openTemplateWorld(['find-netsuite-customer'])
  const document = chain('Payers', [
    node('read', 'stripe.list-source', { object: 'customer', backfillDays: 1000 }),
    node('payer', 'transform.map', { mapping: PAYER, into: 'payer' }),
    node('find', 'flow.call', { flow: 'find-netsuite-customer' }),
    node('after', 'transform.map', {
      mapping: '{ "id": netsuiteCustomer.id, "symbol": currency.symbol }',
      into: 'found',
    }),
  ])
  const created = await createFlow(world.engine, { integrationId: world.integrationId, document })
  flowId = created.flowId
  const published = await publishFlow(world.engine, { flowId })
  if (!published.ok) throw new Error(JSON.stringify(published.problems))
})
afterAll(async () => {
  await world[Symbol.asyncDispose]()
})

async function run(ids: string[]) {
  const started = await startRun(world.engine, { flowId, trigger: 'manual', ids })
  if (!started.ok) throw new Error(JSON.stringify(started.problems))
  return waitForRun(world.engine, started.runId, AbortSignal.timeout(50_000))
}

/** Lets somebody pay; gives what the part found, or the error. */
async function pays(payer: { name?: string; email?: string; metadata?: Record<string, string> }) {
  const { id } = await world.stripe.customers.create(payer)
  return { id, ...(await paysAgain(id)) }
}

async function paysAgain(id: string) {
  const snapshot = await run([id])
  const [record] = await world.records(snapshot)
  if (!record) throw new Error('There is no record.')
  const { steps } = await traceRecord(world.engine, {
    ...{ runId: snapshot.id, page: record.page, position: record.position },
  })
  const found = steps.at(-1)?.output?.found
  const [error] = await listErrors(world.engine, { flowId, state: 'open' })
  return { found: isJsonObject(found) ? found : null, error: found ? null : error }
}

const create = (fields: JsonObject) =>
  world.netsuite.create(
    'customer',
    { subsidiary: { id: '1' }, companyName: 'Somebody', ...fields },
    world.signal,
  )

test('the surest sign decides: the noted NetSuite id, the Stripe id, the external id, the e-mail', async () => {
  const mail = await create({ email: 'signs@x.test' })
  const { id, found } = await pays({ email: 'Signs@X.test' })
  expect(found).toEqual({ id: mail, symbol: 'USD' })
  await world.netsuite.update(
    'customer',
    mail,
    { custentity_stripe_customer_id: null },
    {
      signal: world.signal,
    },
  )
  const external = await create({ externalId: id })
  expect((await paysAgain(id)).found?.id).toBe(external)
  await world.netsuite.update(
    'customer',
    external,
    { custentity_stripe_customer_id: null },
    {
      signal: world.signal,
    },
  )
  const field = await create({ custentity_stripe_customer_id: id })
  expect((await paysAgain(id)).found?.id).toBe(field)
  await world.stripe.customers.update(id, { metadata: { netsuite_customer_id: mail } })
  expect((await paysAgain(id)).found?.id).toBe(mail)
})

test('several records of one new customer make one NetSuite customer', async () => {
  const { id } = await world.stripe.customers.create({ name: 'Once', email: 'once@x.test' })
  const guest = { email: 'once@x.test', metadata: { guest: 'mail' } }
  const others = [await world.stripe.customers.create(guest)]
  expect((await run([id])).counts).toMatchObject({ failed: 0 })
  expect((await run([id, ...others.map((one) => one.id)])).counts).toMatchObject({ failed: 0 })
  expect(await world.query("SELECT id FROM customer WHERE email = 'once@x.test'")).toHaveLength(1)
})

test('a guest with an e-mail becomes one customer, however often he comes', async () => {
  const guest = { name: 'Guest One', email: 'guest@x.test', metadata: { guest: 'mail' } }
  const first = await world.stripe.customers.create(guest)
  const second = await world.stripe.customers.create({ ...guest, email: 'Guest@x.test' })
  expect((await run([first.id, second.id])).counts).toMatchObject({ read: 2, failed: 0 })
  const third = await pays(guest)
  const rows = await world.query("SELECT id, externalid FROM customer WHERE email = 'guest@x.test'")
  expect(rows).toEqual([{ id: third.found?.id, externalid: 'guest-Z3Vlc3RAeC50ZXN0' }])
})

test('a guest without e-mail is booked to the customer chosen for guests, by currency', async () => {
  const nobody = { metadata: { guest: 'nobody' } }
  const refused = await pays(nobody)
  expect(refused.error).toMatchObject({ class: 'missing' })
  const all = await create({ companyName: 'Guests' })
  const euro = await create({ companyName: 'Guests in EUR' })
  await world.share({ defaultCustomer: all, defaultCustomerMap: { EUR: euro } })
  expect((await pays(nobody)).found?.id).toBe(all)
  const inEuro = await pays({ metadata: { guest: 'nobody', currency: 'eur' } })
  expect(inEuro.found).toEqual({ id: euro, symbol: 'EUR' })
})

test('where everything goes to one customer nobody else is looked for', async () => {
  const all = await create({ companyName: 'All' })
  await world.share({ defaultCustomer: all, defaultCustomerMap: {}, customerMode: 'global' })
  const { found } = await pays({ name: 'Anybody', email: 'anybody@x.test' })
  await world.share({ customerMode: 'each' })
  expect(found?.id).toBe(all)
})

test('where people create customers, who is not there yet is an open error', async () => {
  await world.share({ customerMode: 'link' })
  const { id, found, error } = await pays({ name: 'Early', email: 'early@x.test' })
  expect(found).toBeNull()
  expect(error).toMatchObject({ class: 'missing' })
  const made = await create({ companyName: 'Early', email: 'early@x.test' })
  expect((await paysAgain(id)).found?.id).toBe(made)
  await world.share({ customerMode: 'each' })
})

test('a customer deleted in NetSuite is created anew', async () => {
  const { id, found } = await pays({ name: 'Again', email: 'again@x.test' })
  await world.netsuite.remove('customer', { id: String(found?.id) }, world.signal)
  const next = (await paysAgain(id)).found?.id
  expect(next).not.toBe(found?.id)
  const rows = await world.query('SELECT id FROM customer WHERE externalid = ?', [id])
  expect(rows).toEqual([{ id: next }])
})

test('a currency that NetSuite does not have is reported before anything is written', async () => {
  const before = await world.markCalls()
  const { error } = await pays({ email: 'thb@x.test', metadata: { currency: 'thb' } })
  expect(error).toMatchObject({ class: 'missing', message: expect.stringContaining('THB') })
  expect(await world.writesSince(before)).toBe(1)
})
