import { expect, test } from 'vitest'
import type { SourceField } from '#engine/mapping/source-fields.ts'
import { treeLines, treeMove } from './tree-lines.ts'

function field(path: string, fields: SourceField[] = []): SourceField {
  const key = path.split('.').at(-1) ?? path
  return { path, key, types: ['text'], present: 1, list: false, example: undefined, fields }
}

const FIELDS = [field('id'), field('customer', [field('customer.name')]), field('total')]
const OPEN = treeLines(FIELDS, () => true)
const CLOSED = treeLines(FIELDS, () => false)

test('a closed field hides what is inside it', () => {
  expect(CLOSED.map((line) => line.field.path)).toEqual(['id', 'customer', 'total'])
  expect(OPEN.map((line) => line.field.path)).toEqual(['id', 'customer', 'customer.name', 'total'])
})

test('up and down go over what is visible', () => {
  expect(treeMove(OPEN, 'customer', 'ArrowDown')).toEqual({ type: 'go', to: 'customer.name' })
  expect(treeMove(CLOSED, 'customer', 'ArrowDown')).toEqual({ type: 'go', to: 'total' })
  expect(treeMove(OPEN, 'id', 'ArrowUp')).toBeNull()
})

test('right opens, then goes inside', () => {
  expect(treeMove(CLOSED, 'customer', 'ArrowRight')).toEqual({ type: 'open', path: 'customer' })
  expect(treeMove(OPEN, 'customer', 'ArrowRight')).toEqual({ type: 'go', to: 'customer.name' })
  expect(treeMove(OPEN, 'id', 'ArrowRight')).toBeNull()
})

test('left closes, or goes to what is around', () => {
  expect(treeMove(OPEN, 'customer', 'ArrowLeft')).toEqual({ type: 'close', path: 'customer' })
  expect(treeMove(OPEN, 'customer.name', 'ArrowLeft')).toEqual({ type: 'go', to: 'customer' })
})
