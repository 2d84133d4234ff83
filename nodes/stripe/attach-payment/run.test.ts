import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { evaluated } from '../../../testing/evaluated.ts'
import type { StripeBench } from '../../../testing/stripe-bench.ts'
import { startStripe } from '../../../testing/stripe-bench.ts'
import { runStripeAttachPayment } from './run.ts'

const CONFIG = {
  id: evaluated('invoice'),
  payment: evaluated('payment'),
  metadata: [],
  into: '',
}

let stripe: StripeBench
const signal = new AbortController().signal
beforeAll(async () => {
  stripe = await startStripe({ customers: 1, invoices: 1 })
})
afterAll(() => stripe.close())

const attach = (invoice: string, payment: string) =>
  stripe.carryOut(runStripeAttachPayment, CONFIG, { key: payment, record: { invoice, payment } })

async function succeeded(customer: string): Promise<string> {
  const { id } = await stripe.api('POST', '/v1/payment_intents', {
    amount: 4000,
    currency: 'usd',
    customer,
    payment_method: 'pm_card_visa',
    confirm: true,
  })
  return id
}

describe('attaching a payment to a Stripe invoice', () => {
  test('counts it once, also when the answer is lost', async () => {
    const invoice = await stripe.invoice()
    const payment = await succeeded(String(invoice.customer))
    await stripe.fault({ kind: 'drop-after', method: 'POST', path: '/attach_payment$', times: 1 })
    expect((await attach(invoice.id, payment)).tries).toBe(2)
    expect(await attach(invoice.id, payment)).toMatchObject({ changed: false })
    expect(await stripe.read.get('invoice', invoice.id, { signal })).toMatchObject({
      status: 'open',
      amount_paid: 4000,
      amount_remaining: 6000,
    })
  })

  test('refuses an invoice that is not open', async () => {
    const invoice = await stripe.invoice({ draft: true })
    const payment = await succeeded(String(invoice.customer))
    await expect(attach(invoice.id, payment)).rejects.toMatchObject({ code: 'invoice-draft' })
  })
})
