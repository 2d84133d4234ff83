import { expect, test } from 'vitest'
import { compileExpression } from '#nodes/expression.ts'
import { insertInto, nameFor, sourceWords } from './source-words.ts'

test('a field outside of lists is written from the top', () => {
  expect(sourceWords('invoice.number', '{ "memo": ')).toBe('invoice.number')
})

test('what lies outside of the list is written from the top of the record', () => {
  expect(sourceWords('customer.email', '{ "items": lines.data.{ "to": ')).toBe('$$.customer.email')
})

test('the entry of a list itself is written as the entry', () => {
  expect(sourceWords('tags', '{ "tags": tags.{ "name": ')).toBe('$')
})

const RECORD = {
  customer: { email: 'ada@ada.example' },
  lines: {
    data: [
      { amount: 5, description: 'five', taxes: [{ 'tax rate': 19 }] },
      { amount: 7, description: 'seven', taxes: [{ 'tax rate': 7 }, { 'tax rate': 2 }] },
    ],
  },
}

const evaluate = (text: string) =>
  compileExpression(text).evaluate(RECORD, { now: new Date(0), seed: '', settings: {} })

test.each([
  ['lines.data', 'description'],
  ['lines.data[amount > 0]', 'description'],
  ['lines.data^(>amount)', 'description'],
  ['(lines.data^(>amount, description))', 'description'],
  ['lines.data#$i', 'description'],
  ['lines.data@$l', '$l.description'],
  ['lines.data@$l#$i[$l.amount > 0]', '$l.description'],
  ['$filter(lines.data, function($l) { $l.amount > 0 })', 'description'],
  ['$sort(lines.data, function($a, $b) { $a.amount > $b.amount })', 'description'],
  ['$lines', 'description'],
  ['$$.lines.data', 'description'],
  ['(lines).data', 'description'],
])('each line over %s gets its own field', async (list, words) => {
  const before = `( $lines := lines.data; { "first": 1, "items": ${list}.{ "text": `
  expect(sourceWords('lines.data.description', before)).toBe(words)
  const made = await evaluate(`${before}${words} } } )`)
  const texts = await evaluate('lines.data.{ "text": description }')
  expect(made).toMatchObject({ items: expect.arrayContaining(Array.isArray(texts) ? texts : []) })
})

test('within a list inside of a list, paths are taken together', async () => {
  const before = '{ "items": lines.data.{ "taxes": taxes.{ "rate": '
  const words = sourceWords('lines.data.taxes.`tax rate`', before)
  expect(words).toBe('`tax rate`')
  expect(await evaluate(`${before}${words} }[] } }`)).toEqual({
    items: [{ taxes: [{ rate: 19 }] }, { taxes: [{ rate: 7 }, { rate: 2 }] }],
  })
})

test.each([
  ['customer.', 'customer.email', 'email'],
  ['lines.data[', 'lines.data.amount', 'amount'],
  ['lines.data^(', 'lines.data.amount', 'amount'],
  ['$map(lines.data, function($l) { ', 'lines.data.amount', '$l.amount'],
  ['[$map(lines.data, function($l) { $l.amount }), ', 'lines.data.amount', 'lines.data.amount'],
  ['[lines.data@$l.($l.amount), ', 'lines.data.amount', 'lines.data.amount'],
  ['$someFunction(lines).{ "a": ', 'lines.data.amount', '$$.lines.data.amount'],
])('behind %s the field %s is written as %s', (before, source, words) => {
  expect(sourceWords(source, before)).toBe(words)
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
