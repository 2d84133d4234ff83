import type { CardNode, LineEdge } from './graph-view.ts'

/** How far an edge goes straight out of a port before it turns, in pixels of the canvas. */
export const STUB = 16
/** The least room to cards that it passes: it fits between two that are two steps of the grid apart. */
const CLEARANCE = 6

/**
 * Where the middle part of an edge runs: upright at `centerX` where the edge goes on to the right,
 * level at `centerY` where it comes back to the left. None: half way, as the drawing library does.
 */
export interface Lane {
  centerX?: number
  centerY?: number
}

type Point = { x: number; y: number }
interface Box {
  left: number
  right: number
  top: number
  bottom: number
}

/**
 * The lanes of those edges that would pass behind cards half way and need not, or need pass behind
 * fewer; by the edge's id. Edges that lead back to an earlier card get the room between two rows.
 */
export function lanes(
  cards: readonly CardNode[],
  lines: readonly LineEdge[],
): ReadonlyMap<string, Lane> {
  const byId = new Map(cards.map((card) => [card.id, card]))
  const boxes = cards.filter((card) => card.type === 'card').map(boxOf)
  const found = new Map<string, Lane>()
  for (const line of lines) {
    const from = portAt(byId.get(line.source), line.sourceHandle)
    const to = portAt(byId.get(line.target), line.targetHandle)
    const lane = from && to ? laneBetween(from, to, boxes) : null
    if (lane) found.set(line.id, lane)
  }
  return found
}

/** A lane that is no better than half way is none. */
function laneBetween(from: Point, to: Point, boxes: readonly Box[]): Lane | null {
  const start = { x: from.x + STUB, y: from.y }
  const end = { x: to.x - STUB, y: to.y }
  const onward = start.x < end.x
  const middle = onward ? (start.x + end.x) / 2 : (start.y + end.y) / 2
  const corners = (at: number): Point[] =>
    onward
      ? [start, { x: at, y: start.y }, { x: at, y: end.y }, end]
      : [start, { x: start.x, y: at }, { x: end.x, y: at }, end]
  const hidden = (at: number) => crossings(corners(at), boxes)
  const least = { at: middle, hidden: hidden(middle) }
  if (least.hidden === 0) return null
  const others = onward ? [end.x, start.x] : freeLevels(end.x, start.x, boxes)
  for (const at of others.toSorted((a, b) => Math.abs(a - middle) - Math.abs(b - middle))) {
    const count = hidden(at)
    if (count < least.hidden) Object.assign(least, { at, hidden: count })
  }
  if (least.at === middle) return null
  return onward ? { centerX: least.at } : { centerY: least.at }
}

/** The levels between, above and below the cards that stand between two places left and right. */
function freeLevels(left: number, right: number, boxes: readonly Box[]): number[] {
  const between = boxes
    .filter((box) => box.left < right && box.right > left)
    .toSorted((a, b) => a.top - b.top)
  const levels: number[] = []
  let bottom: number | null = null
  for (const box of between) {
    if (bottom === null) levels.push(box.top - STUB)
    else if (box.top - bottom >= 2 * CLEARANCE) levels.push((bottom + box.top) / 2)
    bottom = Math.max(bottom ?? box.bottom, box.bottom)
  }
  if (bottom !== null) levels.push(bottom + STUB)
  return levels
}

/** How often the way along these corners passes behind a card, or too close by one. */
function crossings(corners: readonly Point[], boxes: readonly Box[]): number {
  let count = 0
  for (const [index, to] of corners.entries()) {
    const from = corners[index - 1]
    if (!from) continue
    const left = Math.min(from.x, to.x) - CLEARANCE
    const right = Math.max(from.x, to.x) + CLEARANCE
    const top = Math.min(from.y, to.y) - CLEARANCE
    const bottom = Math.max(from.y, to.y) + CLEARANCE
    for (const box of boxes) {
      const apart = box.left >= right || box.right <= left || box.top >= bottom || box.bottom <= top
      if (!apart) count += 1
    }
  }
  return count
}

function boxOf({ position, width = 0, height = 0 }: CardNode): Box {
  return {
    left: position.x,
    right: position.x + width,
    top: position.y,
    bottom: position.y + height,
  }
}

/** The middle of a port, where its edges begin or end. */
function portAt(card: CardNode | undefined, id: string | null | undefined): Point | null {
  const port = card?.handles?.find((handle) => handle.id === id)
  if (!card || !port) return null
  const { width = 0, height = 0 } = port
  return { x: card.position.x + port.x + width / 2, y: card.position.y + port.y + height / 2 }
}
