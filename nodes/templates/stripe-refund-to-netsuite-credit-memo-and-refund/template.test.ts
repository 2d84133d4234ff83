import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { runStep, testsOf } from '../../../testing/template-tests.ts'
import type { JsonObject } from '../../json.ts'
import { refund, toShare } from './samples.ts'
import { stripeRefundToNetsuiteCreditMemoAndRefund as template } from './template.ts'

describe('the flow’s own tests', () => {
  it.each(testsOf(template))('$name', async ({ node, input, settings, expect: expected }) => {
    expect(await runStep(template, node, input, settings)).toStrictEqual(expected)
  })
})

it.each([1, 7, 99, 3333, 13_199])('shares of %i minor units add up to it', async (amount) => {
  for (const partialLines of ['first', 'spread']) {
    const items = await sharesOf(toShare(amount), { partialLines })
    const sum = items.reduce((total, one) => total + Math.round(one * 100), 0)
    expect(sum).toBe(amount)
  }
})

it('shares out yen and dinars in their own minor units', async () => {
  const yen = toShare(0, {
    refund: refund(100, 'jpy'),
    plan: { credit: 100 },
    invoiceRecord: {
      total: 300,
      item: { items: [1, 2, 3].map((id) => ({ item: { id: String(id) }, amount: 100 })) },
    },
  })
  expect(await sharesOf(yen, { partialLines: 'spread' })).toEqual([34, 33, 33])
  const dinar = { ...yen, refund: refund(100, 'kwd'), plan: { credit: 0.1 } }
  expect(await sharesOf(dinar, { partialLines: 'spread' })).toEqual([0.034, 0.033, 0.033])
})

async function sharesOf(record: JsonObject, over: JsonObject): Promise<number[]> {
  const settings = { ...testsOf(template)[0]?.settings, ...over }
  const { credit } = SHARED.parse(await runStep(template, 'credit', record, settings))
  return credit.items.map(({ amount }) => amount)
}

const SHARED = z.object({
  credit: z.object({ items: z.array(z.object({ amount: z.number() })) }),
})
