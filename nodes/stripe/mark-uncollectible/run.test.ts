import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { evaluated } from '../../../testing/evaluated.ts'
import type { StripeBench } from '../../../testing/stripe-bench.ts'
import { startStripe } from '../../../testing/stripe-bench.ts'
import { runStripeMarkUncollectible } from './run.ts'

const CONFIG = { id: evaluated('stripe'), metadata: [], into: 'done' }

let stripe: StripeBench
const signal = new AbortController().signal
beforeAll(async () => {
  stripe = await startStripe({ customers: 1, invoices: 1 })
})
afterAll(() => stripe.close())

const act = (id: string) =>
  stripe.carryOut(runStripeMarkUncollectible, CONFIG, { key: `ns-${id}`, record: { stripe: id } })
const now = (id: string) => stripe.read.get('invoice', id, { signal })

describe('marking a Stripe invoice uncollectible', () => {
  test('gives up an open one, once', async () => {
    const { id } = await stripe.invoice()
    await stripe.fault({
      kind: 'drop-after',
      method: 'POST',
      path: '/mark_uncollectible$',
      times: 1,
    })
    expect((await act(id)).tries).toBe(2)
    expect(await now(id)).toMatchObject({ status: 'uncollectible' })
    expect(await act(id)).toMatchObject({ changed: false })
  })

  test('refuses a paid one', async () => {
    const { id } = await stripe.invoice()
    await stripe.api('POST', `/v1/invoices/${id}/pay`, { paid_out_of_band: true })
    await expect(act(id)).rejects.toMatchObject({ class: 'value', code: 'invoice-paid' })
  })
})
