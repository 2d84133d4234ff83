import { describe, expect, test } from 'vitest'
import { RowEditError } from './edit-rows.ts'
import { placesAfter } from './places-after.ts'

const MAPPING = '{ "memo": number, "item": { "items": [lines.data.{ "rate": amount }] } }'
const RATE = ['item', 'items', '[]', 'rate']

describe('placesAfter', () => {
  test('rows go with the names around them', () => {
    const edit = { type: 'rename', path: ['item'], key: 'lines' } as const
    expect(placesAfter(MAPPING, edit, [['memo'], RATE])).toEqual([
      ['memo'],
      ['lines', 'items', '[]', 'rate'],
    ])
  })
  test('fields that are not in the mapping yet go with their object', () => {
    const edit = { type: 'make-lines', path: ['item'] } as const
    expect(placesAfter(MAPPING, edit, [['item', 'count'], ['due']])).toEqual([
      ['item', '[]', 'count'],
      ['due'],
    ])
  })
  test('merged parts are numbered anew', () => {
    const text = '$merge([{ "a": 1 }, first, { "b": 2 }, second, { "c": 3 }])'
    const paths = [['(part 1)', 'a'], ['(part 2)'], ['(part 3)', 'b'], ['c'], ['(part 3)', 'new']]
    expect(placesAfter(text, { type: 'remove', path: ['(part 1)'] }, paths)).toEqual([
      null,
      ['(part 1)'],
      ['(part 2)', 'b'],
      ['c'],
      ['(part 2)', 'new'],
    ])
  })
  test('what lies in an object that is not there stays where it is', () => {
    const edit = { type: 'remove', path: ['memo'] } as const
    expect(placesAfter(MAPPING, edit, [['gone', 'id']])).toEqual([['gone', 'id']])
  })
  test('a name that a field to come has already is refused', () => {
    const edit = { type: 'rename', path: ['memo'], key: 'note' } as const
    expect(() => placesAfter(MAPPING, edit, [['note']])).toThrow(RowEditError)
  })
})
