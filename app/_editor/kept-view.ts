/** Where the canvas looks: pixels of the window = place in the flow · zoom + x or y. */
export interface View {
  x: number
  y: number
  zoom: number
}

/** In the flow, or in pixels from the canvas's top left. */
export interface Box {
  x: number
  y: number
  width: number
  height: number
}

interface Size {
  width: number
  height: number
}

interface Looked {
  view: View
  /** Of the canvas, when it looked there. */
  size: Size
  /** In the flow: what a person works at, the chosen cards. */
  chosen: readonly Box[]
  /** All cards. */
  cards: readonly Box[]
}

/** Kept free around what stays in sight, in px. */
const MARGIN = 16
/** Smaller than that words on cards cannot be read. */
const READABLE = 0.75

/**
 * Where the canvas looks when its size has changed, so that nothing that was in sight gets lost: the
 * chosen cards stay in sight, out of the corners that are `covered`; with none chosen all that could
 * be seen does, smaller if need be. Where that is too much, the middle stays the middle.
 */
export function keptView(
  { view, size, chosen, cards }: Looked,
  next: Size,
  covered: readonly Box[],
): View {
  const seen = (boxes: readonly Box[]) => boxes.filter((box) => touches(box, areaOf(view, size)))
  const wanted = boundsOf(seen(chosen)) ?? boundsOf(seen(cards))
  if (!wanted) return view
  const room = { width: next.width - 2 * MARGIN, height: next.height - 2 * MARGIN }
  const fits = Math.min(room.width / wanted.width, room.height / wanted.height)
  const zoom = Math.min(view.zoom, Math.max(fits, Math.min(view.zoom, READABLE)))
  const middle = middleOf(areaOf(view, size))
  const scaled = {
    ...{ x: size.width / 2 - middle.x * zoom, y: size.height / 2 - middle.y * zoom, zoom },
  }
  const still = zoom === view.zoom ? view : scaled
  if (fits < zoom) {
    return {
      x: still.x + (next.width - size.width) / 2,
      y: still.y + (next.height - size.height) / 2,
      zoom,
    }
  }
  const shown = onScreen(wanted, still)
  const within = { ...shown, x: into(shown.x, shown.width, next.width) }
  const placed = { ...within, y: into(shown.y, shown.height, next.height) }
  const free = uncovered(placed, covered)
  return { x: still.x + free.x - shown.x, y: still.y + free.y - shown.y, zoom }
}

/** The nearest place of a length between the margins. */
function into(start: number, length: number, whole: number): number {
  return Math.max(MARGIN, Math.min(start, whole - MARGIN - length))
}

/** Above what covers it, when there is room. */
function uncovered(box: Box, covered: readonly Box[]): Box {
  const hit = covered.filter((one) => touches(box, one))
  if (hit.length === 0) return box
  const y = Math.min(...hit.map((one) => one.y)) - MARGIN / 2 - box.height
  return y < MARGIN ? box : { ...box, y }
}

/** What of the flow can be seen. */
function areaOf({ x, y, zoom }: View, { width, height }: Size): Box {
  return { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom }
}

function onScreen(box: Box, { x, y, zoom }: View): Box {
  return {
    x: box.x * zoom + x,
    y: box.y * zoom + y,
    width: box.width * zoom,
    height: box.height * zoom,
  }
}

function middleOf({ x, y, width, height }: Box): { x: number; y: number } {
  return { x: x + width / 2, y: y + height / 2 }
}

function boundsOf(boxes: readonly Box[]): Box | null {
  if (boxes.length === 0) return null
  const x = Math.min(...boxes.map((box) => box.x))
  const y = Math.min(...boxes.map((box) => box.y))
  return {
    ...{ x, y },
    width: Math.max(...boxes.map((box) => box.x + box.width)) - x,
    height: Math.max(...boxes.map((box) => box.y + box.height)) - y,
  }
}

function touches(one: Box, other: Box): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  )
}
