import { orderNodes } from '#engine/graph/order.ts'
import type { FlowDocument, FlowEdge, FlowNode } from '#engine/graph/schema.ts'
import { findKind } from '#nodes/catalog.ts'

/** One line of the outline. */
export type OutlineRow =
  | { type: 'node'; key: string; node: FlowNode; leads: boolean }
  /** One way out of the node above; `edge` is null while it goes nowhere. */
  | {
      type: 'way'
      key: string
      node: FlowNode
      port: string
      label: string
      edge: FlowEdge | null
      to: string
    }

/**
 * The flow as a list: nodes in the order in which records reach them, and under each that is open its
 * ways out. Notes come last.
 */
export function outlineRows(document: FlowDocument, open: (id: string) => boolean): OutlineRow[] {
  const nodes = new Map(document.nodes.map((node) => [node.id, node]))
  const { order } = orderNodes(document)
  const placed = new Set(order)
  const all = [...order, ...document.nodes.map(({ id }) => id).filter((id) => !placed.has(id))]
  const isNote = (node: FlowNode) => findKind(node.kind)?.role === 'note'
  const listed = all.flatMap((id) => nodes.get(id) ?? [])
  return [...listed.filter((node) => !isNote(node)), ...listed.filter(isNote)].flatMap((node) => {
    const ways = waysOf(document, node, nodes)
    const row: OutlineRow = { type: 'node', key: node.id, node, leads: ways.length > 0 }
    return open(node.id) ? [row, ...ways] : [row]
  })
}

function waysOf(
  document: FlowDocument,
  node: FlowNode,
  nodes: ReadonlyMap<string, FlowNode>,
): OutlineRow[] {
  const ports = findKind(node.kind)?.ports(node.config) ?? []
  const leaving = document.edges.filter((edge) => edge.from === node.id)
  const known = new Set(ports.map((port) => port.id))
  const missing = leaving
    .filter((edge) => !known.has(edge.port))
    .map((edge) => ({ id: edge.port, label: `${edge.port} (no longer there)` }))
  return [...ports, ...missing].flatMap(({ id, label }): OutlineRow[] => {
    const edges = leaving.filter((edge) => edge.port === id)
    const way = { type: 'way' as const, node, port: id, label: ports.length > 1 ? label : '' }
    if (edges.length === 0) return [{ ...way, key: `${node.id}:${id}`, edge: null, to: '' }]
    return edges.map((edge) => ({
      ...way,
      key: `${node.id}:${id}>${edge.to}`,
      edge,
      to: nodes.get(edge.to)?.name ?? edge.to,
    }))
  })
}
