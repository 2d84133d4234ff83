import { expect, test } from 'vitest'
import { moveLines, withLine, withoutLine } from './added-lines.ts'
import { pathKey } from './held-text.ts'

const MAPPING = '{ "memo": number, "entity": { "id": customer } }'
const ADDED = withLine(withLine(new Map(), ['entity', 'name']), ['due'])

test('a line that was asked for goes with the object that it lies in', () => {
  const edit = { type: 'rename', path: ['entity'], key: 'customer' } as const
  expect(moveLines(MAPPING, edit, ADDED)).toEqual(
    new Map([
      [pathKey(['customer']), ['name']],
      [pathKey([]), ['due']],
    ]),
  )
})

test('a line is gone with its object, and when it is not wanted any more', () => {
  const left = new Map([[pathKey([]), ['due']]])
  expect(moveLines(MAPPING, { type: 'remove', path: ['entity'] }, ADDED)).toEqual(left)
  expect(withoutLine(left, ['due'])).toEqual(new Map([[pathKey([]), []]]))
})
