import { expect, it } from 'vitest'
import { cardOf, nodeCounts } from './node-counts.ts'

const EMPTY = { done: 0, unchanged: 0, filtered: 0, waiting: 0, failed: 0 }

it('what ended inside a called flow counts as ended at the call', () => {
  const counts = nodeCounts({
    source: { done: 10 },
    book: { done: 10 },
    'book/eligible': { done: 7, filtered: 3 },
    'book/day/stop': { failed: 1 },
    'book/write': { done: 4, unchanged: 2 },
    paid: { done: 6 },
  })
  expect(counts).toEqual({
    source: { ...EMPTY, in: 10, done: 10 },
    book: { ...EMPTY, in: 10, done: 6, filtered: 3, failed: 1 },
    paid: { ...EMPTY, in: 6, done: 6 },
  })
})

it('a step of a called flow belongs to the card of its call', () => {
  expect(cardOf('book/day/end')).toBe('book')
  expect(cardOf('book')).toBe('book')
})
