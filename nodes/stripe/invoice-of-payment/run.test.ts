import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { evaluated } from '../../../testing/evaluated.ts'
import type { StripeBench } from '../../../testing/stripe-bench.ts'
import { startStripe } from '../../../testing/stripe-bench.ts'
import type { StripeRecord } from '../client/client.ts'
import { runStripeInvoiceOfPayment } from './run.ts'

const CONFIG = {
  id: evaluated('$key'),
  whole: false,
  into: 'invoice',
  onFound: 'continue',
  onNone: 'continue',
}

let stripe: StripeBench
let invoice: StripeRecord
let charge: StripeRecord | undefined
const signal = new AbortController().signal
beforeAll(async () => {
  stripe = await startStripe({ customers: 1, invoices: 1 })
  invoice = await stripe.invoice()
  await stripe.api('POST', `/v1/invoices/${invoice.id}/pay`, { payment_method: 'pm_card_visa' })
  const filter = { customer: String(invoice.customer) }
  charge = (await stripe.read.list('charge', { filter, limit: 1 }, signal)).data[0]
})
afterAll(() => stripe.close())

const find = async (key: string, over: object = {}) => {
  const items = [{ key, record: {} }]
  const [result] = await runStripeInvoiceOfPayment.run(
    { ...CONFIG, ...over },
    items,
    stripe.context(),
  )
  return result
}

describe('finding the invoice of a payment', () => {
  test('goes from a charge and from a payment to the invoice', async () => {
    for (const id of [charge?.id, charge?.payment_intent])
      expect(await find(String(id))).toMatchObject({
        outcome: 'done',
        record: { invoice: invoice.id },
      })
    expect(await find(charge?.id ?? '', { whole: true })).toMatchObject({
      record: { invoice: { id: invoice.id, status: 'paid' } },
    })
  })

  test('gives null for a payment without an invoice', async () => {
    const { id } = await stripe.api('POST', '/v1/payment_intents', {
      amount: 500,
      currency: 'usd',
    })
    expect(await find(id)).toMatchObject({ outcome: 'done', record: { invoice: null } })
    expect(await find(id, { onNone: 'filter' })).toMatchObject({ outcome: 'filtered' })
  })

  test('leaves out what belongs to an invoice where the flow says so', async () => {
    expect(await find(charge?.id ?? '', { onFound: 'filter' })).toMatchObject({
      outcome: 'filtered',
      reason: expect.stringContaining(invoice.id),
    })
  })

  test('says that a charge does not exist', async () => {
    expect(await find('ch_none')).toMatchObject({
      outcome: 'failed',
      error: { class: 'missing', field: 'id' },
    })
  })
})
