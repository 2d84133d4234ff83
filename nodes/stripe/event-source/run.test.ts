import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { StripeBench } from '../../../testing/stripe-bench.ts'
import { startStripe } from '../../../testing/stripe-bench.ts'
import type { Json } from '../../json.ts'
import type { SourceContext, SourceRecord } from '../../runner.ts'
import type { StripeReader } from '../client/client.ts'
import { runStripeEventSource } from './run.ts'

const DAY_MS = 24 * 3600 * 1000
const INVOICES = {
  object: 'invoice',
  events: ['invoice.finalized'],
  backfill: true,
  backfillDays: 365,
}
const CUSTOMERS = { ...INVOICES, object: 'customer', events: ['customer.updated'] }

let stripe: StripeBench
const signal = new AbortController().signal
beforeAll(async () => {
  stripe = await startStripe({ customers: 6, invoices: 60, days: 90 })
})
afterAll(() => stripe.close())

async function readAll(config: object, context: SourceContext<StripeReader>) {
  const records: SourceRecord[] = []
  const skipped: { key: string; reason: string }[] = []
  let cursor: Json = null
  let pages = 0
  do {
    const page = await runStripeEventSource.read(config, context, cursor)
    records.push(...page.records)
    skipped.push(...(page.skipped ?? []))
    cursor = page.next
    pages += 1
  } while (cursor !== null)
  return { records, skipped, pages, keys: records.map(({ key }) => key) }
}

function ago(days: number): Date {
  return new Date(Date.now() - days * DAY_MS)
}

async function createdSince(date: Date): Promise<string[]> {
  const page = await stripe.read.list('invoice', { limit: 100, createdFrom: date }, signal)
  return page.data.map(({ id }) => id)
}

describe('the source of Stripe changes', () => {
  test('lists everything of the back-fill period on the first run', async () => {
    const { keys, records } = await readAll(INVOICES, stripe.sourceContext())
    expect(keys.toSorted()).toEqual((await createdSince(ago(365))).toSorted())
    expect(records[0]?.record).toEqual({ id: keys[0], object: 'invoice' })
  })

  test('respects the page size and resumes at the stored cursor', async () => {
    const context = stripe.sourceContext({ pageSize: 7 })
    const all = await readAll(INVOICES, context)
    expect(all.pages).toBeGreaterThan(8)
    const first = await runStripeEventSource.read(INVOICES, context, null)
    const second = await runStripeEventSource.read(INVOICES, context, first.next)
    const keys = [...first.records, ...second.records].map(({ key }) => key)
    expect(first.records).toHaveLength(7)
    expect(keys).toEqual(all.keys.slice(0, 14))
  })

  test('beyond the life of events, lists new objects and reads the events of older ones', async () => {
    const since = ago(45)
    const created = await createdSince(since)
    const { keys, records } = await readAll(
      { ...INVOICES, events: ['invoice.updated', 'invoice.paid', 'invoice.finalized'] },
      stripe.sourceContext({ since }),
    )
    expect(keys).toEqual(expect.arrayContaining(created))
    const byEvent = records.filter(({ record }) => record.event !== undefined)
    expect(byEvent.map(({ key }) => key).filter((key) => created.includes(key))).toEqual([])
  })

  test('reads events alone when they reach back far enough', async () => {
    const since = ago(20)
    const { keys, records } = await readAll(INVOICES, stripe.sourceContext({ since }))
    expect(records.every(({ record }) => record.event !== undefined)).toBe(true)
    expect(new Set(keys).size).toBeGreaterThan(0)
  })

  test('finds nothing when nothing happened since', async () => {
    const { keys, pages } = await readAll(INVOICES, stripe.sourceContext({ since: new Date() }))
    expect({ keys, pages }).toEqual({ keys: [], pages: 1 })
  })

  test('reads events of the last 30 days only when back-filling is off', async () => {
    const { records } = await readAll({ ...INVOICES, backfill: false }, stripe.sourceContext())
    expect(records.every(({ record }) => record.event !== undefined)).toBe(true)
  })

  test('gives one record for several changes, and leaves out its own', async () => {
    const since = new Date(Date.now() - 1000)
    const [first, second] = (await stripe.read.list('customer', { limit: 2 }, signal)).data
    const [ours, theirs] = [first?.id ?? '', second?.id ?? '']
    await stripe.write.updateMetadata(
      'customer',
      ours,
      { netsuite_customer_id: '7' },
      {
        idempotencyKey: 'echo',
        signal,
      },
    )
    await stripe.api('POST', `/v1/customers/${theirs}`, { phone: '1' })
    await stripe.api('POST', `/v1/customers/${theirs}`, { phone: '2' })
    const { keys, skipped } = await readAll(CUSTOMERS, stripe.sourceContext({ since }))
    expect(keys).toEqual([theirs])
    expect(skipped).toEqual([{ key: ours, reason: expect.stringContaining('Tributary wrote') }])
  })

  test('says of a deleted object that it is gone', async () => {
    const since = new Date(Date.now() - 1000)
    const made = await stripe.api('POST', '/v1/customers', { name: 'Short-lived' })
    await stripe.api('DELETE', `/v1/customers/${made.id}`)
    const config = { ...CUSTOMERS, events: ['customer.deleted'] }
    const { records } = await readAll(config, stripe.sourceContext({ since }))
    expect(records).toMatchObject([{ key: made.id, record: { id: made.id, deleted: true } }])
  })

  test('reads exactly the wanted ids, whatever their date', async () => {
    const ids = ['in_1', 'in_2', 'in_3']
    const { keys, pages } = await readAll(INVOICES, stripe.sourceContext({ ids, pageSize: 2 }))
    expect({ keys, pages }).toEqual({ keys: ids, pages: 2 })
  })

  test('finds the refunds of a charge that an event tells of without naming them', async () => {
    const { id: customer } = await stripe.api('POST', '/v1/customers', { name: 'Buyer' })
    const { id } = await stripe.invoice({ customer })
    await stripe.api('POST', `/v1/invoices/${id}/pay`, { payment_method: 'pm_card_visa' })
    const charges = await stripe.read.list('charge', { filter: { customer }, limit: 1 }, signal)
    const charge = charges.data[0]?.id ?? ''
    const refund = await stripe.api('POST', '/v1/refunds', { charge, amount: 100 })
    const config = { ...INVOICES, object: 'refund', events: ['charge.refunded'], backfill: false }
    const context = stripe.sourceContext({ since: ago(1) })
    expect((await readAll(config, context)).keys).toEqual([refund.id])
    const told = { id: 'evt_1', type: 'charge.refunded', created: null, references: {} }
    const events = [{ ...told, object: 'charge', objectId: charge }]
    const taken = await runStripeEventSource.take?.(config, events, context)
    expect(taken?.records.map(({ key }) => key)).toEqual([refund.id])
    const before = (await stripe.calls()).total
    const both = { ...config, events: ['refund.created', 'charge.refunded'] }
    expect((await readAll(both, context)).keys).toEqual([refund.id])
    expect((await stripe.calls()).total - before).toBe(1)
  })
})
