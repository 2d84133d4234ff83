import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { evaluated } from '../../../testing/evaluated.ts'
import type { StripeBench } from '../../../testing/stripe-bench.ts'
import { startStripe } from '../../../testing/stripe-bench.ts'
import { runStripeFinalizeInvoice } from './run.ts'

const CONFIG = { id: evaluated('stripe'), metadata: [], into: 'done' }

let stripe: StripeBench
const signal = new AbortController().signal
beforeAll(async () => {
  stripe = await startStripe({ customers: 1, invoices: 1 })
})
afterAll(() => stripe.close())

const act = (id: string) =>
  stripe.carryOut(runStripeFinalizeInvoice, CONFIG, { key: `ns-${id}`, record: { stripe: id } })
const now = (id: string) => stripe.read.get('invoice', id, { signal })

describe('finalising a Stripe invoice', () => {
  test('opens a draft, leaves an open one alone, and survives a lost answer', async () => {
    const { id } = await stripe.invoice({ draft: true })
    await stripe.fault({ kind: 'drop-after', method: 'POST', path: '/finalize$', times: 1 })
    expect((await act(id)).tries).toBe(2)
    expect(await now(id)).toMatchObject({ status: 'open', number: expect.any(String) })
    expect(await act(id)).toMatchObject({ changed: false })
  })

  test('refuses a voided one and one that does not exist', async () => {
    const { id } = await stripe.invoice()
    await stripe.api('POST', `/v1/invoices/${id}/void`)
    await expect(act(id)).rejects.toMatchObject({ class: 'value' })
    await expect(act('in_none')).rejects.toMatchObject({ class: 'missing' })
  })

  test('puts the id where the config says', async () => {
    const item = { key: 'ns', record: { stripe: 'in_1' } }
    const intent = await runStripeFinalizeInvoice.intend(CONFIG, item, stripe.context())
    if ('outcome' in intent) throw new Error('no intent')
    expect(runStripeFinalizeInvoice.settle(CONFIG, item, intent, 'in_1')).toEqual({
      stripe: 'in_1',
      done: { id: 'in_1' },
    })
  })
})
