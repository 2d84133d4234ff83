import { expect, test } from 'vitest'
import { dotted, lineName } from './dotted.ts'

test('a field of a part that is merged is called by its place in the result', () => {
  expect(dotted(['($header :=)', 'entity', 'id'])).toBe('entity.id')
  expect(lineName(['($header :=)', 'items', '[]', 'rate'])).toBe('items[].rate')
})

test('a part that is merged is called by its variable, or by its number', () => {
  expect(lineName(['($header :=)'])).toBe('$header')
  expect(lineName(['($header :=)', '(part 2)'])).toBe('part 2')
})
