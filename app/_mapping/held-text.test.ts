import { expect, test } from 'vitest'
import { changeRow, pathKey, typeInto, wholeText, type HeldText } from './held-text.ts'

const MAPPING = `{
  "memo": number, /* what people read */
  "item": { "items": [lines.data.{ "rate": amount }] }
}`

const START: HeldText = { base: MAPPING, drafts: new Map() }
const RATE = ['item', 'items', '[]', 'rate']

test('what can be read goes into the mapping, and all else is as it was', () => {
  const held = typeInto(START, ['memo'], 'description')
  expect(held).toEqual({ base: MAPPING.replace('number,', 'description,'), drafts: new Map() })
})

test('what cannot be read yet is in the text of the document but not among the rows', () => {
  const held = typeInto(START, ['memo'], '"Stripe " &')
  expect(held.base).toBe(MAPPING)
  expect(wholeText(held)).toBe(MAPPING.replace('number,', '"Stripe " &,'))
})

test('another row can be edited meanwhile', () => {
  const held = typeInto(typeInto(START, ['memo'], '('), RATE, 'amount / 100')
  expect([...held.drafts]).toEqual([[pathKey(['memo']), '(']])
  expect(wholeText(held)).toBe(
    MAPPING.replace('number,', '(,').replace('"rate": amount', '"rate": amount / 100'),
  )
})

test('two rows can be unreadable at once, and each is mended by itself', () => {
  const both = typeInto(typeInto(START, ['memo'], '('), RATE, 'amount /')
  expect(wholeText(both)).toBe(
    MAPPING.replace('number,', '(,').replace('"rate": amount', '"rate": amount /'),
  )
  const mended = typeInto(typeInto(both, ['memo'], 'id'), RATE, 'amount')
  expect(mended).toEqual({ base: MAPPING.replace('number,', 'id,'), drafts: new Map() })
})

test('an emptied row is held, so that its mapping is not published without it', () => {
  const held = typeInto(START, ['memo'], '')
  expect(held.drafts.get(pathKey(['memo']))).toBe('')
  expect(wholeText(held)).toBe(MAPPING.replace('number,', ','))
})

test('a row that cannot be read can be removed', () => {
  const held = typeInto(START, ['memo'], '(')
  const removed = changeRow(held, { type: 'remove', path: ['memo'] })
  expect(removed.drafts.size).toBe(0)
  expect(wholeText(removed)).not.toContain('memo')
})

test('what is typed stays with its row when the row is renamed', () => {
  const held = typeInto(START, ['memo'], '"Invoice " & num [')
  const renamed = changeRow(held, { type: 'rename', path: ['memo'], key: 'note' })
  expect([...renamed.drafts]).toEqual([[pathKey(['note']), '"Invoice " & num [']])
  expect(wholeText(renamed)).toContain('"note": "Invoice " & num [,')
})

test('what is typed stays in its row when an object or a list around it is renamed', () => {
  const held = typeInto(START, RATE, 'customer.')
  const renamed = changeRow(held, { type: 'rename', path: ['item'], key: 'lines' })
  expect([...renamed.drafts.keys()]).toEqual([pathKey(['lines', 'items', '[]', 'rate'])])
  expect(wholeText(renamed)).toContain('"rate": customer. }')
})

const MERGED: HeldText = {
  base: '$merge([{ "a": 1 }, first, { "b": 2 }, second, { "c": 3 }])',
  drafts: new Map(),
}

test.each([
  [
    { type: 'remove', path: ['(part 1)'] } as const,
    '$merge([ first +, { "b": 2 }, second, { "c": 3 }])',
  ],
  [
    { type: 'move', path: ['(part 2)'], to: 0 } as const,
    '$merge([first +, { "a": 1 }, { "b": 2 }, second, { "c": 3 }])',
  ],
  [
    { type: 'remove', path: ['(part 3)'] } as const,
    '$merge([{ "a": 1 }, first +, second, { "c": 3 }])',
  ],
])('what is typed into a merged part stays in it: %j', (edit, text) => {
  const held = typeInto(MERGED, ['(part 2)'], 'first +')
  expect(wholeText(changeRow(held, edit))).toBe(text)
})

test('what is typed stays in its row when a text typed elsewhere gives it another place', () => {
  const base = '$merge([{ "b": 2 }, second])'
  const held = typeInto({ base, drafts: new Map() }, ['b'], '2 +')
  expect(wholeText(typeInto(held, ['(part 2)'], '{ "c": 3 }'))).toBe(
    '$merge([{ "b": 2 + }, { "c": 3 }])',
  )
})

test('lines are made of what is typed, also when it cannot be read yet', () => {
  const held = typeInto(START, ['memo'], 'lines.data[')
  const made = changeRow(held, { type: 'make-lines', path: ['memo'] })
  expect(wholeText(made)).toContain('"memo": lines.data[.{}[]')
  expect(wholeText(typeInto(made, ['memo'], 'lines.data'))).toContain('"memo": lines.data.{}[]')
})

test('what would lose a typed text is refused', () => {
  const held = typeInto(START, ['memo'], '"Invoice " &')
  expect(() => changeRow(held, { type: 'make-object', path: ['memo'] })).toThrow(
    'What was typed for “memo” cannot be read yet and would be lost: finish it or empty it first.',
  )
  const emptied = typeInto(START, ['memo'], '')
  expect(changeRow(emptied, { type: 'make-object', path: ['memo'] }).drafts.size).toBe(0)
})
