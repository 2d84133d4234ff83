import type { ElkNode } from 'elkjs'
import Elk from 'elkjs/lib/elk.bundled.js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { applyEdit } from '#engine/graph/edit.ts'
import { parseFlowDocument, type FlowDocument } from '#engine/graph/schema.ts'
import { nodeSize } from './card-size.ts'
import { tidy } from './tidy.ts'

const elk = new Elk()
const options = { layout: (graph: ElkNode) => elk.layout(graph) }

/** Flows of branches and maps that join and part; some with notes. */
function flowOf(size: number, pick: (below: number) => number): FlowDocument {
  const ids = Array.from({ length: size }, (_, index) => `n${index}`)
  const ways = ['Paid', 'Open'].map((name) => ({ name, condition: 'true' }))
  const isNote = (index: number) => index > 0 && index % 17 === 0
  const isBranch = (index: number) => index % 5 === 2
  return parseFlowDocument({
    format: 1,
    name: 'Messy',
    nodes: ids.map((id, index) => ({
      id,
      kind: isNote(index)
        ? 'canvas.note'
        : isBranch(index)
          ? 'transform.branch'
          : 'transform.filter',
      version: 1,
      name: id,
      config: isBranch(index) ? { rows: ways } : {},
      position: { x: 96 + pick(400), y: 64 + pick(300) },
    })),
    edges: ids.flatMap((to, index) => {
      const from = index > 0 ? pick(index) : 0
      if (index === 0 || isNote(index) || isNote(from)) return []
      const port = isBranch(from) ? (['paid', 'open', 'otherwise'][pick(3)] ?? 'paid') : 'out'
      return [{ from: `n${from}`, port, to }]
    }),
  })
}

const anyFlow = fc
  .tuple(fc.integer({ min: 1, max: 60 }), fc.infiniteStream(fc.nat(10_000)))
  .map(([size, numbers]) => flowOf(size, (below) => (numbers.next().value ?? 0) % below))

/** The same numbers each time, well mixed. */
function mixed(): (below: number) => number {
  let state = 1
  return (below) => {
    state = (state * 48_271) % 2_147_483_647
    return state % below
  }
}

async function tidied(document: FlowDocument) {
  return applyEdit(document, { type: 'move-nodes', positions: await tidy(document, options) })
}

const large = flowOf(200, mixed())

test('no two cards overlap after tidying 200 nodes', async () => {
  const { nodes } = await tidied(large)
  const steps = nodes.filter((node) => node.kind !== 'canvas.note')
  const boxes = steps.map((node) => ({ ...node.position, ...nodeSize(node) }))
  const overlaps = boxes.flatMap((one, index) =>
    boxes
      .slice(index + 1)
      .filter(
        (other) =>
          one.x < other.x + other.width &&
          other.x < one.x + one.width &&
          one.y < other.y + other.height &&
          other.y < one.y + one.height,
      ),
  )
  expect(overlaps).toEqual([])
})

test('records go from left to right', async () => {
  const after = await tidied(large)
  const x = new Map(after.nodes.map((node) => [node.id, node.position.x]))
  for (const edge of after.edges) {
    expect(x.get(edge.to)).toBeGreaterThan(x.get(edge.from) ?? Infinity)
  }
})

test('a second tidying of 200 nodes moves nothing', async () => {
  expect(await tidy(await tidied(large), options)).toEqual({})
})

test('a second tidying moves nothing, whatever the flow', async () => {
  await fc.assert(
    fc.asyncProperty(anyFlow, async (flow) => {
      expect(await tidy(await tidied(flow), options)).toEqual({})
    }),
    { numRuns: 20 },
  )
})

test('a note stays where it is beside the node that it lies nearest to', async () => {
  const note = large.nodes.find((node) => node.kind === 'canvas.note')
  const [first] = large.nodes
  if (!note || !first) throw new Error('the flow has a note')
  const near = { x: first.position.x, y: first.position.y - 4 }
  const nodes = large.nodes.map((node) => (node === note ? { ...note, position: near } : node))
  const after = await tidied({ ...large, nodes })
  const at = (id: string) => after.nodes.find((node) => node.id === id)?.position
  expect(at(note.id)).toEqual({ x: at(first.id)?.x, y: (at(first.id)?.y ?? 0) - 4 })
})

test('an empty flow is tidy', async () => {
  expect(await tidy({ ...large, nodes: [], edges: [] }, options)).toEqual({})
})
