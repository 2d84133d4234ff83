import type { FlowDocument, FlowNode } from '#engine/graph/schema.ts'
import { initialConfig, type Kind } from '#nodes/kind.ts'

/** Width of a card, in pixels of the canvas. */
export const CARD_WIDTH = 248
/** Everything on the canvas lies on this grid, in pixels. */
export const GRID = 8

const GAP = 72
const ROW = 120

/** A node of a kind with nothing set, at a place where no other node lies. */
export function newNode(
  kind: Kind,
  document: FlowDocument,
  wanted: { x: number; y: number },
): FlowNode {
  return {
    id: newId(),
    kind: kind.id,
    version: kind.version,
    name: freeName(kind.title, document),
    config: initialConfig(kind),
    position: freePlace(document, wanted),
    disabled: false,
    note: '',
  }
}

/** The place where what comes after a node would be put. */
export function placeAfter(node: FlowNode): { x: number; y: number } {
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

function freePlace(document: FlowDocument, wanted: { x: number; y: number }) {
  const x = snap(wanted.x)
  let y = snap(wanted.y)
  const taken = (node: FlowNode) =>
    Math.abs(node.position.x - x) < CARD_WIDTH && Math.abs(node.position.y - y) < ROW - GRID
  while (document.nodes.some(taken)) y += ROW
  return { x, y }
}

function snap(pixels: number): number {
  return Math.round(pixels / GRID) * GRID
}
