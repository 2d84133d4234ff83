import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { evaluated } from '../../../testing/evaluated.ts'
import type { StripeBench } from '../../../testing/stripe-bench.ts'
import { startStripe } from '../../../testing/stripe-bench.ts'
import type { JsonObject } from '../../json.ts'
import { runStripeCreateCreditNote } from './run.ts'

const CONFIG = {
  body: evaluated('body'),
  settle: 'mapping',
  markKey: 'netsuite_credit_memo_id',
  markValue: evaluated('$key'),
  linkType: 'creditMemo',
  into: '',
}

let stripe: StripeBench
const signal = new AbortController().signal
beforeAll(async () => {
  stripe = await startStripe({ customers: 1, invoices: 1 })
})
afterAll(() => stripe.close())

const credit = (key: string, body: JsonObject, over: object = {}) =>
  stripe.carryOut(runStripeCreateCreditNote, { ...CONFIG, ...over }, { key, record: { body } })
const now = (id: string) => stripe.read.get('invoice', id, { signal })

describe('crediting a Stripe invoice', () => {
  test('lowers what is due on an open one, once, also when the answer is lost', async () => {
    const { id } = await stripe.invoice()
    await stripe.fault({ kind: 'drop-after', method: 'POST', path: '/v1/credit_notes$', times: 1 })
    const note = await credit('cm-1', { invoice: id, amount: 3000 })
    expect(note.tries).toBe(2)
    expect(await now(id)).toMatchObject({ status: 'open', amount_remaining: 7000 })
    expect(await credit('cm-1', { invoice: id, amount: 3000 })).toMatchObject({
      id: note.id,
      changed: false,
    })
    expect(await now(id)).toMatchObject({ amount_remaining: 7000 })
  })

  test('says where the money of a paid one goes', async () => {
    const { id } = await stripe.invoice()
    await stripe.api('POST', `/v1/invoices/${id}/pay`, { paid_out_of_band: true })
    const { id: note } = await credit(
      'cm-2',
      { invoice: id, amount: 2500 },
      { settle: 'out_of_band' },
    )
    expect(await stripe.read.get('credit_note', note, { signal })).toMatchObject({
      amount: 2500,
      out_of_band_amount: 2500,
    })
  })

  test('refuses drafts, blanks and amounts that are not whole', async () => {
    const { id } = await stripe.invoice({ draft: true })
    await expect(credit('cm-3', { invoice: id, amount: 100 })).rejects.toMatchObject({
      class: 'value',
      code: 'invoice-draft',
    })
    await expect(credit('cm-4', { amount: 100 })).rejects.toMatchObject({ field: 'body.invoice' })
    await expect(credit('cm-5', { invoice: id, amount: 0.1 })).rejects.toMatchObject({
      code: 'amount-not-whole',
    })
  })
})
