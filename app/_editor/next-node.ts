import type { FlowDocument, FlowNode } from '#engine/graph/schema.ts'

export type Direction = 'left' | 'right' | 'up' | 'down'

/**
 * The node that an arrow key leads to: right and left along the edges, of several the one at the same
 * height; up and down to the nearest one. Where no edge goes on, the nearest one on that side; null
 * at the border of the flow.
 */
export function nextNode(
  document: FlowDocument,
  id: string,
  direction: Direction,
): FlowNode | null {
  const here = document.nodes.find((node) => node.id === id)
  if (!here) return document.nodes[0] ?? null
  const joined = new Set(
    document.edges.flatMap((edge) => {
      if (direction === 'right' && edge.from === id) return [edge.to]
      return direction === 'left' && edge.to === id ? [edge.from] : []
    }),
  )
  const along = document.nodes.filter((node) => joined.has(node.id))
  if (along.length > 0) return nearest(along, (node) => Math.abs(dy(here, node)))
  const beyond = document.nodes.filter((node) => ahead(here, node, direction) > 0)
  return nearest(beyond, (node) => ahead(here, node, direction) + 3 * aside(here, node, direction))
}

function nearest(nodes: readonly FlowNode[], far: (node: FlowNode) => number): FlowNode | null {
  return nodes.reduce<FlowNode | null>(
    (best, node) => (best === null || far(node) < far(best) ? node : best),
    null,
  )
}

function ahead(from: FlowNode, to: FlowNode, direction: Direction): number {
  const way = { left: -dx(from, to), right: dx(from, to), up: -dy(from, to), down: dy(from, to) }
  return way[direction]
}

function aside(from: FlowNode, to: FlowNode, direction: Direction): number {
  return Math.abs(direction === 'left' || direction === 'right' ? dy(from, to) : dx(from, to))
}

function dx(from: FlowNode, to: FlowNode): number {
  return to.position.x - from.position.x
}

function dy(from: FlowNode, to: FlowNode): number {
  return to.position.y - from.position.y
}
