import { expect, test } from 'vitest'
import { insertInto, nameFor, sourceWords } from './source-words.ts'

test('a field outside of lists is written from the top', () => {
  expect(sourceWords('invoice.number', [])).toBe('invoice.number')
})

test('within a list a field of its entries is written from there', () => {
  expect(sourceWords('lines.data.amount', ['lines.data'])).toBe('amount')
})

test('a filter of the list does not change where it lies', () => {
  expect(sourceWords('lines.data.price.id', ['lines.data[amount > 0]'])).toBe('price.id')
})

test('within a list inside of a list, paths are taken together', () => {
  expect(sourceWords('lines.data.taxes.amount', ['lines.data', 'taxes'])).toBe('amount')
})

test('what lies outside of the list is written from the top of the record', () => {
  expect(sourceWords('customer.email', ['lines.data'])).toBe('$$.customer.email')
})

test('a new field is named after the last part, in camel case', () => {
  expect(nameFor('customer.tax_exempt', [])).toBe('taxExempt')
  expect(nameFor('metadata.`PO number`', [])).toBe('PONumber')
})

test('a name that is taken gets a number', () => {
  expect(nameFor('invoice.id', ['id', 'id2'])).toBe('id3')
})

test('a field goes in at the cursor and replaces what is selected', () => {
  expect(insertInto('a & b', 'name', { start: 4, end: 5 })).toEqual({ text: 'a & name', cursor: 8 })
})

test('a field takes the place of nothing', () => {
  expect(insertInto('  ', 'name', { start: 1, end: 1 })).toEqual({ text: 'name', cursor: 4 })
})

test('without a cursor a field goes to the end, after a blank', () => {
  expect(insertInto('a &', 'name', null)).toEqual({ text: 'a & name', cursor: 8 })
})
