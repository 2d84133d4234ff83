import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { evaluated } from '../../../testing/evaluated.ts'
import type { StripeBench } from '../../../testing/stripe-bench.ts'
import { startStripe } from '../../../testing/stripe-bench.ts'
import { NodeError } from '../../errors.ts'
import type { JsonObject } from '../../json.ts'
import type { Intent, Item } from '../../runner.ts'
import { runStripeWriteBack } from './run.ts'

const CONFIG = {
  object: 'invoice',
  id: evaluated('$key'),
  metadata: [{ key: 'netsuite_invoice_id', value: evaluated('netsuite.id') }],
  into: '',
}

let stripe: StripeBench
let key: string
const signal = new AbortController().signal
beforeAll(async () => {
  stripe = await startStripe()
  key = (await stripe.read.list('invoice', { limit: 1 }, signal)).data[0]?.id ?? ''
})
afterAll(() => stripe.close())

async function intended(item: Item): Promise<Intent> {
  const intent = await runStripeWriteBack.intend(CONFIG, item, stripe.context())
  if ('outcome' in intent) throw new Error('no intent')
  return intent
}

const writing = () => ({ ...stripe.context(), client: stripe.write, idempotencyKey: 'write-back' })

describe('writing back to Stripe', () => {
  test('merges the values into the metadata and leaves the rest alone', async () => {
    await stripe.api('POST', `/v1/invoices/${key}`, { metadata: { kept: 'yes' } })
    const intent = await intended({ key, record: { netsuite: { id: 1215 } } })
    expect(intent).toMatchObject({ targetId: key, link: null, role: 'write-back' })
    const written = await runStripeWriteBack.write(CONFIG, intent, null, writing())
    expect(written).toEqual({ id: key, changed: true })
    const invoice = await stripe.read.get('invoice', key, { signal })
    expect(invoice?.metadata).toMatchObject({ kept: 'yes', netsuite_invoice_id: '1215' })
  })

  test('shows what is there now, and does not call when it is the same', async () => {
    const intent = await intended({ key, record: { netsuite: { id: '1215' } } })
    const existing = await runStripeWriteBack.look(CONFIG, intent, stripe.context())
    expect(existing).toEqual({ id: key, fields: { metadata: { netsuite_invoice_id: '1215' } } })
    const before = (await stripe.calls()).writing
    const written = await runStripeWriteBack.write(CONFIG, intent, existing, writing())
    expect(written).toEqual({ id: key, changed: false })
    expect((await stripe.calls()).writing).toBe(before)
  })

  test('finds no target when the object does not exist', async () => {
    const intent = await intended({ key: 'in_none', record: { netsuite: { id: '1' } } })
    expect(await runStripeWriteBack.look(CONFIG, intent, stripe.context())).toBeNull()
    await expect(
      runStripeWriteBack.write(CONFIG, intent, null, { ...writing(), idempotencyKey: 'none' }),
    ).rejects.toMatchObject({ class: 'missing' })
  })

  test('refuses a value that is not there, too long or not a text', async () => {
    const records: JsonObject[] = [
      {},
      { netsuite: { id: 'x'.repeat(501) } },
      { netsuite: { id: { deep: 1 } } },
    ]
    for (const record of records) {
      const refusal = intended({ key, record })
      await expect(refusal).rejects.toThrow(NodeError)
      await expect(refusal).rejects.toMatchObject({
        class: 'value',
        field: 'metadata.netsuite_invoice_id',
      })
    }
  })

  test('puts the id into the record only where the flow says so', async () => {
    const item = { key, record: { netsuite: { id: '1' } } }
    const intent = await intended(item)
    expect(runStripeWriteBack.settle(CONFIG, item, intent, key)).toEqual(item.record)
    const settled = runStripeWriteBack.settle({ ...CONFIG, into: 'stripe' }, item, intent, key)
    expect(settled).toMatchObject({ stripe: { id: key } })
  })
})
