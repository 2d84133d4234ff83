import type { ElkNode } from 'elkjs'
import Elk from 'elkjs/lib/elk.bundled.js'
import { expect, test } from 'vitest'
import { applyEdit } from '#engine/graph/edit.ts'
import { parseFlowDocument } from '#engine/graph/schema.ts'
import { CARD_WIDTH } from './new-node.ts'
import { tidy } from './tidy.ts'

const HEIGHT = 96
const ids = Array.from({ length: 24 }, (_, index) => `n${index}`)
const sizes = new Map(ids.map((id) => [id, { width: CARD_WIDTH, height: HEIGHT }]))
const elk = new Elk()
const options = { sizes, layout: (graph: ElkNode) => elk.layout(graph) }
const messy = parseFlowDocument({
  format: 1,
  name: 'Messy',
  nodes: ids.map((id, index) => ({
    id,
    kind: 'some.kind',
    version: 1,
    name: id,
    config: {},
    position: { x: 100 + ((index * 37) % 50), y: 60 + ((index * 53) % 70) },
  })),
  edges: ids.slice(1).map((id, index) => ({
    from: `n${Math.floor(index / 2)}`,
    port: index % 2 === 0 ? 'out' : 'else',
    to: id,
  })),
})

async function tidied(document = messy) {
  return applyEdit(document, { type: 'move-nodes', positions: await tidy(document, options) })
}

test('no two cards overlap after tidying', async () => {
  const { nodes } = await tidied()
  const overlaps = nodes.flatMap((one, index) =>
    nodes
      .slice(index + 1)
      .filter(
        (other) =>
          Math.abs(one.position.x - other.position.x) < CARD_WIDTH &&
          Math.abs(one.position.y - other.position.y) < HEIGHT,
      ),
  )
  expect(overlaps).toEqual([])
})

test('records go from left to right', async () => {
  const after = await tidied()
  const x = new Map(after.nodes.map((node) => [node.id, node.position.x]))
  for (const edge of after.edges) {
    expect(x.get(edge.to)).toBeGreaterThan(x.get(edge.from) ?? Infinity)
  }
})

test('a second tidying moves nothing', async () => {
  expect(await tidy(await tidied(), options)).toEqual({})
})

test('an empty flow is tidy', async () => {
  expect(await tidy({ ...messy, nodes: [], edges: [] }, options)).toEqual({})
})
