import { expect, it } from 'vitest'
import { evaluated, testContext } from '../../testing.ts'
import { runTransformFilter } from './run.ts'

const rows = [
  { condition: evaluated('status = "open"'), reason: 'It is not open.' },
  { condition: evaluated('total > 0'), reason: 'Nothing is due.' },
]
const filter = async (record: { status?: string; total?: number }) => {
  const items = [{ key: 'k', record }]
  const [result] = await runTransformFilter.run({ rows }, items, testContext())
  return result
}

it('lets a record pass when all conditions are true', async () => {
  expect(await filter({ status: 'open', total: 1 })).toMatchObject({ outcome: 'done' })
})

it('keeps the reason of the first condition that is false', async () => {
  expect(await filter({ status: 'draft', total: 0 })).toStrictEqual({
    outcome: 'filtered',
    reason: 'It is not open.',
  })
})

it('reports a condition that gives neither true nor false', async () => {
  expect(await filter({ status: 'open' })).toMatchObject({
    outcome: 'failed',
    error: { class: 'value', field: 'rows[1].condition' },
  })
})
