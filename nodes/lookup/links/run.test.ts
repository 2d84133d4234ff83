import { expect, it } from 'vitest'
import type { JsonObject } from '../../json.ts'
import type { Links } from '../../runner.ts'
import { evaluated, testContext } from '../../testing.ts'
import { runLookupLinks } from './run.ts'

const asked: Parameters<Links['find']>[0][] = []
const links: Links = {
  find: (query) => {
    asked.push(query)
    const known = query.ids.filter((id) => id.startsWith('in_'))
    return Promise.resolve(
      new Map(known.map((id) => [id, { system: 'netsuite', type: 'invoice', id: `ns ${id}` }])),
    )
  },
}
const find = (text: string, keys: string[], over: JsonObject = {}) => {
  const config = {
    ...{ sourceSystem: 'stripe', id: evaluated(text), targetSystem: 'netsuite' },
    ...{ targetType: 'invoice', into: 'booked', onMissing: 'continue', ...over },
  }
  const items = keys.map((key) => ({ key, record: {} }))
  return runLookupLinks.run(config, items, testContext({ links }))
}

it('asks once for all records of a batch', async () => {
  asked.length = 0
  const results = await find('$key', ['in_1', 'x', 'in_1'])
  expect(asked).toMatchObject([{ ids: ['in_1', 'x'], targetType: 'invoice' }])
  expect(results).toMatchObject([
    { record: { booked: { id: 'ns in_1' } } },
    { record: { booked: null } },
    { record: { booked: { id: 'ns in_1' } } },
  ])
})

it('gives a table for a list of ids', async () => {
  expect(await find('["in_1", "x"]', ['k'])).toMatchObject([
    { record: { booked: { in_1: { id: 'ns in_1' } } } },
  ])
})

it('reports a missing counterpart when asked to', async () => {
  expect(await find('$key', ['x', 'in_1'], { onMissing: 'error' })).toMatchObject([
    { outcome: 'failed', error: { class: 'missing', code: 'no-counterpart' } },
    { outcome: 'done' },
  ])
})

it('lets a record wait for the first of its counterparts that is missing', async () => {
  const waiting = { onMissing: 'wait' }
  expect(await find('["in_1", "x", "y"]', ['k'], waiting)).toMatchObject([
    {
      outcome: 'failed',
      error: {
        ...{ class: 'missing', code: 'waits', waitFor: { system: 'stripe', id: 'x' } },
        message: expect.stringMatching(/^Waits for Stripe x to arrive in NetSuite as invoice\. It/),
      },
    },
  ])
  expect(await find('$key', ['in_1'], waiting)).toMatchObject([{ outcome: 'done' }])
})

it('reports a record that gives no id to wait for', async () => {
  const [result] = await find('nothing', ['k'], { onMissing: 'wait' })
  expect(result).toMatchObject({ error: { code: 'no-counterpart', waitFor: undefined } })
})
