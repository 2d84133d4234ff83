import { findKind } from '../catalog.ts'
import type { JsonObject } from '../json.ts'

/** One step of a template's graph, before it has a place on the canvas in pixels. */
export interface Step {
  id: string
  kind: string
  name: string
  config: JsonObject
  /** Column and row; row 0 is the main way. After seven columns a new line begins. */
  at: [number, number]
  note?: string
  disabled?: boolean
}

/** From a card to the next one at its right, in pixels, as all below. */
const STEP = 300
/** The steps stand like lines of text, so that the whole flow fits a screen and can be read. */
const COLUMNS = 7
/** Room for a card, and what each listed way out adds to it. */
const CARD = 88
const WAY = 24
/** Between two rows, and between two lines, where edges lead back to the left. */
const ROW_GAP = 40
const LINE_GAP = 88

/**
 * The steps of a flow, as its document stores them. All of them at once: a row is as high as the
 * highest card in it, so that none lies on another.
 */
export function drawNodes(steps: readonly Step[]): JsonObject[] {
  const tops = rowTops(steps)
  return steps.map(({ at, ...step }) => ({
    ...{ version: 1, disabled: false, note: '' },
    ...step,
    position: { x: (at[0] % COLUMNS) * STEP, y: tops.get(rowOf(at)) ?? 0 },
  }))
}

/** Where each row of each line begins. */
function rowTops(steps: readonly Step[]): Map<number, number> {
  const heights = new Map<number, number>()
  for (const step of steps) {
    const row = rowOf(step.at)
    heights.set(row, Math.max(heights.get(row) ?? 0, heightOf(step)))
  }
  const tops = new Map<number, number>()
  let top = 0
  let line = 0
  for (const [row, height] of [...heights].toSorted(([a], [b]) => a - b)) {
    if (Math.floor(row / MOST_ROWS) > line) top += LINE_GAP - ROW_GAP
    line = Math.floor(row / MOST_ROWS)
    tops.set(row, top)
    top += height + ROW_GAP
  }
  return tops
}

/** Rows counted over all lines. */
function rowOf([column, row]: Step['at']): number {
  return Math.floor(column / COLUMNS) * MOST_ROWS + row
}

const MOST_ROWS = 10

function heightOf({ kind, config }: Step): number {
  const ways = findKind(kind)?.ports(config).length ?? 0
  return ways > 1 ? CARD + ways * WAY : CARD
}

/** How records go from step to step; each way is written `from port to`. */
export function drawEdges(ways: readonly string[]): JsonObject[] {
  return ways.map((way) => {
    const [from = '', port = '', to = ''] = way.split(' ')
    return { from, port, to }
  })
}
