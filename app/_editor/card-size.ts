import { Position, type NodeHandle } from '@xyflow/react'
import type { FlowNode } from '#engine/graph/schema.ts'
import { findKind } from '#nodes/catalog.ts'
import type { Kind, Port } from '#nodes/kind.ts'

/*
 * A card's size and the places of its ports follow from the document alone. So the drawing library
 * has nothing to measure: a large flow opens at once, cards out of sight need not be drawn, and
 * nothing jumps when counts come in.
 */

/** Width of a card, in pixels of the canvas. */
export const CARD_WIDTH = 248
/** Everything on the canvas lies on this grid, in pixels. */
export const GRID = 8
/** Icon, name and summary. */
export const HEAD_HEIGHT = 52
/** One labelled port. */
const PORT_HEIGHT = 24
/** Counts, or what kind of node it is. */
const FOOT_HEIGHT = 28
const PORTS_PADDING = 8
/** Width and height of the dot that an edge begins or ends at. */
const HANDLE = 11

interface Size {
  width: number
  height: number
}

/** The size of a node on the canvas; a note has the one it was given. */
export function nodeSize(node: FlowNode, kind: Kind | undefined = findKind(node.kind)): Size {
  if (kind?.role === 'note') {
    return { width: pixels(node.config.width, 248), height: pixels(node.config.height, 120) }
  }
  return cardSize(kind?.ports(node.config) ?? [])
}

/** The size of a card with these ports. */
export function cardSize(ports: readonly Port[]): Size {
  const listed = isListed(ports) ? PORTS_PADDING + ports.length * PORT_HEIGHT : 0
  return { width: CARD_WIDTH, height: HEAD_HEIGHT + listed + FOOT_HEIGHT }
}

/** True when ports stand below each other with their names; a single one needs no name. */
export function isListed(ports: readonly (Port & { missing?: boolean })[]): boolean {
  return ports.length > 1 || ports.some((port) => port.missing === true)
}

/** How far below a card's top edge the middle of a port is, in pixels. */
export function portTop(ports: readonly Port[], index: number): number {
  return isListed(ports)
    ? HEAD_HEIGHT + PORTS_PADDING / 2 + (index + 0.5) * PORT_HEIGHT
    : HEAD_HEIGHT / 2
}

/** Where edges touch a card. */
export function cardHandles(ports: readonly Port[], input: string | null): NodeHandle[] {
  const at = (x: number, y: number) => ({
    x: x - HANDLE / 2,
    y: y - HANDLE / 2,
    width: HANDLE,
    height: HANDLE,
  })
  const ins: NodeHandle[] =
    input === null
      ? []
      : [{ id: input, type: 'target', position: Position.Left, ...at(0, HEAD_HEIGHT / 2) }]
  const outs = ports.map((port, index): NodeHandle => ({
    id: port.id,
    type: 'source',
    position: Position.Right,
    ...at(CARD_WIDTH, portTop(ports, index)),
  }))
  return [...ins, ...outs]
}

function pixels(value: unknown, otherwise: number): number {
  return typeof value === 'number' && value > 0 ? value : otherwise
}
