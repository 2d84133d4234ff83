import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { evaluated } from '../../../testing/evaluated.ts'
import type { StripeBench } from '../../../testing/stripe-bench.ts'
import { startStripe } from '../../../testing/stripe-bench.ts'
import { runStripePayInvoice } from './run.ts'

const CONFIG = {
  id: evaluated('stripe'),
  metadata: [{ key: 'netsuite_payment_numbers', value: evaluated('payments') }],
  into: '',
}

let stripe: StripeBench
const signal = new AbortController().signal
beforeAll(async () => {
  stripe = await startStripe({ customers: 1, invoices: 1 })
})
afterAll(() => stripe.close())

const paid = (id: string) =>
  stripe.carryOut(runStripePayInvoice, CONFIG, {
    key: `ns-${id}`,
    record: { stripe: id, payments: 'PYMT1' },
  })
const now = (id: string) => stripe.read.get('invoice', id, { signal })

describe('marking a Stripe invoice paid', () => {
  test('pays an open one out of band, once', async () => {
    const { id } = await stripe.invoice()
    expect(await paid(id)).toMatchObject({ id, changed: true })
    expect(await now(id)).toMatchObject({
      status: 'paid',
      amount_remaining: 0,
      metadata: { netsuite_payment_numbers: 'PYMT1' },
    })
    expect(await paid(id)).toMatchObject({ id, changed: false })
  })

  test('finalises a draft first', async () => {
    const { id } = await stripe.invoice({ draft: true })
    await paid(id)
    expect(await now(id)).toMatchObject({ status: 'paid', number: expect.any(String) })
  })

  test('pays one that was given up', async () => {
    const { id } = await stripe.invoice()
    await stripe.api('POST', `/v1/invoices/${id}/mark_uncollectible`)
    await paid(id)
    expect(await now(id)).toMatchObject({ status: 'paid' })
  })

  test('refuses a voided one', async () => {
    const { id } = await stripe.invoice()
    await stripe.api('POST', `/v1/invoices/${id}/void`)
    await expect(paid(id)).rejects.toMatchObject({ class: 'value', code: 'invoice-void' })
  })

  test('ends paid when the answer is lost', async () => {
    const { id } = await stripe.invoice()
    await stripe.fault({ kind: 'drop-after', method: 'POST', path: '/pay$', times: 1 })
    expect((await paid(id)).tries).toBe(2)
    expect(await now(id)).toMatchObject({ status: 'paid' })
  })

  test('lets a bank payment that is under way settle first', async () => {
    const { id } = await stripe.invoice()
    await stripe.api('POST', `/v1/invoices/${id}/pay`, { payment_method: 'pm_usBankAccount' })
    await expect(paid(id)).rejects.toMatchObject({
      class: 'intermittent',
      code: 'payment-processing',
    })
    expect(await now(id)).toMatchObject({ status: 'open' })
  })
})
