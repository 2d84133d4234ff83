import { expect, test } from 'vitest'
import { differencesText, fieldDifferences } from './field-differences.ts'

test('a step that adds, changes and removes fields is summed up in words', () => {
  const differences = fieldDifferences(
    { id: 'in_1', total: 100, memo: 'x', lines: [1, 2] },
    { id: 'in_1', total: 90, entity: { id: '7' }, lines: [1, 2] },
  )
  expect(differencesText(differences)).toBe('1 field added, 1 changed, 1 removed')
  expect([...differences.before]).toEqual([
    ['total', 'changed'],
    ['memo', 'removed'],
  ])
  expect([...differences.after]).toEqual([
    ['entity', 'added'],
    ['total', 'changed'],
  ])
})

test('a step that changes nothing has no summary', () => {
  expect(differencesText(fieldDifferences({ a: { b: 1 } }, { a: { b: 1 } }))).toBe('')
})
