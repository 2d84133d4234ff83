import { describe, expect, test } from 'vitest'
import { applyEdit } from '#engine/graph/edit.ts'
import { parseFlowDocument, type FlowDocument } from '#engine/graph/schema.ts'
import { findKind } from '#nodes/catalog.ts'
import type { Placement } from './canvas-tools.tsx'
import { nodeSize } from './card-size.ts'
import { fitsEdge, nextAfter, placeNode } from './place-node.ts'

const node = (id: string, kind: string, x: number, y = 0) => ({
  id,
  kind,
  version: 1,
  name: id,
  config: kind === 'transform.branch' ? { rows: [{ name: 'Paid', condition: 'true' }] } : {},
  position: { x, y },
})
const flow = parseFlowDocument({
  format: 1,
  name: 'Invoices',
  nodes: [
    node('read', 'stripe.list-source', 0),
    node('keep', 'transform.filter', 312),
    node('write', 'netsuite.upsert', 624),
    node('far', 'transform.filter', 1_400),
    node('aside', 'transform.filter', 312, 240),
  ],
  edges: [
    { from: 'read', port: 'out', to: 'keep' },
    { from: 'keep', port: 'out', to: 'write' },
    { from: 'write', port: 'out', to: 'far' },
  ],
})

function kindOf(id: string) {
  const kind = findKind(id)
  if (!kind) throw new Error(`no kind ${id}`)
  return kind
}

function placed(kind: string, placement: Placement): FlowDocument {
  return placeNode(flow, kindOf(kind), placement).edits.reduce<FlowDocument>(
    (document, edit) => applyEdit(document, edit),
    flow,
  )
}

const xOf = (document: FlowDocument, id: string) =>
  document.nodes.find((one) => one.id === id)?.position.x

describe('a node put into an edge', () => {
  const edge = { from: 'read', port: 'out', to: 'keep' }
  const after = placed('transform.branch', { type: 'edge', edge })
  const put = after.nodes.at(-1)

  test('is joined at both sides, with its first output', () => {
    expect(after.edges).toContainEqual({ from: 'read', port: 'out', to: put?.id })
    expect(after.edges).toContainEqual({ from: put?.id, port: 'otherwise', to: 'keep' })
    expect(after.edges).not.toContainEqual(edge)
  })
  test('stands in the row of the edge, and only what must moves', () => {
    expect(put?.position.y).toBe(0)
    expect(xOf(after, 'keep')).toBeGreaterThan(312)
    expect(xOf(after, 'write')).toBeGreaterThan(624)
    expect(xOf(after, 'far')).toBe(1_400)
    expect(xOf(after, 'aside')).toBe(312)
  })
  test('lies on no other card, and neither do those that made room', () => {
    const boxes = after.nodes.map((one) => ({ ...one.position, ...nodeSize(one) }))
    const pairs = boxes.flatMap((one, at) => boxes.slice(at + 1).map((other) => [one, other]))
    expect(
      pairs.filter(
        ([one, other]) =>
          one &&
          other &&
          one.x < other.x + other.width &&
          other.x < one.x + one.width &&
          one.y < other.y + other.height &&
          other.y < one.y + one.height,
      ),
    ).toEqual([])
  })
})

test('a node placed after a port is joined to it, a source is not', () => {
  const placement: Placement = { type: 'after', node: 'far', port: 'out' }
  const after = placed('transform.filter', placement)
  expect(after.edges.at(-1)).toEqual({ from: 'far', port: 'out', to: after.nodes.at(-1)?.id })
  expect(placed('stripe.list-source', placement).edges).toEqual(flow.edges)
})

test('what comes next goes into the edge of a port, or after a port that has none', () => {
  const edge = { from: 'read', port: 'out', to: 'keep' }
  expect(nextAfter(flow, 'read', 'out')).toEqual({ type: 'edge', edge })
  expect(nextAfter(flow, 'far', 'out')).toEqual({ type: 'after', node: 'far', port: 'out' })
})

test('only kinds that records go through fit into an edge', () => {
  const fits = (id: string) => fitsEdge(kindOf(id))
  expect(fits('transform.map')).toBe(true)
  expect(fits('stripe.list-source')).toBe(false)
  expect(fits('canvas.note')).toBe(false)
})
