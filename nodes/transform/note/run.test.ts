import { expect, it } from 'vitest'
import { evaluated, testContext } from '../../testing.ts'
import { runTransformNote } from './run.ts'

const rows = [
  {
    condition: evaluated('$length(name) > 5'),
    note: evaluated('"The name " & name & " is long."'),
  },
  { condition: evaluated('inactive'), note: evaluated('"It is inactive."') },
]
const note = async (record: { name?: string; inactive: boolean }) => {
  const items = [{ key: 'k', record }]
  const [result] = await runTransformNote.run({ rows }, items, testContext())
  return result
}

it('keeps the notes whose condition is true, and changes nothing', async () => {
  const record = { name: 'Ada Byron', inactive: true }
  expect(await note(record)).toStrictEqual({
    outcome: 'done',
    record,
    note: 'The name Ada Byron is long. It is inactive.',
  })
})

it('keeps no note of a record that no condition fits', async () => {
  const record = { name: 'Ada', inactive: false }
  expect(await note(record)).toStrictEqual({ outcome: 'done', record })
})

it('reports a condition that gives neither true nor false', async () => {
  expect(await note({ inactive: false })).toMatchObject({
    outcome: 'failed',
    error: { class: 'value', field: 'rows[0].condition' },
  })
})
