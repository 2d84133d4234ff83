import { sameEdge } from '../graph/can-connect.ts'
import type { FlowDocument, FlowNode } from '../graph/schema.ts'

/** About the size of a card on the canvas, in its pixels. */
const CARD = { width: 250, height: 80 }
const STEP = 16

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
  const covers = ({ position }: FlowNode) =>
    Math.abs(position.x - x) < CARD.width && Math.abs(position.y - y) < CARD.height
  while (others.some(covers)) y += STEP
  return { ...node, position: { x, y } }
}
