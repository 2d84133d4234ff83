import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { evaluated } from '../../../testing/evaluated.ts'
import type { StripeBench } from '../../../testing/stripe-bench.ts'
import { startStripe } from '../../../testing/stripe-bench.ts'
import type { JsonObject } from '../../json.ts'
import { isJsonObject } from '../../json.ts'
import type { Item } from '../../runner.ts'
import type { StripeRecord } from '../client/client.ts'
import { runStripeCreateInvoice } from './run.ts'

const CONFIG = {
  body: evaluated('body'),
  expectedTotal: evaluated('total'),
  markKey: 'netsuite_invoice_id',
  markValue: evaluated('$key'),
  finalize: true,
  send: false,
  pastDue: 'today',
  linkType: 'invoice',
  into: 'stripe',
}

let stripe: StripeBench
let customer: string
const signal = new AbortController().signal
beforeAll(async () => {
  stripe = await startStripe({ customers: 1, invoices: 1 })
  customer = (await stripe.api('POST', '/v1/customers', { name: 'Acme', email: 'ap@acme.test' })).id
})
afterAll(() => stripe.close())

const IN_A_MONTH = Math.floor(Date.now() / 1000) + 30 * 86_400

function item(key: string, over: JsonObject = {}, total: number | null = 7825): Item {
  const lines: JsonObject[] = [
    { description: 'Seats', amount: 10_000, metadata: { netsuite_line: '1' } },
    { description: 'Tax', amount: 825 },
    { description: 'Payments and credits received', amount: -3000 },
  ]
  const body = { customer, currency: 'usd', due_date: IN_A_MONTH, lines, ...over }
  return { key, record: { body, ...(total === null ? {} : { total }) } }
}

const add = (of: Item, over: object = {}) =>
  stripe.carryOut(runStripeCreateInvoice, { ...CONFIG, ...over }, of)

async function invoicesOf(key: string): Promise<StripeRecord[]> {
  const { data } = await stripe.read.list('invoice', { filter: { customer }, limit: 100 }, signal)
  return data.filter(
    ({ metadata }) => isJsonObject(metadata) && metadata.netsuite_invoice_id === key,
  )
}

function lineCount(invoice: StripeRecord | undefined): number {
  return isJsonObject(invoice?.lines) && Array.isArray(invoice.lines.data)
    ? invoice.lines.data.length
    : 0
}

describe('adding a Stripe invoice', () => {
  test('finalises it with its lines, mark and payment page', async () => {
    const { id } = await add(item('ns-1'))
    const [invoice, ...others] = await invoicesOf('ns-1')
    expect(others).toEqual([])
    expect(invoice).toMatchObject({
      id,
      status: 'open',
      total: 7825,
      amount_due: 7825,
      collection_method: 'send_invoice',
      due_date: IN_A_MONTH,
      auto_advance: false,
      hosted_invoice_url: expect.stringContaining('http'),
    })
    expect(lineCount(invoice)).toBe(3)
  })

  test.each([
    ['creating the draft', '/v1/invoices$', false],
    ['adding the lines', '/add_lines$', false],
    ['finalising', '/finalize$', false],
    ['sending', '/send$', true],
    ['noting that it was sent', '/v1/invoices/in_[^/]+$', true],
  ])('ends in one finalised invoice when the answer to %s is lost', async (_step, path, send) => {
    const key = `ns-lost-${path}`
    await stripe.fault({ kind: 'drop-after', method: 'POST', path, times: 1 })
    const { id, tries } = await add(item(key), { send })
    expect(tries).toBe(2)
    const made = await invoicesOf(key)
    expect(made).toMatchObject([{ id, status: 'open', total: 7825 }])
    expect(lineCount(made[0])).toBe(3)
  })

  test.each([
    ['fails after it was done', { kind: 'status', status: 500, after: true }],
    ['is never carried out', { kind: 'drop-before' }],
  ])('ends in one finalised invoice when each step %s', async (step, fault) => {
    const key = `ns-${step}`
    for (const path of ['/v1/invoices$', '/add_lines$', '/finalize$'])
      await stripe.fault({ ...fault, method: 'POST', path, times: 1 })
    await add(item(key))
    expect(await invoicesOf(key)).toMatchObject([{ status: 'open', total: 7825 }])
  })

  test('mails it once', async () => {
    const { id } = await add(item('ns-mailed'), { send: true })
    const again = await add(item('ns-mailed'), { send: true })
    expect(again).toMatchObject({ id, changed: false })
    const events = await stripe.read.events(['invoice.sent'], { limit: 100 }, signal)
    const of = events.data.filter(({ data }) => JSON.stringify(data).includes(id))
    expect(of).toHaveLength(1)
  })

  test('does nothing when it is there already, and shows no difference', async () => {
    const { id } = await add(item('ns-twice'))
    const before = (await stripe.calls()).writing
    expect(await add(item('ns-twice'))).toMatchObject({ id, changed: false })
    expect((await stripe.calls()).writing).toBe(before)
    const intent = await runStripeCreateInvoice.intend(CONFIG, item('ns-twice'), stripe.context())
    if ('outcome' in intent) throw new Error('no intent')
    expect(intent).toMatchObject({
      identity: 'ns-twice',
      link: { system: 'netsuite', type: 'invoice', id: 'ns-twice' },
    })
    const there = await runStripeCreateInvoice.look(CONFIG, intent, stripe.context())
    expect(there).toEqual({ id, fields: intent.payload })
  })

  test('adds many lines in chunks, and goes on where a crash has left it', async () => {
    const lines = Array.from({ length: 120 }, (_, at) => ({
      description: `Line ${at + 1}`,
      amount: 100 + at,
    }))
    const total = lines.reduce((sum, { amount }) => sum + amount, 0)
    await stripe.fault({ kind: 'drop-after', method: 'POST', path: '/add_lines$', times: 1 })
    const { id } = await add(item('ns-many', { lines }, total))
    const invoice = await stripe.read.get('invoice', id, { signal })
    expect(invoice).toMatchObject({ status: 'open', total })
  })

  test('refuses more lines than Stripe takes, with advice', async () => {
    const lines = Array.from({ length: 251 }, () => ({ description: 'x', amount: 1 }))
    await expect(add(item('ns-251', { lines }, null))).rejects.toMatchObject({
      class: 'value',
      code: 'too-many-lines',
      message: expect.stringContaining('250'),
    })
  })

  test('never finalises an invoice whose total is not the expected one', async () => {
    await expect(add(item('ns-off', {}, 7826))).rejects.toMatchObject({
      class: 'value',
      code: 'total-differs',
      message: expect.stringMatching(/78\.25 USD.*78\.26 USD/),
    })
    expect(await invoicesOf('ns-off')).toMatchObject([{ status: 'draft' }])
    await add(item('ns-off', {}, 7825))
    expect(await invoicesOf('ns-off')).toMatchObject([{ status: 'open', total: 7825 }])
  })

  test('says what to do when a finalised invoice would need another total', async () => {
    await add(item('ns-changed'))
    const lines = [{ description: 'Seats', amount: 5000 }]
    await expect(add(item('ns-changed', { lines }, 5000))).rejects.toMatchObject({
      code: 'total-differs',
      message: expect.stringContaining('Void it in Stripe'),
    })
    expect(await invoicesOf('ns-changed')).toHaveLength(1)
  })

  test('keeps JPY whole and KWD in tens of its smallest unit', async () => {
    const of = async (currency: string, amount: number) => {
      const made = await stripe.api('POST', '/v1/customers', { name: currency })
      const over = { customer: made.id, currency, lines: [{ description: 'One', amount }] }
      const { id } = await add(item(`ns-${currency}-${amount}`, over, amount))
      return stripe.read.get('invoice', id, { signal })
    }
    expect(await of('JPY', 5000)).toMatchObject({ currency: 'jpy', total: 5000 })
    expect(await of('kwd', 12_340)).toMatchObject({ currency: 'kwd', total: 12_340 })
    await expect(of('kwd', 12_345)).rejects.toMatchObject({
      class: 'value',
      code: 'amount-too-fine',
      field: 'lines[0].amount',
    })
  })

  test('refuses amounts that are not whole, and currencies that do not exist', async () => {
    const lines = [{ description: 'Half a cent', amount: 0.5 }]
    await expect(add(item('ns-half', { lines }, null))).rejects.toMatchObject({
      field: 'lines[0].amount',
      code: 'amount-not-whole',
    })
    await expect(add(item('ns-zzz', { currency: 'zzz' }))).rejects.toMatchObject({
      class: 'value',
      field: 'currency',
    })
  })

  test('lets a past due date be due at once', async () => {
    const { id } = await add(item('ns-late', { due_date: 1_700_000_000 }))
    const invoice = await stripe.read.get('invoice', id, { signal })
    expect(invoice?.status).toBe('open')
    expect(Number(invoice?.due_date)).toBeGreaterThan(1_700_000_000)
  })

  test('leaves a draft where the flow says so', async () => {
    const { id } = await add(item('ns-draft'), { finalize: false })
    expect(await stripe.read.get('invoice', id, { signal })).toMatchObject({ status: 'draft' })
    expect(await add(item('ns-draft'), { finalize: false })).toMatchObject({ id, changed: false })
  })

  test('waits for locks and for "too many" by itself', async () => {
    await stripe.fault({
      ...{ kind: 'status', status: 429, code: 'lock_timeout', times: 2 },
      ...{ method: 'POST', path: '/add_lines$' },
    })
    await stripe.fault({
      kind: 'status',
      status: 429,
      method: 'POST',
      path: '/finalize$',
      times: 1,
    })
    const { tries } = await add(item('ns-locked'))
    expect(tries).toBe(1)
    expect(await invoicesOf('ns-locked')).toMatchObject([{ status: 'open' }])
  })
})
