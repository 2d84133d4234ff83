import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { evaluated } from '../../../testing/evaluated.ts'
import type { StripeBench } from '../../../testing/stripe-bench.ts'
import { startStripe } from '../../../testing/stripe-bench.ts'
import type { Item } from '../../runner.ts'
import { runStripeLookup } from './run.ts'

const CONFIG = {
  object: 'customer',
  filter: [{ param: 'email', value: evaluated('email') }],
  expand: [],
  into: 'customer',
  onNone: 'continue',
  missingMessage: '',
}

let stripe: StripeBench
beforeAll(async () => {
  stripe = await startStripe()
  await stripe.api('POST', '/v1/customers', { email: 'one@find.test' })
  await stripe.api('POST', '/v1/customers', { email: 'two@find.test', name: 'First' })
  await stripe.api('POST', '/v1/customers', { email: 'two@find.test', name: 'Second' })
})
afterAll(() => stripe.close())

const item = (email: string | null): Item => ({ key: String(email), record: { email } })

describe('finding a Stripe object', () => {
  test('puts the one that fits into the record, asking once per batch', async () => {
    const before = (await stripe.calls()).total
    const items = [item('one@find.test'), item('one@find.test')]
    const results = await runStripeLookup.run(CONFIG, items, stripe.context())
    expect((await stripe.calls()).total - before).toBe(1)
    expect(results).toMatchObject([
      { outcome: 'done', record: { customer: { email: 'one@find.test' } } },
      { outcome: 'done', record: { customer: { email: 'one@find.test' } } },
    ])
  })

  test('never picks one of several', async () => {
    const [result] = await runStripeLookup.run(CONFIG, [item('two@find.test')], stripe.context())
    expect(result).toMatchObject({
      outcome: 'failed',
      error: { class: 'duplicate', message: expect.stringMatching(/cus_\w+, cus_\w+/) },
    })
  })

  test('goes on with null, or reports an error, when there is none', async () => {
    const items = [item('none@find.test')]
    const [on] = await runStripeLookup.run(CONFIG, items, stripe.context())
    expect(on).toMatchObject({ outcome: 'done', record: { customer: null } })
    const strict = { ...CONFIG, onNone: 'error', missingMessage: 'Ask sales.' }
    const [stopped] = await runStripeLookup.run(strict, items, stripe.context())
    expect(stopped).toMatchObject({
      outcome: 'failed',
      error: { class: 'missing', message: expect.stringContaining('Ask sales.') },
    })
  })

  test('takes a blank value for nothing to look for, never for "any"', async () => {
    const before = (await stripe.calls()).total
    const [result] = await runStripeLookup.run(CONFIG, [item(null)], stripe.context())
    expect(result).toMatchObject({ outcome: 'done', record: { customer: null } })
    expect((await stripe.calls()).total).toBe(before)
  })
})
