import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { evaluated } from '../../../testing/evaluated.ts'
import type { StripeBench } from '../../../testing/stripe-bench.ts'
import { startStripe } from '../../../testing/stripe-bench.ts'
import type { JsonObject } from '../../json.ts'
import { runStripeCreatePaymentLink } from './run.ts'

const CONFIG = {
  body: evaluated('body'),
  markKey: 'netsuite_invoice_id',
  markValue: evaluated('$key'),
  linkType: '',
  into: 'link',
}

let stripe: StripeBench
const signal = new AbortController().signal
beforeAll(async () => {
  stripe = await startStripe({ customers: 1, invoices: 1 })
})
afterAll(() => stripe.close())

const link = (key: string, body: JsonObject) =>
  stripe.carryOut(runStripeCreatePaymentLink, CONFIG, { key, record: { body } })
const body = (unit_amount: number): JsonObject => ({
  line_items: [
    {
      price_data: { currency: 'usd', unit_amount, product_data: { name: 'Invoice INV07' } },
      quantity: 1,
    },
  ],
  payment_intent_data: { metadata: { netsuite_invoice_id: '1215' } },
})
const activeOf = async (key: string) => {
  const { data } = await stripe.read.list(
    'payment_link',
    { filter: { active: 'true' }, limit: 100 },
    signal,
  )
  return data.filter(({ metadata }) => JSON.stringify(metadata).includes(`"${key}"`))
}

describe('adding a Stripe payment link', () => {
  test('makes one per record, also when the answer is lost', async () => {
    await stripe.fault({ kind: 'drop-after', method: 'POST', path: '/v1/payment_links$', times: 1 })
    const { id, tries } = await link('1215', body(7825))
    expect(tries).toBe(2)
    expect(await link('1215', body(7825))).toMatchObject({ id, changed: false })
    expect(await activeOf('1215')).toMatchObject([{ id, url: expect.stringContaining('http') }])
  })

  test('closes it and makes another one when the amount changes', async () => {
    const before = await link('1216', body(1000))
    const after = await link('1216', body(2000))
    expect(after.id).not.toBe(before.id)
    expect((await activeOf('1216')).map(({ id }) => id)).toEqual([after.id])
  })

  test('refuses a link without lines and amounts that are not whole', async () => {
    await expect(link('1217', { metadata: { a: 'b' } })).rejects.toMatchObject({
      field: 'body.line_items',
    })
    await expect(link('1217', body(0.5))).rejects.toMatchObject({ code: 'amount-not-whole' })
  })
})
