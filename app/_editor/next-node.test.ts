import { expect, test } from 'vitest'
import { parseFlowDocument } from '#engine/graph/schema.ts'
import { nextNode, type Direction } from './next-node.ts'

const node = (id: string, x: number, y: number) => ({
  id,
  kind: 'transform.filter',
  version: 1,
  name: id,
  config: {},
  position: { x, y },
})
const flow = parseFlowDocument({
  format: 1,
  name: 'Flow',
  nodes: [
    node('read', 0, 0),
    node('up', 300, -100),
    node('level', 900, 8),
    node('down', 300, 100),
    node('loose', 300, 0),
  ],
  edges: [
    { from: 'read', port: 'out', to: 'up' },
    { from: 'read', port: 'out', to: 'level' },
    { from: 'read', port: 'out', to: 'down' },
  ],
})
const go = (from: string, direction: Direction) => nextNode(flow, from, direction)?.id ?? null

test('right and left follow the edges, however near another node lies', () => {
  expect(go('read', 'right')).toBe('level')
  expect(go('down', 'left')).toBe('read')
})

test('up and down lead to the nearest node on that side', () => {
  expect(go('up', 'down')).toBe('loose')
  expect(go('loose', 'down')).toBe('down')
  expect(go('down', 'up')).toBe('loose')
})

test('where no edge goes on, the nearest node on that side is next', () => {
  expect(go('loose', 'left')).toBe('read')
  expect(go('level', 'right')).toBeNull()
})
