import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { evaluated } from '../../../testing/evaluated.ts'
import type { StripeBench } from '../../../testing/stripe-bench.ts'
import { startStripe } from '../../../testing/stripe-bench.ts'
import type { JsonObject } from '../../json.ts'
import { runStripeUpdateInvoice } from './run.ts'

const CONFIG = { id: evaluated('stripe'), body: evaluated('body'), into: '' }

let stripe: StripeBench
const signal = new AbortController().signal
beforeAll(async () => {
  stripe = await startStripe({ customers: 1, invoices: 1 })
})
afterAll(() => stripe.close())

const update = (id: string, body: JsonObject) =>
  stripe.carryOut(runStripeUpdateInvoice, CONFIG, { key: id, record: { stripe: id, body } })

describe('updating a Stripe invoice', () => {
  test('sends what differs, and nothing when nothing does', async () => {
    const { id } = await stripe.invoice()
    const body = { description: 'Thanks', footer: null, metadata: { po: '7' } }
    expect(await update(id, body)).toMatchObject({ id, changed: true })
    expect(await stripe.read.get('invoice', id, { signal })).toMatchObject({
      description: 'Thanks',
      metadata: { po: '7' },
    })
    const before = (await stripe.calls()).writing
    expect(await update(id, body)).toMatchObject({ changed: false })
    expect((await stripe.calls()).writing).toBe(before)
  })

  test('says that a finalised invoice cannot be changed in that way', async () => {
    const { id } = await stripe.invoice()
    await expect(update(id, { number: 'INV07' })).rejects.toMatchObject({
      class: 'value',
      code: 'invoice_not_editable',
    })
    await expect(update(id, { lines: [] })).rejects.toMatchObject({ field: 'body.lines' })
    await expect(update('in_none', { footer: 'x' })).rejects.toMatchObject({ class: 'missing' })
  })

  test('shows in a dry run what would change', async () => {
    const { id } = await stripe.invoice()
    const item = {
      key: id,
      record: { stripe: id, body: { description: 'New', metadata: { a: '1' } } },
    }
    const intent = await runStripeUpdateInvoice.intend(CONFIG, item, stripe.context())
    if ('outcome' in intent) throw new Error('no intent')
    expect(await runStripeUpdateInvoice.look(CONFIG, intent, stripe.context())).toEqual({
      id,
      fields: { description: null, metadata: { a: null } },
    })
  })
})
