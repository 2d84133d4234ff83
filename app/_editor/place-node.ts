import type { FlowEdit } from '#engine/graph/edit.ts'
import { reachable } from '#engine/graph/order.ts'
import type { FlowDocument, FlowEdge, FlowNode } from '#engine/graph/schema.ts'
import type { Kind } from '#nodes/kind.ts'
import type { Placement, Point } from './canvas-tools.tsx'
import { firstFree, makeRoom } from './make-room.ts'
import { newNode, placeAfter, ROW } from './new-node.ts'

/** The edits that put a new node of a kind somewhere, as one step of undo; and that node. */
export function placeNode(
  document: FlowDocument,
  kind: Kind,
  placement: Placement,
): { node: FlowNode; edits: FlowEdit[] } {
  switch (placement.type) {
    case 'free': {
      const node = newNode(kind, document, placement.at)
      return { node, edits: [{ type: 'add-node', node }] }
    }
    case 'after': {
      const { node: from, port } = placement
      const node = newNode(kind, document, besidePort(document, placement))
      const edge = { from, port, to: node.id }
      return {
        node,
        edits: [{ type: 'add-node', node }, ...(takesInput(kind) ? [connection(edge)] : [])],
      }
    }
    case 'edge':
      return intoEdge(document, kind, placement.edge)
  }
}

/** True for kinds that an edge can lead to. */
export function takesInput(kind: Kind): boolean {
  return kind.role !== 'source' && kind.role !== 'note'
}

/** True for kinds that can stand in the middle of an edge. */
export function fitsEdge(kind: Kind): boolean {
  return takesInput(kind) && kind.ports({}).length > 0
}

/**
 * Where “the next node” after a port goes: into the one edge that leaves it, else beside its node. A
 * port that several edges leave gets one more.
 */
export function nextAfter(document: FlowDocument, from: string, port: string): Placement {
  const leaving = document.edges.filter((edge) => edge.from === from && edge.port === port)
  const [only] = leaving
  return only && leaving.length === 1
    ? { type: 'edge', edge: only }
    : { type: 'after', node: from, port }
}

function intoEdge(document: FlowDocument, kind: Kind, edge: FlowEdge) {
  const from = document.nodes.find((one) => one.id === edge.from)
  const to = document.nodes.find((one) => one.id === edge.to)
  const made = newNode(kind, document, { x: 0, y: 0 })
  if (!from || !to) return { node: made, edits: [] }
  const { x } = placeAfter(from)
  const branches = document.edges.filter((one) => one.from === edge.from).length > 1
  const rows = branches ? [to.position.y, from.position.y] : [from.position.y, to.position.y]
  // What comes after the edge is moved aside; only the rest can be in the way.
  const after = reachable(document, [edge.from])
  const rest = document.nodes.filter(({ id }) => !after.has(id))
  const places = [...rows, Math.max(...rows) + ROW].map((y) => ({ x, y }))
  const node = { ...made, position: firstFree({ ...document, nodes: rest }, made, places) }
  const port = kind.ports(node.config)[0]?.id ?? 'out'
  const inserted: FlowDocument = {
    ...document,
    nodes: [...document.nodes, node],
    edges: [
      ...document.edges.filter((one) => one !== edge),
      { ...edge, to: node.id },
      { from: node.id, port, to: edge.to },
    ],
  }
  const positions = makeRoom(inserted, node.id)
  const moves: FlowEdit[] =
    Object.keys(positions).length > 0 ? [{ type: 'move-nodes', positions }] : []
  return { node, edits: [{ type: 'insert-on-edge' as const, edge, node, port }, ...moves] }
}

function besidePort(document: FlowDocument, { node, port }: { node: string; port: string }): Point {
  const from = document.nodes.find((one) => one.id === node)
  if (!from) return { x: 0, y: 0 }
  const others = document.edges.filter((edge) => edge.from === node && edge.port !== port).length
  const { x, y } = placeAfter(from)
  return { x, y: y + others * ROW }
}

function connection(edge: FlowEdge): FlowEdit {
  return { type: 'connect', edge }
}
