import { expect, it } from 'vitest'
import { compileExpression } from '#nodes/expression.ts'
import type { JsonObject } from '#nodes/json.ts'
import { type SourceField, sourceFields } from './source-fields.ts'

const RECORDS: JsonObject[] = [
  { id: 'in_1', due: null, lines: { data: [{ amount: 5, price: { id: 'p' } }, { amount: 'x' }] } },
  { id: 'in_2', due: 17, 'unit price': 3, lines: { data: [] } },
]

it('tells of each field its path, types, and how often it is there', () => {
  const [id, due, lines, unit] = sourceFields(RECORDS)
  expect(id).toMatchObject({
    path: 'id',
    types: ['text'],
    present: 1,
    list: false,
    example: 'in_1',
  })
  expect(due).toMatchObject({ types: ['null', 'number'], present: 1, example: 17 })
  expect(unit).toMatchObject({ path: '`unit price`', key: 'unit price', present: 0.5 })
  const data = lines?.fields[0]
  expect(data).toMatchObject({ path: 'lines.data', list: true, types: ['object'] })
  expect(data?.fields.map(({ path, types, present }) => [path, types, present])).toEqual([
    ['lines.data.amount', ['number', 'text'], 1],
    ['lines.data.price', ['object'], 0.5],
  ])
})

it('writes each path so that JSONata finds the field', async () => {
  const record = { and: 1, 'a-b': { '2nd': { 'x y': 2, ünï: 3 } }, function: 4, null: 5 }
  const leaves = (fields: SourceField[]): SourceField[] =>
    fields.flatMap((field) => (field.fields.length > 0 ? leaves(field.fields) : [field]))
  const scope = { now: new Date(0), seed: '', settings: {} }
  for (const { path, example } of leaves(sourceFields([record]))) {
    expect(await compileExpression(path).evaluate(record, scope)).toBe(example)
  }
})

it('knows nothing of no records', () => {
  expect(sourceFields([])).toEqual([])
})
