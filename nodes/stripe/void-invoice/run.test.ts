import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { evaluated } from '../../../testing/evaluated.ts'
import type { StripeBench } from '../../../testing/stripe-bench.ts'
import { startStripe } from '../../../testing/stripe-bench.ts'
import { runStripeVoidInvoice } from './run.ts'

const CONFIG = {
  id: evaluated('stripe'),
  metadata: [{ key: 'netsuite_void_date', value: evaluated('voided') }],
  onPartPaid: 'error',
  onMissing: 'error',
  into: '',
}

let stripe: StripeBench
const signal = new AbortController().signal
beforeAll(async () => {
  stripe = await startStripe({ customers: 1, invoices: 1 })
})
afterAll(() => stripe.close())

const voided = (id: string, over: object = {}) => {
  const item = { key: `ns-${id}`, record: { stripe: id, voided: '2026-11-01' } }
  return stripe.carryOut(runStripeVoidInvoice, { ...CONFIG, ...over }, item)
}
const now = (id: string) => stripe.read.get('invoice', id, { signal })

describe('voiding a Stripe invoice', () => {
  test('voids an open one, notes why before it, and does nothing the second time', async () => {
    const { id } = await stripe.invoice()
    expect(await voided(id)).toMatchObject({ id, changed: true })
    expect(await now(id)).toMatchObject({
      status: 'void',
      metadata: { netsuite_void_date: '2026-11-01' },
    })
    const before = (await stripe.calls()).writing
    expect(await voided(id)).toMatchObject({ id, changed: false })
    expect((await stripe.calls()).writing).toBe(before)
  })

  test('shows in a dry run what would change', async () => {
    const { id } = await stripe.invoice()
    const item = { key: 'ns', record: { stripe: id, voided: '2026-11-01' } }
    const intent = await runStripeVoidInvoice.intend(CONFIG, item, stripe.context())
    if ('outcome' in intent) throw new Error('no intent')
    expect(intent.payload).toEqual({
      status: 'void',
      metadata: { netsuite_void_date: '2026-11-01' },
    })
    expect(await runStripeVoidInvoice.look(CONFIG, intent, stripe.context())).toEqual({
      id,
      fields: { status: 'open', metadata: { netsuite_void_date: '' } },
    })
  })

  test('deletes a draft, also when the answer is lost', async () => {
    const { id } = await stripe.invoice({ draft: true })
    await stripe.fault({ kind: 'drop-after', method: 'DELETE', path: '/v1/invoices/', times: 1 })
    expect(await voided(id)).toMatchObject({ id, changed: true })
    expect(await now(id)).toBeNull()
    expect(await voided(id, { onMissing: 'continue' })).toMatchObject({ changed: false })
    await expect(voided(id)).rejects.toMatchObject({ class: 'missing' })
  })

  test('refuses a paid one, names both cures, and leaves it untouched', async () => {
    const { id } = await stripe.invoice()
    await stripe.api('POST', `/v1/invoices/${id}/pay`, { paid_out_of_band: true })
    await expect(voided(id)).rejects.toMatchObject({
      class: 'value',
      code: 'invoice-paid',
      message: expect.stringMatching(/credit note.*resolve/),
    })
    expect((await now(id))?.metadata).toEqual({})
  })

  test('ends voided when the answer is lost', async () => {
    const { id } = await stripe.invoice()
    await stripe.fault({ kind: 'drop-after', method: 'POST', path: '/void$', times: 1 })
    expect((await voided(id)).tries).toBe(2)
    expect(await now(id)).toMatchObject({ status: 'void' })
  })

  test('does not void one that is paid in part, but can credit the rest, once', async () => {
    const { id, customer } = await stripe.invoice()
    const { id: payment_intent } = await stripe.api('POST', '/v1/payment_intents', {
      ...{ amount: 4000, currency: 'usd', customer: customer ?? null },
      ...{ payment_method: 'pm_card_visa', confirm: true },
    })
    await stripe.api('POST', `/v1/invoices/${id}/attach_payment`, { payment_intent })
    await expect(voided(id)).rejects.toMatchObject({
      class: 'value',
      message: expect.stringContaining('credit note'),
    })
    await stripe.fault({ kind: 'drop-after', method: 'POST', path: '/v1/credit_notes$', times: 1 })
    await voided(id, { onPartPaid: 'credit' })
    expect(await voided(id, { onPartPaid: 'credit' })).toMatchObject({ changed: false })
    const notes = await stripe.read.list(
      'credit_note',
      { filter: { invoice: id }, limit: 10 },
      signal,
    )
    expect(notes.data).toMatchObject([{ amount: 6000 }])
  })
})
