import { expect, it } from 'vitest'
import { recordDifferences } from './record-differences.ts'

it('names every value that differs once, lists by what their entries share', () => {
  const before = { memo: 'a', items: [{ rate: 1 }, { rate: 2 }], same: { x: 1 }, gone: true }
  const after = { memo: 'b', items: [{ rate: 3 }, { rate: 4 }], same: { x: 1 }, fresh: null }
  expect(recordDifferences(before, after)).toEqual([
    { field: 'memo', before: 'a', after: 'b' },
    { field: 'items[].rate', before: 1, after: 3 },
    { field: 'gone', before: true, after: undefined },
    { field: 'fresh', before: undefined, after: null },
  ])
})

it('tells a list that got longer by how many entries it has', () => {
  expect(recordDifferences({ items: [1] }, { items: [1, 2] })).toEqual([
    { field: 'items[]', before: '1 entry', after: '2 entries' },
  ])
})

it('tells an object that is only on one side by its fields', () => {
  expect(recordDifferences({}, { subsidiary: { id: '3' } })).toEqual([
    { field: 'subsidiary.id', before: undefined, after: '3' },
  ])
  expect(recordDifferences({ none: {} }, {})).toEqual([
    { field: 'none', before: {}, after: undefined },
  ])
})
