import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { evaluated } from '../../../testing/evaluated.ts'
import type { NetSuiteBench } from '../../../testing/netsuite-bench.ts'
import { startNetSuite } from '../../../testing/netsuite-bench.ts'
import { netSuiteCustomer } from '../../../testing/netsuite-sale.ts'
import type { JsonObject } from '../../json.ts'
import type { Intent } from '../../runner.ts'
import { blank } from '../../testing.ts'
import { runNetsuiteApplyPayment } from './run.ts'

const CONFIG = {
  amount: evaluated('amount'),
  currency: evaluated('currency'),
  invoices: evaluated('invoices'),
  over: 'unapplied',
  onExisting: 'update',
  customer: evaluated('customer'),
  date: blank,
  account: '7',
  method: '7',
  standsFor: evaluated('standsFor'),
  externalId: evaluated('$key'),
  body: evaluated('{ "memo": "from Stripe" }'),
  into: 'payment',
  identity: blank,
  linkSystem: 'stripe',
  linkType: 'payment_intent',
  linkId: blank,
}

let netsuite: NetSuiteBench
let buyer: Awaited<ReturnType<typeof netSuiteCustomer>>
const signal = new AbortController().signal
beforeAll(async () => {
  netsuite = await startNetSuite()
  buyer = await netSuiteCustomer(netsuite)
})
afterAll(() => netsuite.close())

async function intended(key: string, record: JsonObject, change: object = {}): Promise<Intent> {
  const item = { key, record: { currency: 'usd', ...record } }
  const config = { ...CONFIG, ...change }
  const intent = await runNetsuiteApplyPayment.intend(config, item, netsuite.context())
  if ('outcome' in intent) throw new Error(JSON.stringify(intent))
  return intent
}

const write = (intent: Intent, change: object = {}) =>
  runNetsuiteApplyPayment.write({ ...CONFIG, ...change }, intent, null, netsuite.writeContext())

const openOf = async (invoice: string) => {
  const record = await netsuite.read.get('invoice', { id: invoice }, { signal })
  return record?.amountRemaining
}

describe('applying a customer payment', () => {
  test('books it once and settles the invoice, whatever is tried again', async () => {
    const invoice = await buyer.invoice(100)
    const intent = await intended('pi_once', { amount: '100.00', invoices: invoice })
    expect(intent).toMatchObject({
      role: 'customerPayment',
      link: { system: 'stripe', type: 'payment_intent', id: 'pi_once' },
    })
    expect(await runNetsuiteApplyPayment.look(CONFIG, intent, netsuite.context())).toBeNull()
    const first = await write(intent)
    expect(first.changed).toBe(true)
    expect(await openOf(invoice)).toBe(0)
    expect(await write(intent)).toMatchObject({ id: first.id, changed: false })
    const record = await netsuite.read.get('customerPayment', { id: first.id }, { signal })
    expect(record).toMatchObject({ payment: 100, memo: 'from Stripe', externalId: 'pi_once' })
  })

  test('shares it out over several invoices, in their order or as the record says', async () => {
    const [a, b, c] = await Promise.all([40, 60, 10].map((amount) => buyer.invoice(amount)))
    await write(await intended('pi_order', { amount: 70, invoices: [a ?? '', b ?? ''] }))
    expect([await openOf(a ?? ''), await openOf(b ?? '')]).toEqual([0, 30])
    const shares = [
      { id: b ?? '', amount: '20.10' },
      { id: c ?? '', amount: 9.9 },
    ]
    await write(await intended('pi_shares', { amount: 30, invoices: shares }))
    expect([await openOf(b ?? ''), await openOf(c ?? '')]).toEqual([9.9, 0.1])
  })

  test('leaves what is more than open unapplied, and says so', async () => {
    const invoice = await buyer.invoice(100)
    const written = await write(await intended('pi_over', { amount: 102, invoices: invoice }))
    expect(written.note).toMatch(/^2 of the payment is left unapplied: invoice .* had 100 open/)
    const record = await netsuite.read.get('customerPayment', { id: written.id }, { signal })
    expect(record).toMatchObject({ payment: 102, applied: 100, unapplied: 2 })
  })

  test('reports over-application where the flow wants that, and books nothing', async () => {
    const invoice = await buyer.invoice(50)
    const intent = await intended('pi_error', { amount: 51, invoices: invoice })
    await expect(write(intent, { over: 'error' })).rejects.toMatchObject({
      class: 'value',
      code: 'over-application',
    })
    expect(
      await netsuite.read.get('customerPayment', { externalId: 'pi_error' }, { signal }),
    ).toBeNull()
    expect(await openOf(invoice)).toBe(50)
    const exact = await intended('pi_exact', { amount: 50, invoices: invoice })
    const { id } = await write(exact, { over: 'error' })
    expect(await write(exact, { over: 'error' })).toEqual({ id, changed: false })
  })

  test('passes over a payment of a settled invoice where the flow wants that, but not its own', async () => {
    const invoice = await buyer.invoice(20)
    const change = { over: 'ignore' }
    await write(await intended('pi_own', { amount: 20, invoices: invoice }, change), change)
    const again = await intended('pi_own', { amount: 20, invoices: invoice }, change)
    expect(await write(again, change)).toMatchObject({ changed: false })
    const item = { key: 'pi_other', record: { currency: 'usd', amount: 20, invoices: invoice } }
    const config = { ...CONFIG, ...change }
    expect(await runNetsuiteApplyPayment.intend(config, item, netsuite.context())).toMatchObject({
      outcome: 'filtered',
      reason: expect.stringMatching(/^Settled in NetSuite already: INV/),
    })
  })

  test('finds what a lost answer left behind', async () => {
    const invoice = await buyer.invoice(30)
    const intent = await intended('pi_lost', { amount: 30, invoices: invoice })
    await netsuite.fault({
      kind: 'drop-after',
      method: 'POST',
      path: '/customerPayment$',
      times: 1,
    })
    await expect(write(intent)).rejects.toMatchObject({ outcomeUnknown: true })
    const existing = await runNetsuiteApplyPayment.look(CONFIG, intent, netsuite.context())
    expect(existing?.fields).toMatchObject({
      payment: '30',
      invoices: [{ id: invoice, amount: '30' }],
    })
    expect(await write(intent)).toEqual({ id: existing?.id, changed: false })
  })

  test('moves a payment that is there to what is wanted now', async () => {
    const [a, b] = await Promise.all([50, 50].map((amount) => buyer.invoice(amount)))
    await write(await intended('pi_move', { amount: 50, invoices: a ?? '' }))
    const moved = await write(await intended('pi_move', { amount: 50, invoices: b ?? '' }))
    expect(moved.changed).toBe(true)
    expect([await openOf(a ?? ''), await openOf(b ?? '')]).toEqual([50, 0])
  })

  test('takes a payment without an invoice, for a customer', async () => {
    const { customer } = buyer
    const { id } = await write(await intended('pi_free', { amount: 12.5, customer }))
    const record = await netsuite.read.get('customerPayment', { id }, { signal })
    expect(record).toMatchObject({ payment: 12.5, unapplied: 12.5, customer: { id: customer } })
  })

  test('applies what is left of a booked payment, and changes nothing else of it', async () => {
    const { customer } = buyer
    const onExisting = { onExisting: 'apply' }
    const { id } = await write(await intended('pi_later', { amount: 30, customer }))
    const invoice = await buyer.invoice(20)
    const later = await intended('pi_later', { amount: 30, customer, invoices: invoice })
    later.payload.memo = 'another memo'
    expect(await write(later, onExisting)).toMatchObject({ id, changed: true })
    const record = await netsuite.read.get('customerPayment', { id }, { signal })
    expect(record).toMatchObject({ applied: 20, unapplied: 10, memo: 'from Stripe' })
    expect(await openOf(invoice)).toBe(0)
    expect(await write(later, onExisting)).toEqual({ id, changed: false })
    const other = await buyer.invoice(5)
    const wanted = await intended('pi_later', { amount: 30, customer, invoices: other })
    expect(await write(wanted, { onExisting: 'leave' })).toEqual({ id, changed: false })
    expect(await openOf(other)).toBe(5)
  })

  test('shares out anew when other payments take what was open in between', async () => {
    const invoice = await buyer.invoice(100)
    const intents = await Promise.all(
      [60, 50, 30].map((amount, at) => intended(`pi_race_${at}`, { amount, invoices: invoice })),
    )
    const written = await Promise.all(intents.map((intent) => write(intent)))
    expect(written.every(({ changed }) => changed)).toBe(true)
    expect(await openOf(invoice)).toBe(0)
    const records = await Promise.all(
      written.map(({ id }) => netsuite.read.get('customerPayment', { id }, { signal })),
    )
    const unapplied = records.map((record) => Number(record?.unapplied))
    expect(unapplied.reduce((sum, one) => sum + one, 0)).toBe(40)
  })

  test('gives a payment that stands for it the further fields, and books none', async () => {
    const { customer } = buyer
    const { id } = await write(await intended('by_hand', { amount: 8, customer }))
    const body = evaluated('{ "memo": "It is pi_hand" }')
    const intent = await intended('pi_hand', { standsFor: id, amount: 8, customer }, { body })
    expect(intent).toMatchObject({ role: 'customerPayment', identity: 'pi_hand', targetId: id })
    const seen = await runNetsuiteApplyPayment.look(CONFIG, intent, netsuite.context())
    expect(seen).toEqual({ id, fields: { memo: 'from Stripe' } })
    expect(await write(intent)).toEqual({ id, changed: true })
    expect(await write(intent)).toEqual({ id, changed: false })
    const record = await netsuite.read.get('customerPayment', { id }, { signal })
    expect(record).toMatchObject({ memo: 'It is pi_hand', externalId: 'by_hand', unapplied: 8 })
    const booked = await netsuite.read.get('customerPayment', { externalId: 'pi_hand' }, { signal })
    expect(booked).toBeNull()
  })

  test('applies what is left of a payment that stands for it to the invoices', async () => {
    const { customer } = buyer
    const settled = await buyer.invoice(5)
    const open = await buyer.invoice(20)
    await write(await intended('other', { amount: 5, invoices: settled }))
    const { id } = await write(await intended('hand_3', { amount: 12, customer }))
    const record = { standsFor: id, amount: 12, customer, invoices: [settled, open] }
    const intent = await intended('pi_rest', record)
    const seen = await runNetsuiteApplyPayment.look(CONFIG, intent, netsuite.context())
    expect(seen?.fields).toMatchObject({ invoices: [] })
    expect(await write(intent)).toMatchObject({ id, changed: true })
    expect(await openOf(open)).toBe(8)
    expect(await write(intent)).toEqual({ id, changed: false })
    const after = await runNetsuiteApplyPayment.look(CONFIG, intent, netsuite.context())
    expect(after?.fields).toMatchObject({ invoices: [{ id: open, amount: '12' }] })
    const { id: kept } = await write(await intended('hand_4', { amount: 3, customer }))
    const left = await intended('pi_left', { ...record, standsFor: kept }, { onExisting: 'leave' })
    await write(left, { onExisting: 'leave' })
    expect(await openOf(open)).toBe(8)
  })

  test('reports a payment that is booked already though another stands for it', async () => {
    const { customer } = buyer
    const { id: byHand } = await write(await intended('hand_2', { amount: 9, customer }))
    const booked = await write(await intended('pi_2', { amount: 9, customer }))
    const intent = await intended('pi_2', { standsFor: byHand, amount: 9, customer })
    const link = (existing: string) =>
      runNetsuiteApplyPayment.write(CONFIG, intent, { id: existing }, netsuite.writeContext())
    await expect(link(booked.id)).rejects.toMatchObject({
      class: 'duplicate',
      message: expect.stringContaining(`NetSuite payment ${booked.id}, and payment ${byHand}`),
    })
    // What was booked is not there any more: the other one takes its place.
    expect(await link('99999999')).toEqual({ id: byHand, changed: false })
    const gone = await intended('pi_3', { standsFor: '99999999', amount: 9, customer })
    await expect(write(gone)).rejects.toMatchObject({ class: 'missing', field: 'standsFor' })
  })

  test('makes the pair of the type that the record says', async () => {
    const { customer } = buyer
    const linkId = evaluated('{ "type": "charge", "id": "ch_1" }')
    const intent = await intended('pi_typed', { amount: 1, customer }, { linkId, linkType: '' })
    expect(intent.link).toEqual({ system: 'stripe', type: 'charge', id: 'ch_1' })
  })

  test('refuses another currency, a voided or missing invoice, and amounts that do not add up', async () => {
    const invoice = await buyer.invoice(10)
    const refusal = async (record: JsonObject) =>
      expect(write(await intended('pi_refused', { amount: 10, invoices: invoice, ...record })))
    await (await refusal({ currency: 'eur' })).rejects.toMatchObject({ code: 'currency' })
    await (await refusal({ invoices: '99999999' })).rejects.toMatchObject({ class: 'missing' })
    const shares = [{ id: invoice, amount: 11 }]
    await (await refusal({ invoices: shares })).rejects.toMatchObject({ code: 'applications' })
    await netsuite.write.void({ type: 'invoice', id: invoice }, signal)
    await (await refusal({})).rejects.toMatchObject({ code: 'voided' })
    await expect(intended('pi_x', { amount: 'ten' })).rejects.toMatchObject({ field: 'amount' })
    await expect(intended('pi_x', { amount: 0 })).rejects.toMatchObject({ field: 'amount' })
  })
})
