import { expect, test } from 'vitest'
import { parseFlowDocument } from '#engine/graph/schema.ts'
import { align, distribute } from './align.ts'
import { nodeSize } from './card-size.ts'

const node = (id: string, x: number, y: number, ways: string[] = []) => ({
  id,
  kind: ways.length > 0 ? 'transform.branch' : 'transform.filter',
  version: 1,
  name: id,
  config: { rows: ways.map((name) => ({ name })) },
  position: { x, y },
})
const { nodes } = parseFlowDocument({
  format: 1,
  name: 'Flow',
  nodes: [node('a', 0, 40), node('b', 100, 0, ['Paid', 'Open']), node('c', 1_000, 400)],
  edges: [],
})
const bottomOf = (positions: ReturnType<typeof align>, id: string) => {
  const one = nodes.find((candidate) => candidate.id === id)
  return one && (positions[id]?.y ?? 0) + nodeSize(one).height
}

test('nodes are aligned at an edge of all of them, whatever their height', () => {
  expect(align(nodes, 'left')).toEqual({
    a: { x: 0, y: 40 },
    b: { x: 0, y: 0 },
    c: { x: 0, y: 400 },
  })
  const below = align(nodes, 'bottom')
  expect(bottomOf(below, 'a')).toBe(bottomOf(below, 'c'))
  expect(bottomOf(below, 'b')).toBe(bottomOf(below, 'c'))
})

test('nodes are distributed with equal gaps between the outermost two', () => {
  const across = distribute(nodes, 'x')
  expect(across).toEqual({ a: { x: 0, y: 40 }, b: { x: 500, y: 0 }, c: { x: 1_000, y: 400 } })
})

test('two nodes have nothing to distribute', () => {
  expect(distribute(nodes.slice(0, 2), 'y')).toEqual({})
})
