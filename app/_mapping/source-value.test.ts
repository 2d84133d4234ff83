import { expect, test } from 'vitest'
import { shortValue, sourceValue } from './source-value.ts'

const RECORD = {
  id: 'in_1',
  lines: { data: [{ amount: 100 }, { amount: 200 }] },
  metadata: { 'PO number': 'PO-77', empty: null },
}

test('a value is found by its path, in lists by their first entry', () => {
  expect(sourceValue(RECORD, 'lines.data.amount')).toBe(100)
  expect(sourceValue(RECORD, 'metadata.`PO number`')).toBe('PO-77')
  expect(sourceValue(RECORD, 'metadata.empty')).toBeNull()
})

test('where there is nothing, nothing is found', () => {
  expect(sourceValue(RECORD, 'customer.name')).toBeUndefined()
  expect(sourceValue(RECORD, 'id.length')).toBeUndefined()
  expect(sourceValue(RECORD, 'constructor')).toBeUndefined()
})

test('lists and objects are shown by their size, references by their id', () => {
  expect(shortValue([1, 2])).toBe('[2]')
  expect(shortValue({ a: 1 })).toBe('{1}')
  expect(shortValue({ id: '5001' })).toBe('id 5001')
  expect(shortValue({ id: { id: 1 } })).toBe('{1}')
  expect(shortValue(0)).toBe('0')
  expect(shortValue(undefined)).toBe('')
})
