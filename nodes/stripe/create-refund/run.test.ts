import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { evaluated } from '../../../testing/evaluated.ts'
import type { StripeBench } from '../../../testing/stripe-bench.ts'
import { startStripe } from '../../../testing/stripe-bench.ts'
import type { JsonObject } from '../../json.ts'
import { paymentsOf } from '../common/invoice-payments.ts'
import { runStripeCreateRefund } from './run.ts'

const CONFIG = {
  body: evaluated('body'),
  markKey: 'netsuite_customer_refund_id',
  markValue: evaluated('$key'),
  linkType: 'customerRefund',
  into: '',
}

let stripe: StripeBench
const signal = new AbortController().signal
beforeAll(async () => {
  stripe = await startStripe({ customers: 1, invoices: 1 })
})
afterAll(() => stripe.close())

/** The payment intent of an invoice of 100.00 USD that was paid by card. */
async function payment(): Promise<string> {
  const { id } = await stripe.invoice()
  await stripe.api('POST', `/v1/invoices/${id}/pay`, { payment_method: 'pm_card_visa' })
  const [paid] = await paymentsOf(stripe.read, { invoice: id }, { expand: [], signal })
  const inner = paid?.payment
  if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) throw new Error('unpaid')
  return String(inner.payment_intent)
}
const refund = (key: string, body: JsonObject) =>
  stripe.carryOut(runStripeCreateRefund, CONFIG, { key, record: { body } })
const refundsOf = async (payment_intent: string) =>
  (await stripe.read.list('refund', { filter: { payment_intent }, limit: 100 }, signal)).data

describe('refunding a Stripe payment', () => {
  test('gives back each part once, also when the answer is lost', async () => {
    const payment_intent = await payment()
    await stripe.fault({ kind: 'drop-after', method: 'POST', path: '/v1/refunds$', times: 1 })
    const first = await refund('r-1', { payment_intent, amount: 1000 })
    expect(first.tries).toBe(2)
    await refund('r-2', { payment_intent, amount: 1500, reason: 'requested_by_customer' })
    expect(await refund('r-1', { payment_intent, amount: 1000 })).toMatchObject({
      id: first.id,
      changed: false,
    })
    expect((await refundsOf(payment_intent)).map(({ amount }) => amount).sort()).toEqual([
      1000, 1500,
    ])
  })

  test('refuses more than there is, an amount that is not whole, and no payment at all', async () => {
    const payment_intent = await payment()
    await expect(refund('r-3', { payment_intent, amount: 10_001 })).rejects.toMatchObject({
      class: 'value',
    })
    await expect(refund('r-4', { payment_intent, amount: 10.5 })).rejects.toMatchObject({
      code: 'amount-not-whole',
      field: 'amount',
    })
    await expect(refund('r-5', { amount: 100 })).rejects.toMatchObject({
      field: 'body.payment_intent',
    })
    expect(await refundsOf(payment_intent)).toEqual([])
  })

  test('never turns a refund that was made into another one', async () => {
    const payment_intent = await payment()
    await refund('r-7', { payment_intent, amount: 500 })
    await expect(refund('r-7', { payment_intent, amount: 900 })).rejects.toMatchObject({
      class: 'value',
      code: 'already-written',
      message: expect.stringMatching(/5 USD.*9 USD/),
    })
    expect(await refundsOf(payment_intent)).toHaveLength(1)
  })

  test('shows in a dry run whether it is there', async () => {
    const payment_intent = await payment()
    const item = { key: 'r-6', record: { body: { payment_intent, amount: 700 } } }
    const intent = await runStripeCreateRefund.intend(CONFIG, item, stripe.context())
    if ('outcome' in intent) throw new Error('no intent')
    expect(await runStripeCreateRefund.look(CONFIG, intent, stripe.context())).toBeNull()
    const { id } = await stripe.carryOut(runStripeCreateRefund, CONFIG, item)
    expect(await runStripeCreateRefund.look(CONFIG, intent, stripe.context())).toEqual({
      id,
      fields: intent.payload,
    })
  })
})
