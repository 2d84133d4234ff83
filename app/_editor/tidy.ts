import type { ElkNode } from 'elkjs'
import type { FlowDocument, FlowNode } from '#engine/graph/schema.ts'
import { findKind } from '#nodes/catalog.ts'
import type { Port } from '#nodes/kind.ts'
import { CARD_WIDTH, cardSize, GRID, HEAD_HEIGHT, portTop } from './card-size.ts'

type Point = { x: number; y: number }
type Layout = (graph: ElkNode) => Promise<ElkNode>

const NO_SIZE = { width: 0, height: 0 }
const OPTIONS = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.spacing.nodeNode': '40',
  'elk.layered.spacing.nodeNodeBetweenLayers': '88',
  'elk.spacing.componentComponent': '64',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
}

/**
 * Lays a flow out from left to right and gives the new place of each node that moves; none when it
 * is tidy already. The top left corner stays where it was, so that a second call moves nothing.
 * Edges leave their ports, branches keep the order of theirs, notes go along with the node they lie by.
 * `layout` is ELK's, wherever it runs.
 */
export async function tidy(
  document: FlowDocument,
  { layout }: { layout: Layout },
): Promise<Record<string, Point>> {
  const { steps, notes } = apart(document)
  if (steps.length === 0) return {}
  const laid = await layout(elkGraph(document, steps))
  const places = (laid.children ?? []).map(({ id, x = 0, y = 0 }) => ({ id, x, y }))
  const corner = topLeft(steps.map((node) => node.position))
  const laidCorner = topLeft(places)
  const placed = new Map(
    places.map(({ id, x, y }): [string, Point] => [
      id,
      { x: snap(corner.x) + snap(x - laidCorner.x), y: snap(corner.y) + snap(y - laidCorner.y) },
    ]),
  )
  for (const note of notes) placed.set(note.id, follow(note, steps, placed))
  const before = new Map(document.nodes.map((node) => [node.id, node.position]))
  return Object.fromEntries(
    [...placed].filter(([id, to]) => before.get(id)?.x !== to.x || before.get(id)?.y !== to.y),
  )
}

function apart({ nodes }: FlowDocument): { steps: FlowNode[]; notes: FlowNode[] } {
  const isNote = (node: FlowNode) => findKind(node.kind)?.role === 'note'
  return { steps: nodes.filter((node) => !isNote(node)), notes: nodes.filter(isNote) }
}

/** A note goes along with the node that it lies nearest to: that is the one it speaks of. */
function follow(
  note: FlowNode,
  steps: readonly FlowNode[],
  placed: ReadonlyMap<string, Point>,
): Point {
  const far = ({ position }: FlowNode) =>
    Math.hypot(position.x - note.position.x, position.y - note.position.y)
  const near = steps.reduce((best, node) => (far(node) < far(best) ? node : best))
  const to = placed.get(near.id) ?? near.position
  return {
    x: note.position.x + to.x - near.position.x,
    y: note.position.y + to.y - near.position.y,
  }
}

function elkGraph(document: FlowDocument, steps: readonly FlowNode[]): ElkNode {
  const ids = new Set(steps.map((node) => node.id))
  const ports = new Map(steps.map((node) => [node.id, portsOf(document, node)]))
  return {
    id: 'flow',
    layoutOptions: OPTIONS,
    children: steps.map((node) => {
      const outs = ports.get(node.id) ?? []
      return {
        id: node.id,
        ...cardSize(outs),
        layoutOptions: { 'elk.portConstraints': 'FIXED_POS' },
        ports: [
          { id: `${node.id}:in`, x: 0, y: HEAD_HEIGHT / 2, ...NO_SIZE },
          ...outs.map((port, index) => ({
            id: `${node.id}:out:${port.id}`,
            x: CARD_WIDTH,
            y: portTop(outs, index),
            ...NO_SIZE,
          })),
        ],
      }
    }),
    edges: document.edges
      .filter((edge) => ids.has(edge.from) && ids.has(edge.to))
      .map((edge, index) => ({
        id: `e${index}`,
        sources: [`${edge.from}:out:${edge.port}`],
        targets: [`${edge.to}:in`],
      })),
  }
}

/** A node's ports, with those that only edges still know of. */
function portsOf(document: FlowDocument, node: FlowNode): Port[] {
  const known = findKind(node.kind)?.ports(node.config) ?? []
  const used = document.edges.filter((edge) => edge.from === node.id).map((edge) => edge.port)
  const missing = [...new Set(used)].filter((id) => !known.some((port) => port.id === id))
  return [...known, ...missing.map((id) => ({ id, label: id, missing: true }))]
}

function topLeft(points: readonly Point[]): Point {
  return {
    x: Math.min(...points.map((point) => point.x)),
    y: Math.min(...points.map((point) => point.y)),
  }
}

function snap(pixels: number): number {
  return Math.round(pixels / GRID) * GRID
}
