import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { evaluated } from '../../../testing/evaluated.ts'
import type { StripeBench } from '../../../testing/stripe-bench.ts'
import { startStripe } from '../../../testing/stripe-bench.ts'
import { stripeInvoicePayments } from './kind.ts'
import { runStripeInvoicePayments } from './run.ts'

const CONFIG = { id: evaluated('$key'), status: 'paid', into: 'payments', onNone: 'continue' }

let stripe: StripeBench
beforeAll(async () => {
  stripe = await startStripe({ customers: 1, invoices: 1 })
})
afterAll(() => stripe.close())

const read = async (key: string, over: object = {}) => {
  const items = [{ key, record: { kept: true } }]
  const [result] = await runStripeInvoicePayments.run(
    { ...CONFIG, ...over },
    items,
    stripe.context(),
  )
  return result
}

describe('reading the payments of an invoice', () => {
  test('gives amount, payment, charge and fee of each', async () => {
    const { id } = await stripe.invoice()
    await stripe.api('POST', `/v1/invoices/${id}/pay`, { payment_method: 'pm_card_visa' })
    expect(await read(id)).toMatchObject({
      outcome: 'done',
      record: {
        kept: true,
        payments: [
          {
            id: expect.stringMatching(/^inpay_/),
            invoice: id,
            status: 'paid',
            amount: 10_000,
            currency: 'usd',
            paid_at: expect.any(Number),
            outOfBand: false,
            payment_intent: { id: expect.stringMatching(/^pi_/), status: 'succeeded' },
            charge: { id: expect.stringMatching(/^ch_/), amount: 10_000 },
            balance_transaction: { amount: 10_000, fee: 320, net: 9680 },
          },
        ],
      },
    })
  })

  test('gives none of real money for an invoice that was paid elsewhere', async () => {
    const { id } = await stripe.invoice()
    await stripe.api('POST', `/v1/invoices/${id}/pay`, { paid_out_of_band: true })
    const result = await read(id)
    if (result?.outcome !== 'done' || !Array.isArray(result.record.payments))
      throw new Error('not read')
    for (const row of result.record.payments) expect(row).toMatchObject({ outOfBand: true })
  })

  test('brings what is on record about other money where the flow asks for it', async () => {
    const { id } = await stripe.invoice()
    const record = await stripe.api('POST', '/v1/payment_records/report_payment', {
      amount_requested: { currency: 'usd', value: 4000 },
      ...{ initiated_at: 1_795_000_000, outcome: 'guaranteed' },
      ...{ guaranteed: { guaranteed_at: 1_795_000_000 }, metadata: { from: 'NetSuite' } },
      payment_method_details: { type: 'custom', custom: { display_name: 'Check' } },
    })
    await stripe.api('POST', `/v1/invoices/${id}/attach_payment`, { payment_record: record.id })
    const rows = async (records: boolean) => {
      const result = await read(id, { records })
      return result?.outcome === 'done' ? result.record.payments : []
    }
    expect(await rows(false)).toMatchObject([{ outOfBand: true, payment_record: null }])
    expect(await rows(true)).toMatchObject([
      { outOfBand: true, payment_record: { id: record.id, metadata: { from: 'NetSuite' } } },
    ])
    const needs = (records: boolean) => stripeInvoicePayments.permissions({ records })
    expect(needs(true).length).toBe(needs(false).length + 1)
  })

  test('leaves out a record without payments where the flow says so', async () => {
    const { id } = await stripe.invoice()
    expect(await read(id, { onNone: 'filter' })).toMatchObject({ outcome: 'filtered' })
    expect(await read(id)).toMatchObject({ outcome: 'done', record: { payments: [] } })
  })

  test('fails only the record that gives no id', async () => {
    expect(await read('x', { id: evaluated('nothing') })).toMatchObject({
      outcome: 'failed',
      error: { class: 'value', field: 'id' },
    })
  })
})
