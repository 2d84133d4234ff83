import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { paidSale, type PaidSale } from '../../testing/paid-sale.ts'
import { setFaults } from '../../testing/sandbox-calls.ts'
import { openTemplateWorld, type TemplateWorld } from '../../testing/template-world.ts'
import { listErrors, retryErrors, waitForRun } from '../api.ts'

const FLOW = 'stripe-refund-to-netsuite-credit-memo-and-refund'

let world: TemplateWorld

beforeAll(async () => {
  world = await openTemplateWorld([FLOW])
})
afterAll(async () => {
  await world[Symbol.asyncDispose]()
})

/** Everything in NetSuite that a refund has led to, the oldest first. */
async function bookedFor(refund: { id: string }) {
  const rows = await world.query(
    `SELECT id, type, externalid, ABS(foreigntotal) AS total, voided,
       foreignpaymentamountunused AS unused, TO_CHAR(trandate, 'YYYY-MM-DD') AS day
     FROM transaction WHERE custbody_stripe_refund_id = ? ORDER BY id`,
    [refund.id],
  )
  return rows.map(({ id = '', day = '', total, ...row }) => ({
    ...{ ...row, id, day, total: Number(total) },
  }))
}

/** What stands on receivables for a customer, in the base currency. */
async function receivables({ customer }: PaidSale): Promise<number> {
  const [row] = await world.query(
    `SELECT SUM(l.amount) AS amount FROM transactionaccountingline l
     JOIN transaction t ON t.id = l.transaction JOIN account a ON a.id = l.account
     WHERE t.entity = ? AND a.accttype = 'AcctRec' AND t.posting = 'T'`,
    [customer],
  )
  return Number(row?.amount ?? 0)
}

const refundOf = (sale: PaidSale, amount?: number) =>
  world.stripe.refunds.create({ payment_intent: sale.intent, ...(amount ? { amount } : {}) })

const run = (refund: { id: string }) => world.run(FLOW, { ids: [refund.id] })

test('full refund 50 → CM 50 + CR 50, A/R net 0', async () => {
  const sale = await paidSale(world, { amounts: [30, 20] })
  const refund = await refundOf(sale)
  const dry = await world.run(FLOW, { ids: [refund.id], dryRun: true })
  expect(dry.counts).toMatchObject({ read: 1, failed: 0 })
  expect(await bookedFor(refund)).toEqual([])
  expect((await run(refund)).counts).toMatchObject({ read: 1, done: 1, failed: 0 })
  const [memo, paid, ...others] = await bookedFor(refund)
  expect(others).toEqual([])
  expect(memo).toMatchObject({ type: 'CustCred', total: 50, externalid: `${refund.id}-cm` })
  expect(paid).toMatchObject({ type: 'CustRfnd', total: 50, externalid: `${refund.id}-rf` })
  expect(await receivables(sale)).toBe(0)
  const { signal } = world
  const record = await world.netsuite.get('creditMemo', { id: memo?.id ?? '' }, { signal })
  expect(record).toMatchObject({ createdFrom: { id: sale.invoice }, amountRemaining: 0 })
  expect(record?.item).toMatchObject({ items: [{ amount: 30 }, { amount: 20 }] })
  const told = await world.stripe.refunds.retrieve(refund.id)
  expect(told.metadata).toEqual({
    netsuite_credit_memo_id: memo?.id,
    netsuite_customer_refund_id: paid?.id,
  })
})

test('two partial refunds 10 + 15 → two pairs', async () => {
  const sale = await paidSale(world, { amounts: [50], currency: 'eur' })
  const refunds = [await refundOf(sale, 1000), await refundOf(sale, 1500)]
  await world.run(FLOW, { ids: refunds.map(({ id }) => id) })
  const pairs = await Promise.all(refunds.map(bookedFor))
  expect(pairs).toMatchObject([
    [
      { type: 'CustCred', total: 10, unused: '0' },
      { type: 'CustRfnd', total: 10 },
    ],
    [
      { type: 'CustCred', total: 15, unused: '0' },
      { type: 'CustRfnd', total: 15 },
    ],
  ])
  expect(await receivables(sale)).toBe(0)
})

test('CM created, CR refused (closed period) → retry makes only the CR', async () => {
  const sale = await paidSale(world, { amounts: [40] })
  const refund = await refundOf(sale)
  const { netsuiteUrl } = world.sandbox
  await setFaults(netsuiteUrl, [
    { kind: 'latency', delayMs: 4_000, method: 'POST', path: '/customerRefund$', times: 1 },
  ])
  const running = run(refund)
  const memo = await vi.waitUntil(async () => (await bookedFor(refund))[0], { timeout: 30_000 })
  const period = encodeURIComponent(periodOf(memo.day ?? ''))
  await world.control('netsuite', 'PATCH', `/periods/${period}`, { closed: true })
  expect((await running).counts).toMatchObject({ failed: 1 })
  const [error] = await world.openErrors(FLOW)
  expect(error).toMatchObject({ class: 'value', code: 'closed-period', nodeId: 'customerRefund' })
  await world.control('netsuite', 'PATCH', `/periods/${period}`, { closed: false })
  const before = await world.markCalls()
  await retried(error?.id)
  expect(await bookedFor(refund)).toMatchObject([
    { id: memo.id, type: 'CustCred', unused: '0' },
    { type: 'CustRfnd', total: 40 },
  ])
  // The customer refund, and the note at the refund in Stripe.
  expect(await world.writesSince(before)).toBe(2)
})

test('pending ACH refund → waits', async () => {
  const sale = await paidSale(world, { amounts: [25], method: 'pm_usBankAccount_success' })
  const refund = await refundOf(sale)
  expect(refund.status).toBe('pending')
  const first = await run(refund)
  expect(await world.records(first)).toMatchObject([
    { outcome: 'filtered', reason: expect.stringContaining('pending') },
  ])
  expect(await bookedFor(refund)).toEqual([])
  const began = await world.run(FLOW)
  expect(began.state).toBe('done')
  await world.control('stripe', 'POST', `/refunds/${refund.id}`, { status: 'succeeded' })
  await world.run(FLOW)
  expect(await bookedFor(refund)).toMatchObject([
    { type: 'CustCred', total: 25 },
    { type: 'CustRfnd', total: 25 },
  ])
})

test('a refund of money that was applied to nothing is paid out of the payment, without a credit memo', async () => {
  const sale = await paidSale(world, { amounts: [60], invoice: false })
  const refund = await refundOf(sale)
  await run(refund)
  expect(await bookedFor(refund)).toMatchObject([{ type: 'CustRfnd', total: 60 }])
  const { signal } = world
  const payment = await world.netsuite.get('customerPayment', { id: sale.payment }, { signal })
  expect(payment).toMatchObject({ unapplied: 0 })
})

test('a refund of an overpaid invoice takes what is unapplied first and credits the rest', async () => {
  const sale = await paidSale(world, { amounts: [100], paid: 102 })
  const refund = await refundOf(sale, 1000)
  await run(refund)
  expect(await bookedFor(refund)).toMatchObject([
    { type: 'CustCred', total: 8 },
    { type: 'CustRfnd', total: 10 },
  ])
  expect(await receivables(sale)).toBe(0)
})

test('a refund that comes before its invoice waits for it and goes on when it is there', async () => {
  const sale = await paidSale(world, { amounts: [35], booked: false })
  const refund = await refundOf(sale)
  expect((await run(refund)).counts).toMatchObject({ waiting: 1, failed: 0 })
  const waits = await listErrors(world.engine, { state: 'waiting' })
  expect(waits).toMatchObject([{ waitsFor: { system: 'stripe', id: sale.stripeInvoice } }])
  await sale.book()
  await retried(waits[0]?.id)
  expect(await bookedFor(refund)).toMatchObject([{ total: 35 }, { total: 35 }])
})

test('a refund of one of several payments of an invoice that is still open is left to a person', async () => {
  const sale = await paidSale(world, { amounts: [90], paid: 45 })
  const refund = await refundOf(sale, 4500)
  expect((await run(refund)).counts).toMatchObject({ failed: 1 })
  const [error] = await world.openErrors(FLOW)
  expect(error?.message).toContain('Unapply 45 USD of payment')
  expect(await bookedFor(refund)).toEqual([])
  const apply = { items: [{ doc: { id: sale.invoice }, apply: false }] }
  await world.netsuite.update('customerPayment', sale.payment, { apply }, world)
  await retried(error?.id)
  expect(await bookedFor(refund)).toMatchObject([{ type: 'CustRfnd', total: 45 }])
})

test('a refund that fails after it was booked is taken back together with its credit memo', async () => {
  const sale = await paidSale(world, { amounts: [70] })
  const refund = await refundOf(sale)
  await run(refund)
  await world.control('stripe', 'POST', `/refunds/${refund.id}`, { status: 'failed' })
  expect((await run(refund)).counts).toMatchObject({ done: 1, failed: 0 })
  expect(await bookedFor(refund)).toMatchObject([
    { type: 'CustCred', voided: 'T' },
    { type: 'CustRfnd', voided: 'T' },
  ])
  expect(await receivables(sale)).toBe(0)
  const before = await world.markCalls()
  await run(refund)
  expect(await world.writesSince(before)).toBe(0)
})

test('a credit memo that a person made is paid out instead of a new one', async () => {
  const sale = await paidSale(world, { amounts: [80] })
  const { signal } = world
  const open = { apply: { items: [] } }
  const from = { id: sale.invoice }
  const memo = await world.netsuite.transform('invoice', from, 'creditMemo', open, { signal })
  const refund = await refundOf(sale)
  expect((await run(refund)).counts).toMatchObject({ failed: 1 })
  const [error] = await world.openErrors(FLOW)
  expect(error?.message).toContain('only 0 are not credited yet')
  const metadata = { netsuite_credit_memo_id: memo }
  await world.stripe.refunds.update(refund.id, { metadata })
  await retried(error?.id)
  expect(await bookedFor(refund)).toMatchObject([{ type: 'CustRfnd', total: 80 }])
  expect(await world.netsuite.get('creditMemo', { id: memo }, { signal })).toMatchObject({
    amountRemaining: 0,
  })
})

test('refunds never credit more than the invoice', async () => {
  const sale = await paidSale(world, { amounts: [50], paid: 50 })
  const { signal } = world
  const item = { items: [{ item: { id: '90' }, amount: 45 }] }
  const from = { id: sale.invoice }
  const options = { replace: ['item'], signal }
  await world.netsuite.transform('invoice', from, 'creditMemo', { item }, options)
  const refund = await refundOf(sale, 600)
  expect((await run(refund)).counts).toMatchObject({ failed: 1 })
  expect(await bookedFor(refund)).toEqual([])
  const fits = await refundOf(sale, 500)
  await run(fits)
  expect(await bookedFor(fits)).toMatchObject([{ total: 5 }, { total: 5 }])
})

test('two refunds of one run never credit more than the invoice between them', async () => {
  const sale = await paidSale(world, { amounts: [100] })
  const { signal } = world
  const item = { items: [{ item: { id: '90' }, amount: 40 }] }
  const options = { replace: ['item'], signal }
  await world.netsuite.transform('invoice', { id: sale.invoice }, 'creditMemo', { item }, options)
  const refunds = [await refundOf(sale, 4000), await refundOf(sale, 4000)]
  const { counts } = await world.run(FLOW, { ids: refunds.map(({ id }) => id) })
  expect(counts).toMatchObject({ done: 1, failed: 1 })
  expect((await Promise.all(refunds.map(bookedFor))).flat()).toMatchObject([
    { type: 'CustCred', total: 40 },
    { type: 'CustRfnd', total: 40 },
  ])
})

test('a part of an invoice in yen is shared out over its lines to the last yen', async () => {
  await world.set(FLOW, { partialLines: 'spread' })
  const sale = await paidSale(world, { amounts: [1000, 1000, 1000], currency: 'jpy' })
  const refund = await refundOf(sale, 1000)
  await run(refund)
  const [memo] = await bookedFor(refund)
  expect(memo).toMatchObject({ type: 'CustCred', total: 1000 })
  const { signal } = world
  const record = await world.netsuite.get('creditMemo', { id: memo?.id ?? '' }, { signal })
  expect(record).toMatchObject({
    item: { items: [{ amount: 334 }, { amount: 333 }, { amount: 333 }] },
  })
  await world.set(FLOW, { partialLines: 'first' })
})

test('a refund of a credit note is left out when the setting says so', async () => {
  const sale = await paidSale(world, { amounts: [20] })
  await world.stripe.creditNotes.create({
    ...{ invoice: sale.stripeInvoice, amount: 2000, refund_amount: 2000 },
  })
  const [refund] = (await world.stripe.refunds.list({ payment_intent: sale.intent })).data
  if (!refund) throw new Error('There is no refund.')
  await world.set(FLOW, { skipCreditNotes: true })
  expect(await world.records(await run(refund))).toMatchObject([
    { outcome: 'filtered', reason: expect.stringContaining('credit note') },
  ])
  await world.set(FLOW, { skipCreditNotes: false })
  await run(refund)
  expect(await bookedFor(refund)).toHaveLength(2)
})

test('running it again with nothing changed makes zero writing calls', async () => {
  await world.run(FLOW)
  const before = await world.markCalls()
  const again = await world.run(FLOW, { since: new Date(0) })
  expect(again.counts.read).toBeGreaterThan(10)
  expect(again.counts).toMatchObject({ done: 0 })
  expect(await world.writesSince(before)).toBe(0)
})

async function retried(id: number | undefined): Promise<void> {
  const { runIds } = await retryErrors(world.engine, { ids: id === undefined ? [] : [id] })
  expect(runIds).toHaveLength(1)
  for (const one of runIds) await waitForRun(world.engine, one, AbortSignal.timeout(50_000))
}

/** What the stand-in calls the period of a day, such as Nov 2026. */
function periodOf(day: string): string {
  const month = new Date(day).toLocaleString('en-US', { month: 'short', timeZone: 'UTC' })
  return `${month} ${day.slice(0, 4)}`
}
