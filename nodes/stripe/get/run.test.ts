import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { evaluated } from '../../../testing/evaluated.ts'
import type { StripeBench } from '../../../testing/stripe-bench.ts'
import { startStripe } from '../../../testing/stripe-bench.ts'
import { isJsonObject } from '../../json.ts'
import type { Item } from '../../runner.ts'
import { blank } from '../../testing.ts'
import type { StripeRecord } from '../client/client.ts'
import { runStripeGet } from './run.ts'

const CONFIG = {
  object: 'invoice',
  id: evaluated('id'),
  expand: [],
  allLines: true,
  customer: blank,
  deleted: false,
  into: 'invoice',
  onMissing: 'error',
}

let stripe: StripeBench
let invoices: StripeRecord[]
const signal = new AbortController().signal
beforeAll(async () => {
  stripe = await startStripe({ customers: 8, invoices: 100 })
  invoices = (await stripe.read.list('invoice', { limit: 100 }, signal)).data
})
afterAll(() => stripe.close())

const item = (id: string): Item => ({ key: id, record: { id } })

function linesOf(value: unknown): { count: number; more: unknown } {
  const lines = isJsonObject(value) ? value.lines : undefined
  if (!isJsonObject(lines) || !Array.isArray(lines.data)) throw new Error('no lines')
  return {
    count: new Set(lines.data.map((line) => isJsonObject(line) && line.id)).size,
    more: lines.has_more,
  }
}

describe('reading a Stripe object', () => {
  test('fetches each object of a batch once, and shows every record its requests', async () => {
    const id = invoices[0]?.id ?? ''
    const before = (await stripe.calls()).total
    const results = await runStripeGet.run(CONFIG, [item(id), item(id)], stripe.context())
    expect((await stripe.calls()).total - before).toBe(1)
    expect(results).toMatchObject([
      { outcome: 'done', record: { id, invoice: { id } }, exchanges: [{ status: 200 }] },
      { outcome: 'done', record: { id, invoice: { id } }, exchanges: [{ status: 200 }] },
    ])
  })

  test('reads the lines past the first page', async () => {
    const long = invoices.find((invoice) => linesOf(invoice).more === true)
    const [short] = await runStripeGet.run(
      { ...CONFIG, allLines: false, into: '' },
      [item(long?.id ?? '')],
      stripe.context(),
    )
    const [whole] = await runStripeGet.run(
      { ...CONFIG, into: '' },
      [item(long?.id ?? '')],
      stripe.context(),
    )
    if (short?.outcome !== 'done' || whole?.outcome !== 'done') throw new Error('not read')
    expect(linesOf(short.record).more).toBe(true)
    expect(linesOf(whole.record)).toEqual({ count: expect.any(Number), more: false })
    expect(linesOf(whole.record).count).toBeGreaterThan(linesOf(short.record).count)
    expect(whole.exchanges?.length).toBeGreaterThan(1)
  })

  test('names an invoice by its number, with its amount in major units', async () => {
    const yen = invoices.find(({ currency, number }) => currency === 'jpy' && number !== null)
    const dollars = invoices.find(({ currency, number }) => currency === 'usd' && number !== null)
    const ids = [yen?.id ?? '', dollars?.id ?? '']
    const results = await runStripeGet.run(CONFIG, ids.map(item), stripe.context())
    expect(results).toMatchObject([
      { facts: { name: yen?.number, currency: 'JPY', amount: String(yen?.total) } },
      {
        facts: {
          name: dollars?.number,
          currency: 'USD',
          amount: String(Number(dollars?.total) / 100),
        },
      },
    ])
  })

  test('fails only the record whose object does not exist', async () => {
    const id = invoices[0]?.id ?? ''
    const results = await runStripeGet.run(CONFIG, [item('in_none'), item(id)], stripe.context())
    expect(results).toMatchObject([
      {
        outcome: 'failed',
        error: { class: 'missing', message: expect.stringContaining('in_none') },
      },
      { outcome: 'done' },
    ])
  })

  test('goes on without the object where the flow says so', async () => {
    const [result] = await runStripeGet.run(
      { ...CONFIG, onMissing: 'continue' },
      [item('in_none')],
      stripe.context(),
    )
    expect(result).toMatchObject({
      outcome: 'done',
      record: { id: 'in_none' },
      note: expect.stringContaining('in_none'),
    })
  })

  test('treats a deleted object as missing, unless the flow asks for it', async () => {
    const made = await stripe.api('POST', '/v1/customers', { name: 'Short-lived' })
    await stripe.api('DELETE', `/v1/customers/${made.id}`)
    const config = { ...CONFIG, object: 'customer', into: 'customer' }
    const [result] = await runStripeGet.run(config, [item(made.id)], stripe.context())
    expect(result).toMatchObject({
      outcome: 'failed',
      error: { class: 'missing', message: expect.stringContaining('deleted') },
    })
    const asked = { ...config, deleted: true }
    expect(await runStripeGet.run(asked, [item(made.id)], stripe.context())).toMatchObject([
      { outcome: 'done', record: { customer: { id: made.id, deleted: true } } },
    ])
  })

  test('reads many objects of one customer from the customer’s list', async () => {
    const { id: customer } = await stripe.api('POST', '/v1/customers', { name: 'Many' })
    const ids: string[] = []
    for (let made = 0; made < 24; made += 1)
      ids.push((await stripe.api('POST', '/v1/invoices', { customer })).id)
    const before = (await stripe.calls()).total
    const config = { ...CONFIG, customer: evaluated(`"${customer}"`) }
    const results = await runStripeGet.run(config, [...ids, 'in_none'].map(item), stripe.context())
    // The list, and the one that is not in it.
    expect((await stripe.calls()).total - before).toBe(2)
    expect(results.map(({ outcome }) => outcome)).toEqual([...ids.map(() => 'done'), 'failed'])
    expect(results[3]).toMatchObject({ record: { invoice: { id: ids[3] } } })
  })
})
