import type { ElkNode } from 'elkjs'
import type { FlowDocument } from '#engine/graph/schema.ts'
import { CARD_WIDTH, GRID } from './new-node.ts'

type Point = { x: number; y: number }
type Layout = (graph: ElkNode) => Promise<ElkNode>
type Size = { width: number; height: number }

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
 * `sizes` are those of the drawn cards; `layout` is ELK's, wherever it runs.
 */
export async function tidy(
  document: FlowDocument,
  { sizes, layout }: { sizes: ReadonlyMap<string, Size>; layout: Layout },
): Promise<Record<string, Point>> {
  if (document.nodes.length === 0) return {}
  const laid = await layout(elkGraph(document, sizes))
  const places = (laid.children ?? []).map(({ id, x = 0, y = 0 }) => ({ id, x, y }))
  const corner = topLeft(document.nodes.map((node) => node.position))
  const laidCorner = topLeft(places)
  const moved = places.map(({ id, x, y }): [string, Point] => [
    id,
    { x: snap(corner.x) + snap(x - laidCorner.x), y: snap(corner.y) + snap(y - laidCorner.y) },
  ])
  const before = new Map(document.nodes.map((node) => [node.id, node.position]))
  return Object.fromEntries(
    moved.filter(([id, to]) => before.get(id)?.x !== to.x || before.get(id)?.y !== to.y),
  )
}

function elkGraph(document: FlowDocument, sizes: ReadonlyMap<string, Size>): ElkNode {
  return {
    id: 'flow',
    layoutOptions: OPTIONS,
    children: document.nodes.map((node) => ({
      id: node.id,
      ...(sizes.get(node.id) ?? { width: CARD_WIDTH, height: 88 }),
    })),
    edges: document.edges.map((edge, index) => ({
      id: `e${index}`,
      sources: [edge.from],
      targets: [edge.to],
    })),
  }
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
