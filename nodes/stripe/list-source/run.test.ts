import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { StripeBench } from '../../../testing/stripe-bench.ts'
import { startStripe } from '../../../testing/stripe-bench.ts'
import { runStripeListSource } from './run.ts'

const DAY_MS = 24 * 3600 * 1000
const CONFIG = { object: 'invoice', status: '', customer: '', expand: [], backfillDays: 365 }

let stripe: StripeBench
const signal = new AbortController().signal
beforeAll(async () => {
  stripe = await startStripe({ customers: 4, invoices: 40 })
})
afterAll(() => stripe.close())

describe('the source of Stripe lists', () => {
  test('gives full objects with their name and amount, page by page', async () => {
    const context = stripe.sourceContext({ pageSize: 15 })
    const first = await runStripeListSource.read(CONFIG, context, null)
    const second = await runStripeListSource.read(CONFIG, context, first.next)
    const all = await stripe.read.list('invoice', { limit: 30 }, signal)
    const keys = [...first.records, ...second.records].map(({ key }) => key)
    expect(keys).toEqual(all.data.map(({ id }) => id))
    const numbered = first.records.find(({ record }) => record.number !== null)
    expect(numbered).toMatchObject({
      record: { object: 'invoice', lines: { object: 'list' } },
      facts: { name: numbered?.record.number, amount: expect.any(String) },
    })
  })

  test('keeps to the status and to the period', async () => {
    const since = new Date(Date.now() - 30 * DAY_MS)
    const context = stripe.sourceContext({ since })
    const { records, next } = await runStripeListSource.read(
      { ...CONFIG, status: 'paid' },
      context,
      null,
    )
    expect(next).toBeNull()
    expect(records.length).toBeGreaterThan(0)
    for (const { record } of records) {
      expect(record.status).toBe('paid')
      expect(Number(record.created) * 1000).toBeGreaterThanOrEqual(since.getTime() - 1000)
    }
  })

  test('reads wanted ids in full and says which do not exist', async () => {
    const id = (await stripe.read.list('invoice', { limit: 1 }, signal)).data[0]?.id ?? ''
    const context = stripe.sourceContext({ ids: [id, 'in_none'] })
    const page = await runStripeListSource.read(CONFIG, context, null)
    expect(page).toMatchObject({
      records: [{ key: id, record: { id } }],
      skipped: [{ key: 'in_none' }],
      next: null,
    })
  })
})
