import { expect, it } from 'vitest'
import type { JsonObject } from '../../json.ts'
import { evaluated, testContext } from '../../testing.ts'
import { runLookupTable } from './run.ts'

const settings = { itemMap: { prod_a: '7', prod_b: '' }, name: 'x' }
const lookUp = async (text: string, over: JsonObject = {}) => {
  const config = { table: 'itemMap', key: evaluated(text), into: 'item', onMissing: 'error' }
  const items = [{ key: 'k', record: { a: 1 } }]
  const [result] = await runLookupTable.run(
    { ...config, ...over },
    items,
    testContext({ settings }),
  )
  return result
}

it('finds one entry, or a table of entries for a list of keys', async () => {
  expect(await lookUp('"prod_a"')).toMatchObject({ record: { a: 1, item: '7' } })
  expect(await lookUp('["prod_a"]')).toMatchObject({ record: { item: { prod_a: '7' } } })
})

it('reports a missing or blank entry, or goes on without it', async () => {
  expect(await lookUp('"prod_b"')).toMatchObject({ error: { class: 'missing' } })
  expect(await lookUp('nothing')).toMatchObject({ error: { class: 'missing' } })
  expect(await lookUp('"prod_b"', { onMissing: 'continue' })).toMatchObject({
    record: { item: null },
    note: 'No entry for "prod_b".',
  })
})

it('reports a setting that is not a table', async () => {
  expect(await lookUp('"a"', { table: 'name' })).toMatchObject({ error: { code: 'no-table' } })
})
