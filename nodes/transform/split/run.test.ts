import { expect, it } from 'vitest'
import type { JsonObject } from '../../json.ts'
import { evaluated, testContext } from '../../testing.ts'
import { runTransformSplit } from './run.ts'

const CONFIG = {
  list: evaluated('payments'),
  id: evaluated('id'),
  into: 'payment',
  emptyReason: 'It has no payments.',
}

async function split(record: JsonObject, change: object = {}) {
  const items = [{ key: 'in_1', record }]
  const [result] = await runTransformSplit.run({ ...CONFIG, ...change }, items, testContext())
  return result
}

it('makes a record of each entry, with the rest of the record and the id that tells it apart', async () => {
  expect(await split({ total: 3, payments: [{ id: 'a' }, { id: 'b' }] })).toStrictEqual({
    outcome: 'split',
    parts: [
      { id: 'a', record: { total: 3, payments: [{ id: 'a' }, { id: 'b' }], payment: { id: 'a' } } },
      { id: 'b', record: { total: 3, payments: [{ id: 'a' }, { id: 'b' }], payment: { id: 'b' } } },
    ],
  })
})

it('takes a list of one as JSONata gives it, and entries that are no objects', async () => {
  expect(await split({ payments: { id: 7 } })).toMatchObject({ parts: [{ id: '7' }] })
  const texts = await split({ payments: ['x', 'y'] }, { id: evaluated('value') })
  expect(texts).toMatchObject({ parts: [{ id: 'x', record: { payment: 'x' } }, { id: 'y' }] })
})

it('ends a record without entries with the reason given', async () => {
  const reason = 'It has no payments.'
  expect(await split({})).toStrictEqual({ outcome: 'filtered', reason })
  expect(await split({ payments: [] })).toStrictEqual({ outcome: 'filtered', reason })
})

it('refuses entries that cannot be told apart, and lists too long to be meant', async () => {
  expect(await split({ payments: [{ id: 'a' }, { id: 'a' }] })).toMatchObject({
    outcome: 'failed',
    error: { class: 'value', field: 'id', message: expect.stringContaining('same id') },
  })
  expect(await split({ payments: [{}] })).toMatchObject({ error: { field: 'id' } })
  const many = Array.from({ length: 1_001 }, (_, id) => ({ id }))
  expect(await split({ payments: many })).toMatchObject({ error: { class: 'too large' } })
})
