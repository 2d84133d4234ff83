import { expect, test } from 'vitest'
import { sourceWords } from './source-words.ts'
import { textBefore } from './text-before.ts'

const MAPPING = `( $lines := lines.data; {
  "memo": number,
  "entity": {},
  "items": (lines.data^(>amount)).{ "rate": amount },
  "sum": $lines.{}
} )`

test('a row begins where its expression is written', () => {
  expect(textBefore(MAPPING, ['memo'])).toBe('( $lines := lines.data; {\n  "memo": ')
  expect(textBefore(MAPPING, ['items'])).toMatch(/"items": \($/)
  expect(textBefore(MAPPING, ['items', '[]', 'rate'])).toMatch(/\.\{ "rate": $/)
})

test.each([
  [['due'], 'lines.data.amount'],
  [['entity', 'id'], 'lines.data.amount'],
  [['items', '[]', 'price'], 'amount'],
  [['sum', '[]', 'price'], 'amount'],
])('a line that is not in the mapping yet begins where it would be: %j', (path, words) => {
  expect(sourceWords('lines.data.amount', textBefore(MAPPING, path))).toBe(words)
})

test('nothing stands before the first row of a blank mapping, and before what is nowhere', () => {
  expect(sourceWords('customer.name', textBefore('', ['memo']))).toBe('customer.name')
  expect(textBefore(MAPPING, ['nowhere', 'at all'])).toBe('')
})
