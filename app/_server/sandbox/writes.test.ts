import { afterAll, beforeAll, expect, test } from 'vitest'
import type Stripe from 'stripe'
import { startSandbox } from '../../../sandbox/main.ts'
import { testDatabase, type TestDatabase } from '../../../testing/database.ts'
import { control, type SandboxLink } from './link.ts'
import { netSuiteAccount, type NetSuiteAccount } from './netsuite-account.ts'
import { listNetSuite } from './netsuite-lists.ts'
import { netSuiteRecord } from './netsuite-record.ts'
import { said, stripeAccount } from './stripe-account.ts'
import { listStripe } from './stripe-lists.ts'
import { stripeRecord } from './stripe-record.ts'
import { advanceClock, readClock } from './trouble.ts'
import * as writes from './writes.ts'

let database: TestDatabase
let sandbox: Awaited<ReturnType<typeof startSandbox>>
let link: SandboxLink
let stripe: Stripe
let netsuite: NetSuiteAccount

beforeAll(async () => {
  database = await testDatabase()
  sandbox = await startSandbox({ databaseUrl: database.url, stripePort: 0, netsuitePort: 0 })
  link = { stripe: sandbox.stripeUrl, netsuite: sandbox.netsuiteUrl }
  await control(link, 'stripe', 'POST /seed', { customers: 5, invoices: 10 })
  await control(link, 'netsuite', 'POST /seed', { customers: 5 })
  stripe = await stripeAccount(link)
  netsuite = await netSuiteAccount(link)
})

afterAll(async () => {
  await sandbox.close()
  await database.drop()
})

const FIRST_PAGE = { search: '', after: null, limit: 20 }

test('an invoice made in Stripe is found by its number, paid, refunded in part, and shows both', async () => {
  const { rows } = await listStripe(stripe, 'customer', FIRST_PAGE)
  const id = await writes.createStripeInvoice(stripe, {
    customerId: rows[0]?.id ?? '',
    currency: 'USD',
    lines: [{ text: 'Two days of help', quantity: 2, price: '60.05' }],
  })
  const open = await stripeRecord(stripe, 'invoice', id)
  expect(open).toMatchObject({ state: 'open', amount: '120.1', currency: 'USD' })
  expect(open.lines).toMatchObject([{ text: 'Two days of help', amount: '120.1' }])
  expect(open.actions).toContain('pay')
  const found = await listStripe(stripe, 'invoice', { ...FIRST_PAGE, search: open.name })
  expect(found.rows.map((row) => row.id)).toContain(id)

  await writes.payInvoice(stripe, id, 'card')
  const paid = await stripeRecord(stripe, 'invoice', id)
  expect(paid.state).toBe('paid')
  const payment = paid.related.find(({ list }) => list === 'payment_intent')
  await writes.refundPayment(stripe, { id: payment?.id ?? '', major: '20.00', currency: 'USD' })
  const refunded = await stripeRecord(stripe, 'payment_intent', payment?.id ?? '')
  expect(refunded.facts).toContainEqual({ label: 'Refunded', value: '20 USD' })
  expect(refunded.related.map(({ list }) => list)).toContain('refund')
})

test('what Stripe refuses comes back as its sentence', async () => {
  const { rows } = await listStripe(stripe, 'customer', FIRST_PAGE)
  const id = await writes.createStripeInvoice(stripe, {
    customerId: rows[0]?.id ?? '',
    currency: 'USD',
    lines: [{ text: 'Help', quantity: 1, price: '10' }],
  })
  const declined = said(() => writes.payInvoice(stripe, id, 'declined card'))
  await expect(declined).rejects.toThrow('Stripe: Your card was declined.')
})

test('an invoice made in NetSuite is listed first, found by its number, and can be voided', async () => {
  const customers = await listNetSuite(netsuite, 'customer', FIRST_PAGE)
  const items = await netsuite.query("SELECT id FROM item WHERE itemtype = 'Service'", [], {
    limit: 1,
    offset: 0,
  })
  const id = await writes.createNetSuiteInvoice(netsuite, {
    customerId: customers.rows[0]?.id ?? '',
    currency: customers.rows[0]?.currency ?? 'USD',
    itemId: String(items.rows[0]?.id),
    lines: [{ text: 'One day of help', quantity: 1, price: '99.50' }],
  })
  const [newest] = (await listNetSuite(netsuite, 'invoice', FIRST_PAGE)).rows
  expect(newest).toMatchObject({ id, state: 'Open' })
  const found = await listNetSuite(netsuite, 'invoice', {
    ...FIRST_PAGE,
    search: newest?.name ?? '',
  })
  expect(found.rows.map((row) => row.id)).toEqual([id])

  await writes.editNetSuite(netsuite, 'invoice', id, { memo: 'Called about it' })
  await writes.voidNetSuite(link, 'invoice', id)
  const voided = await netSuiteRecord(netsuite, 'invoice', id)
  expect(voided.state).toBe('Voided')
  expect(voided.lines[0]?.text).toBe('One day of help')
  expect(voided.actions).toEqual([])
})

test('four business days take the weekend along, and both systems are signed in to afterwards', async () => {
  const { now } = await readClock(link)
  await advanceClock(link, { days: 4, business: true })
  const days = (Date.parse((await readClock(link)).now) - Date.parse(now)) / 86_400_000
  expect(Math.round(days)).toBeGreaterThanOrEqual(4)
  expect(Math.round(days)).toBeLessThanOrEqual(6)
  const again = await netSuiteAccount(link)
  expect((await listNetSuite(again, 'customer', FIRST_PAGE)).rows).not.toEqual([])
})
