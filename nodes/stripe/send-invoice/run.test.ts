import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { evaluated } from '../../../testing/evaluated.ts'
import type { StripeBench } from '../../../testing/stripe-bench.ts'
import { startStripe } from '../../../testing/stripe-bench.ts'
import { runStripeSendInvoice } from './run.ts'

const CONFIG = { id: evaluated('stripe'), metadata: [], into: 'done' }

let stripe: StripeBench
const signal = new AbortController().signal
beforeAll(async () => {
  stripe = await startStripe({ customers: 1, invoices: 1 })
})
afterAll(() => stripe.close())

const act = (id: string) =>
  stripe.carryOut(runStripeSendInvoice, CONFIG, { key: `ns-${id}`, record: { stripe: id } })
const now = (id: string) => stripe.read.get('invoice', id, { signal })

describe('sending a Stripe invoice', () => {
  test('mails it once, whatever is lost', async () => {
    const { id } = await stripe.invoice()
    await stripe.fault({ kind: 'drop-after', method: 'POST', path: '/send$', times: 1 })
    expect((await act(id)).tries).toBe(2)
    expect(await act(id)).toMatchObject({ changed: false })
    const events = await stripe.read.events(['invoice.sent'], { limit: 100 }, signal)
    expect(events.data.filter(({ data }) => JSON.stringify(data).includes(id))).toHaveLength(1)
    expect(await now(id)).toMatchObject({ metadata: { tributary_sent: 'yes' } })
  })

  test('refuses one with nothing to pay', async () => {
    const { id } = await stripe.invoice()
    await stripe.api('POST', `/v1/invoices/${id}/pay`, { paid_out_of_band: true })
    await expect(act(id)).rejects.toMatchObject({ class: 'value', code: 'invoice-paid' })
  })
})
