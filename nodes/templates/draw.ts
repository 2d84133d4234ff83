import type { JsonObject } from '../json.ts'

/** One step of a template's graph, before it has a place on the canvas in pixels. */
export interface Step {
  id: string
  kind: string
  name: string
  config: JsonObject
  /** Column and row on the canvas; row 0 is the main line. */
  at: [number, number]
  note?: string
  disabled?: boolean
}

const STEP = 300
const ROW = 170
/** The steps stand like lines of text, so that the whole flow fits a screen and can be read. */
const COLUMNS = 7
const LINE = 400

/** The steps of a flow, as its document stores them. */
export function drawNodes(steps: readonly Step[]): JsonObject[] {
  return steps.map(({ at: [column, row], ...step }) => ({
    ...{ version: 1, disabled: false, note: '' },
    ...step,
    position: {
      x: (column % COLUMNS) * STEP,
      y: Math.floor(column / COLUMNS) * LINE + row * ROW,
    },
  }))
}

/** How records go from step to step; each way is written `from port to`. */
export function drawEdges(ways: readonly string[]): JsonObject[] {
  return ways.map((way) => {
    const [from = '', port = '', to = ''] = way.split(' ')
    return { from, port, to }
  })
}
