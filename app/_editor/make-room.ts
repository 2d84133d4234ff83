import type { FlowDocument, FlowNode } from '#engine/graph/schema.ts'
import type { Point } from './canvas-tools.tsx'
import { GRID, nodeSize } from './card-size.ts'

/** Between a card and the next one to the right, in pixels. */
export const GAP = 64

/**
 * Where cards have to go so that a node that was just put in stands free: only what is in its way, or
 * would stand closer behind its predecessor than before, moves, and only to the right. Gives the new
 * places by node id; none when there is room.
 */
export function makeRoom(document: FlowDocument, inserted: string): Record<string, Point> {
  const nodes = new Map(document.nodes.map((node) => [node.id, node]))
  const moved = new Map<string, Point>()
  const placeOf = (node: FlowNode) => moved.get(node.id) ?? node.position
  const open = [inserted]
  // Every step moves something to the right; the bound is for drawings that are a knot already.
  for (let steps = 0; open.length > 0 && steps < document.nodes.length * 8; steps += 1) {
    const node = nodes.get(open.shift() ?? '')
    if (!node) continue
    const at = placeOf(node)
    const right = at.x + nodeSize(node).width
    const pushTo = (other: FlowNode, x: number) => {
      if (placeOf(other).x >= x) return
      moved.set(other.id, { x: snapUp(x), y: other.position.y })
      open.push(other.id)
    }
    for (const edge of document.edges) {
      const next = edge.from === node.id ? nodes.get(edge.to) : undefined
      if (next) pushTo(next, right + gapBefore(node, next, inserted))
    }
    for (const other of document.nodes) {
      if (other.id === node.id || other.id === inserted) continue
      if (overlap(box(node, at), box(other, placeOf(other)))) pushTo(other, right + GAP)
    }
  }
  return Object.fromEntries(moved)
}

/** The first of some places where a node lies on no other; the first of all when there is none. */
export function firstFree(document: FlowDocument, node: FlowNode, places: readonly Point[]): Point {
  const free = places.find((place) =>
    document.nodes.every(
      (other) => other.id === node.id || !overlap(box(node, place), box(other, other.position)),
    ),
  )
  return free ?? places[0] ?? node.position
}

/** Cards that somebody has drawn closer together, or backwards, stay as they were drawn. */
function gapBefore(from: FlowNode, to: FlowNode, inserted: string): number {
  const drawn = to.position.x - from.position.x - nodeSize(from).width
  if (from.id === inserted) return to.position.x < from.position.x - GAP * 3 ? -Infinity : GAP
  return drawn < 0 ? -Infinity : Math.min(drawn, GAP)
}

interface Box extends Point {
  width: number
  height: number
}

function box(node: FlowNode, at: Point): Box {
  return { ...at, ...nodeSize(node) }
}

function overlap(one: Box, other: Box): boolean {
  return (
    one.x < other.x + other.width + GRID &&
    other.x < one.x + one.width + GRID &&
    one.y < other.y + other.height + GRID &&
    other.y < one.y + one.height + GRID
  )
}

function snapUp(pixels: number): number {
  return Math.ceil(pixels / GRID) * GRID
}
