import { expect, test } from 'vitest'
import { parseFlowDocument } from '#engine/graph/schema.ts'
import { applyEdit } from '#engine/graph/edit.ts'
import { graphView } from './graph-view.ts'

type Places = Record<string, [x: number, y: number]>

/** Cards of one port each; 248 wide and 80 high. */
function drawn(places: Places, edges: [from: string, to: string][]) {
  const document = parseFlowDocument({
    format: 1,
    name: 'Invoices',
    nodes: Object.entries(places).map(([id, [x, y]]) => ({
      ...{ id, kind: 'transform.filter', version: 1, name: id, config: {} },
      position: { x, y },
    })),
    edges: edges.map(([from, to]) => ({ from, port: 'out', to })),
  })
  return { document, view: graphView(document, { cards: [], lines: [] }) }
}

function laneOf({ view }: ReturnType<typeof drawn>, index = 0) {
  return view.lines[index]?.data?.lane
}

test('an edge that has its way free half way needs no lane', () => {
  expect(laneOf(drawn({ a: [0, 0], b: [400, 160] }, [['a', 'b']]))).toBeUndefined()
})

test('an edge back to the row below a row runs between the two', () => {
  const places: Places = { a: [600, 0], b: [300, 200], c: [0, 400] }
  expect(laneOf(drawn(places, [['a', 'c']]))).toEqual({ centerY: 140 })
})

test('an edge back to the card right below runs through the gap of two steps of the grid', () => {
  const places: Places = { a: [0, 0], b: [300, 0], c: [0, 96] }
  expect(laneOf(drawn(places, [['a', 'c']]))).toEqual({ centerY: 88 })
})

test('an edge back within its row runs above it or below it', () => {
  const places: Places = { a: [600, 0], b: [300, 0], c: [0, 0] }
  expect(laneOf(drawn(places, [['a', 'c']]))?.centerY).toSatisfy(
    (level: number) => level < 0 || level > 80,
  )
})

test('an edge onward turns where no card is in its way', () => {
  const places: Places = { a: [0, 0], b: [300, 200], c: [600, 200] }
  const lane = laneOf(
    drawn({ ...places, d: [300, -200] }, [
      ['a', 'd'],
      ['a', 'c'],
    ]),
    1,
  )
  expect(lane).toEqual({ centerX: 600 - 16 })
})

test('lanes follow when a card is put in the way, and go when it is taken out of it', () => {
  const flow = drawn({ a: [600, 0], b: [300, 900], c: [0, 200] }, [['a', 'c']])
  expect(laneOf(flow)).toBeUndefined()
  const moved = (y: number) =>
    applyEdit(flow.document, { type: 'move-nodes', positions: { b: { x: 300, y } } })
  const blocked = graphView(moved(96), flow.view)
  expect(blocked.lines[0]?.data?.lane?.centerY).toBeDefined()
  expect(graphView(moved(900), blocked).lines[0]?.data?.lane).toBeUndefined()
})
