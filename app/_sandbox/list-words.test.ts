import { expect, test } from 'vitest'
import { oneOf, placeText, readPlace } from './list-words.ts'

test('a place survives the way through the address', () => {
  const place = { system: 'netsuite', list: 'creditMemo', id: '1215' } as const
  expect(readPlace(placeText(place))).toEqual(place)
  expect(oneOf(place)).toBe('Credit memo')
})

test('an address with a list that the system does not have opens nothing', () => {
  expect(readPlace('stripe:creditMemo:1')).toBeNull()
  expect(readPlace('stripe:invoice:')).toBeNull()
  expect(readPlace(null)).toBeNull()
})
