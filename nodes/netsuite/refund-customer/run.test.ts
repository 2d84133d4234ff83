import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { evaluated } from '../../../testing/evaluated.ts'
import type { NetSuiteBench } from '../../../testing/netsuite-bench.ts'
import { startNetSuite } from '../../../testing/netsuite-bench.ts'
import { netSuiteCustomer } from '../../../testing/netsuite-sale.ts'
import type { JsonObject } from '../../json.ts'
import type { Intent } from '../../runner.ts'
import { blank } from '../../testing.ts'
import { runNetsuiteRefundCustomer } from './run.ts'

const CONFIG = {
  creditMemo: evaluated('netsuite.id'),
  amount: evaluated('amount'),
  documents: evaluated('documents'),
  currency: evaluated('currency'),
  date: blank,
  account: '7',
  method: '7',
  externalId: evaluated('$key'),
  body: blank,
  into: 'refund',
  identity: blank,
  linkSystem: 'stripe',
  linkType: 'refund',
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

async function openCredit(amount: number): Promise<string> {
  const invoice = await buyer.invoice(amount)
  const apply = { items: [{ doc: { id: invoice }, apply: false }] }
  return netsuite.write.transform('invoice', { id: invoice }, 'creditMemo', { apply }, { signal })
}

async function intended(key: string, record: JsonObject): Promise<Intent> {
  const item = { key, record: { currency: 'usd', ...record } }
  const intent = await runNetsuiteRefundCustomer.intend(CONFIG, item, netsuite.context())
  if ('outcome' in intent) throw new Error('no intent')
  return intent
}

const write = (intent: Intent) =>
  runNetsuiteRefundCustomer.write(CONFIG, intent, null, netsuite.writeContext())

describe('refunding a customer', () => {
  test('uses up the credit memo, once', async () => {
    const memo = await openCredit(30)
    const intent = await intended('re_1', { amount: '30.00', netsuite: { id: memo } })
    const first = await write(intent)
    expect(first.changed).toBe(true)
    expect(await netsuite.read.get('creditMemo', { id: memo }, { signal })).toMatchObject({
      amountRemaining: 0,
    })
    expect(await write(intent)).toEqual({ id: first.id, changed: false })
    const existing = await runNetsuiteRefundCustomer.look(CONFIG, intent, netsuite.context())
    expect(existing).toEqual({ id: first.id, fields: intent.payload })
  })

  test('pays out a credit memo and what is unapplied of a payment in one refund', async () => {
    const memo = await openCredit(30)
    const fields = { customer: { id: buyer.customer }, payment: 12, account: { id: '7' } }
    const payment = await netsuite.write.create('customerPayment', fields, signal)
    const documents = [
      { type: 'creditMemo', id: memo, amount: 30 },
      { type: 'customerPayment', id: payment, amount: '2.50' },
    ]
    const { id } = await write(await intended('re_both', { documents }))
    expect(await netsuite.read.get('customerRefund', { id }, { signal })).toMatchObject({
      total: 32.5,
    })
    expect(await netsuite.read.get('customerPayment', { id: payment }, { signal })).toMatchObject({
      unapplied: 9.5,
    })
    const more = { documents: [{ type: 'customerPayment', id: payment, amount: 10 }] }
    await expect(write(await intended('re_more', more))).rejects.toMatchObject({
      message: expect.stringContaining('has only 9.5 open'),
    })
    await expect(intended('re_odd', { documents: [{ type: 'invoice' }] })).rejects.toMatchObject({
      field: 'documents',
    })
  })

  test('refuses more than the credit memo has left, another currency, and a changed amount', async () => {
    const memo = await openCredit(30)
    const record = { amount: 20, netsuite: { id: memo } }
    await write(await intended('re_2', record))
    const more = await intended('re_3', { ...record, amount: 11 })
    await expect(write(more)).rejects.toMatchObject({ class: 'value', code: 'over-application' })
    const euros = await intended('re_4', { ...record, amount: 5, currency: 'EUR' })
    await expect(write(euros)).rejects.toMatchObject({ code: 'currency' })
    const changed = await intended('re_2', { ...record, amount: 21 })
    await expect(write(changed)).rejects.toMatchObject({ code: 'amount-changed' })
  })
})
