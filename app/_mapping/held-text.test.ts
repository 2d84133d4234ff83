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
  const removed = changeRow(held, { type: 'remove', path: ['memo'] }, ['memo'])
  expect(removed.drafts.size).toBe(0)
  expect(wholeText(removed)).not.toContain('memo')
})
