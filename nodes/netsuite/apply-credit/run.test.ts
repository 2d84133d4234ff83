import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { evaluated } from '../../../testing/evaluated.ts'
import type { NetSuiteBench } from '../../../testing/netsuite-bench.ts'
import { startNetSuite } from '../../../testing/netsuite-bench.ts'
import { netSuiteCustomer } from '../../../testing/netsuite-sale.ts'
import type { JsonObject } from '../../json.ts'
import type { Intent } from '../../runner.ts'
import { blank } from '../../testing.ts'
import { runNetsuiteApplyCredit } from './run.ts'

const CONFIG = {
  invoice: evaluated('invoice'),
  amount: evaluated('amount'),
  currency: evaluated('"USD"'),
  item: '',
  description: evaluated('"Refund"'),
  apply: 'open',
  customer: evaluated('customer'),
  date: blank,
  externalId: evaluated('$key'),
  body: blank,
  into: '',
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

async function intended(key: string, record: JsonObject, change: object = {}): Promise<Intent> {
  const config = { ...CONFIG, ...change }
  const intent = await runNetsuiteApplyCredit.intend(config, { key, record }, netsuite.context())
  if ('outcome' in intent) throw new Error('no intent')
  return intent
}

const write = (intent: Intent, change: object = {}) =>
  runNetsuiteApplyCredit.write({ ...CONFIG, ...change }, intent, null, netsuite.writeContext())

const memo = (id: string) => netsuite.read.get('creditMemo', { id }, { signal })

describe('adding a credit memo', () => {
  test('credits the whole invoice and leaves the credit open', async () => {
    const invoice = await buyer.invoice(100)
    const { id } = await write(await intended('re_full', { invoice }))
    expect(await memo(id)).toMatchObject({
      total: 100,
      amountRemaining: 100,
      createdFrom: { id: invoice },
      externalId: 're_full',
    })
    const record = await netsuite.read.get('invoice', { id: invoice }, { signal })
    expect(record?.amountRemaining).toBe(100)
  })

  test('credits an amount with one line, and applies it as far as the invoice is open', async () => {
    const invoice = await buyer.invoice(100)
    const change = { apply: 'invoice' }
    const intent = await intended('re_part', { invoice, amount: '30.50' }, change)
    const { id } = await write(intent, change)
    expect(await memo(id)).toMatchObject({
      total: 30.5,
      amountRemaining: 0,
      item: { items: [{ quantity: 1, rate: 30.5, description: 'Refund' }] },
    })
    const record = await netsuite.read.get('invoice', { id: invoice }, { signal })
    expect(record?.amountRemaining).toBe(69.5)
  })

  test('credits just the amount of an invoice with a discount in its head', async () => {
    const invoice = await buyer.invoice(100)
    const fields = { discountItem: { id: '91' }, discountRate: -10 }
    await netsuite.write.update('invoice', invoice, fields, { signal })
    const before = await netsuite.read.get('invoice', { id: invoice }, { signal })
    expect(before?.total).toBe(90)
    const { id } = await write(await intended('re_discount', { invoice, amount: 50 }))
    expect(await memo(id)).toMatchObject({ total: 50 })
    const whole = await write(await intended('re_discount_whole', { invoice }))
    expect(await memo(whole.id)).toMatchObject({ total: 90 })
  })

  test('makes one only, also when the answer is lost, and shows it to a dry run', async () => {
    const invoice = await buyer.invoice(40)
    const intent = await intended('re_once', { invoice, amount: 40 })
    await netsuite.fault({ kind: 'drop-after', method: 'POST', path: 'creditMemo$', times: 1 })
    await expect(write(intent)).rejects.toMatchObject({ outcomeUnknown: true })
    const existing = await runNetsuiteApplyCredit.look(CONFIG, intent, netsuite.context())
    expect(existing?.fields).toEqual(intent.payload)
    expect(await write(intent)).toEqual({ id: existing?.id, changed: false })
    const other = await intended('re_once', { invoice, amount: 39 })
    await expect(write(other)).rejects.toMatchObject({ code: 'amount-changed' })
  })

  test('credits a customer without an invoice on a chosen item', async () => {
    const { rows } = await netsuite.read.query(
      "SELECT id FROM item WHERE itemtype = 'Service'",
      [],
      {
        limit: 1,
        signal,
      },
    )
    const change = { item: rows[0]?.id ?? '' }
    const { customer } = buyer
    const { id } = await write(await intended('re_free', { customer, amount: 20 }, change), change)
    expect(await memo(id)).toMatchObject({ total: 20, entity: { id: customer } })
  })

  test('never credits an invoice beyond its total, whoever has credited it before', async () => {
    const invoice = await buyer.invoice(100)
    await write(await intended('re_first', { invoice, amount: 60 }))
    const second = await intended('re_second', { invoice, amount: 50 })
    await expect(write(second)).rejects.toMatchObject({ class: 'value', code: 'over-credit' })
    const fits = await write(await intended('re_third', { invoice, amount: 40 }))
    expect(await memo(fits.id)).toMatchObject({ total: 40 })
    expect(second.claim).toBe((await intended('re_fourth', { invoice, amount: 1 })).claim)
  })

  test('refuses more than the invoice, and a credit of nothing', async () => {
    const invoice = await buyer.invoice(10)
    const over = await intended('re_over', { invoice, amount: 11 })
    await expect(write(over)).rejects.toMatchObject({ class: 'value', code: 'over-credit' })
    await expect(intended('re_none', {})).rejects.toMatchObject({ field: 'amount' })
  })
})
