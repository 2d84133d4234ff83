import { sameEdge } from '#engine/graph/can-connect.ts'
import type { FlowDocument, FlowNode } from '#engine/graph/schema.ts'
import { GRID, nodeSize } from '../_editor/card-size.ts'

/**
 * One graph with the nodes and edges of both documents, to be drawn as one: what is only in the older
 * one stands where it stood, or below whatever stands there now.
 */
export function mergedDocument(before: FlowDocument, after: FlowDocument): FlowDocument {
  const known = new Set(after.nodes.map((node) => node.id))
  const nodes = [...after.nodes]
  for (const gone of before.nodes) {
    if (!known.has(gone.id)) nodes.push(placed(gone, nodes))
  }
  const edges = before.edges.filter((edge) => !after.edges.some((one) => sameEdge(one, edge)))
  return { ...after, nodes, edges: [...after.edges, ...edges] }
}

function placed(node: FlowNode, others: readonly FlowNode[]): FlowNode {
  const { x } = node.position
  let { y } = node.position
  const { width, height } = nodeSize(node)
  const covers = (other: FlowNode) => {
    const size = nodeSize(other)
    const at = other.position
    return at.x < x + width && x < at.x + size.width && at.y < y + height && y < at.y + size.height
  }
  while (others.some(covers)) y += 2 * GRID
  return { ...node, position: { x, y } }
}
