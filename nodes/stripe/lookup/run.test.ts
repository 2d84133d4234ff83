import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { evaluated } from '../../../testing/evaluated.ts'
import type { StripeBench } from '../../../testing/stripe-bench.ts'
import { startStripe } from '../../../testing/stripe-bench.ts'
import type { Item } from '../../runner.ts'
import { runStripeLookup } from './run.ts'

const CONFIG = {
  object: 'customer',
  how: 'list',
  counterpart: evaluated('netsuite'),
  filter: [{ param: 'email', value: evaluated('email') }],
  take: 'one',
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

  test('searches by number and metadata, and never by a blank', async () => {
    const made = await stripe.invoice()
    await stripe.api('POST', `/v1/invoices/${made.id}`, { metadata: { netsuite_id: '12"15' } })
    const filter = [
      { param: 'number', value: evaluated('number') },
      { param: 'metadata.netsuite_id', value: evaluated('netsuite') },
    ]
    const config = { ...CONFIG, object: 'invoice', how: 'search', filter }
    const items = [
      { key: '1', record: { number: made.number ?? null, netsuite: '12"15' } },
      { key: '2', record: { number: made.number ?? null, netsuite: 'other' } },
    ]
    const [found, none] = await runStripeLookup.run(config, items, stripe.context())
    expect(found).toMatchObject({ outcome: 'done', record: { customer: { id: made.id } } })
    expect(none).toMatchObject({ outcome: 'done', record: { customer: null } })
  })

  test('takes the pair that is known before it searches', async () => {
    const made = await stripe.api('POST', '/v1/customers', { name: 'Paired' })
    const asked: unknown[] = []
    const context = {
      ...stripe.context(),
      links: {
        find: (query: unknown) => {
          asked.push(query)
          return Promise.resolve(
            new Map([['647', { system: 'stripe' as const, type: 'customer', id: made.id }]]),
          )
        },
      },
    }
    const filter = [{ param: 'email', value: evaluated('email') }]
    const items = [{ key: '1', record: { email: 'nobody@find.test', netsuite: 647 } }]
    const config = { ...CONFIG, how: 'search', filter }
    const [found] = await runStripeLookup.run(config, items, context)
    expect(found).toMatchObject({ outcome: 'done', record: { customer: { id: made.id } } })
    expect(asked).toEqual([
      { sourceSystem: 'netsuite', ids: ['647'], targetSystem: 'stripe', targetType: 'customer' },
    ])
  })

  test('gives all that fit as a list, also when that is none', async () => {
    const items = [item('two@find.test'), item('none@find.test'), item(null)]
    const results = await runStripeLookup.run({ ...CONFIG, take: 'many' }, items, stripe.context())
    expect(results).toMatchObject([
      { record: { customer: [{ name: 'Second' }, { name: 'First' }] } },
      { record: { customer: [] } },
      { record: { customer: [] } },
    ])
  })
})
