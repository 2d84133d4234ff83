import type { FlowDocument, FlowNode } from '#engine/graph/schema.ts'
import { initialConfig, type Kind } from '#nodes/kind.ts'
import type { Point } from './canvas-tools.tsx'
import { CARD_WIDTH, GRID } from './card-size.ts'
import { firstFree, GAP } from './make-room.ts'

/** From one card to the one below it, in pixels. */
export const ROW = 104
/** A free place is looked for in so many rows. */
const MOST_ROWS = 200

/** A node of a kind with nothing set, at a place where no other node lies. */
export function newNode(kind: Kind, document: FlowDocument, wanted: Point): FlowNode {
  const node: FlowNode = {
    id: newId(),
    kind: kind.id,
    version: kind.version,
    name: freeName(kind.title, document),
    config: initialConfig(kind),
    position: { x: snap(wanted.x), y: snap(wanted.y) },
    disabled: false,
    note: '',
  }
  return { ...node, position: firstFree(document, node, rowsBelow(node.position)) }
}

/** The place where what comes after a node would be put. */
export function placeAfter(node: FlowNode): Point {
  return { x: node.position.x + CARD_WIDTH + GAP, y: node.position.y }
}

/** An id that no other node has: eight characters by chance, for a flow of at most 2,000 nodes. */
export function newId(): string {
  // Not randomUUID: browsers give it on https and localhost only.
  const bytes = crypto.getRandomValues(new Uint8Array(8))
  return `n_${Array.from(bytes, (byte) => (byte % 36).toString(36)).join('')}`
}

function freeName(title: string, document: FlowDocument): string {
  const names = new Set(document.nodes.map((node) => node.name))
  if (!names.has(title)) return title
  let number = 2
  while (names.has(`${title} ${number}`)) number += 1
  return `${title} ${number}`
}

function rowsBelow({ x, y }: Point): Point[] {
  return Array.from({ length: MOST_ROWS }, (_, row) => ({ x, y: y + row * ROW }))
}

function snap(pixels: number): number {
  return Math.round(pixels / GRID) * GRID
}
