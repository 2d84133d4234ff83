import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { evaluated } from '../../../testing/evaluated.ts'
import type { StripeBench } from '../../../testing/stripe-bench.ts'
import { startStripe } from '../../../testing/stripe-bench.ts'
import { runStripeReportPayment } from './run.ts'

const CONFIG = {
  amount: evaluated('amount'),
  currency: evaluated('"USD"'),
  paidAt: evaluated('1795000000'),
  method: 'Check',
  reference: evaluated('number'),
  customer: evaluated('customer'),
  metadata: [{ key: 'netsuite_customer_payment_id', value: evaluated('$key') }],
  into: 'record',
}

let stripe: StripeBench
const signal = new AbortController().signal
beforeAll(async () => {
  stripe = await startStripe({ customers: 1, invoices: 1 })
})
afterAll(() => stripe.close())

const report = (key: string, amount: number) =>
  stripe.carryOut(runStripeReportPayment, CONFIG, { key, record: { amount, number: 'PYMT12' } })

describe('putting a payment on record', () => {
  test('tells Stripe amount, day, way and reference', async () => {
    const { id } = await report('1', 4000)
    expect(await stripe.read.get('payment_record', id, { signal })).toMatchObject({
      amount: { currency: 'usd', value: 4000 },
      amount_guaranteed: { value: 4000 },
      payment_method_details: { type: 'custom', custom: { display_name: 'Check' } },
      processor_details: { custom: { payment_reference: 'PYMT12' } },
      metadata: { netsuite_customer_payment_id: '1' },
    })
  })

  test('ends in one record when the answer is lost', async () => {
    await stripe.fault({ kind: 'drop-after', method: 'POST', path: '/report_payment$', times: 1 })
    const { id, tries } = await report('2', 2500)
    expect(tries).toBe(2)
    expect(await report('2', 2500)).toMatchObject({ id })
  })

  test('refuses an amount that is none', async () => {
    await expect(report('3', 0)).rejects.toMatchObject({ class: 'value', field: 'amount' })
  })
})
