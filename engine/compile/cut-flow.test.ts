import { expect, it } from 'vitest'
import { chain, node } from '../../testing/flows.ts'
import type { FlowDocument } from '../graph/schema.ts'
import { cutFlow } from './cut-flow.ts'

/** read → look → map → write, and look → note beside it. */
function flow(pins: string[] = []): FlowDocument {
  const document = chain('Cut', [
    node('read', 'stripe.list-source', { object: 'customer' }),
    node('look', 'stripe.get', { object: 'customer', id: 'id' }),
    node('map', 'transform.map', { mapping: '{}' }),
    node('write', 'netsuite.upsert'),
  ])
  return {
    ...document,
    nodes: [...document.nodes, node('beside', 'transform.map', { mapping: '{}' })],
    edges: [...document.edges, { from: 'look', port: 'out', to: 'beside' }],
    pins: pins.map((id) => ({ node: id, records: [{ key: 'k', record: {} }] })),
  }
}

function idsOf(document: FlowDocument): string[] {
  return document.nodes.map(({ id }) => id)
}

it('a flow of which all is tested stays the very same document', () => {
  const document = flow()
  expect(cutFlow(document, {}).document).toBe(document)
})

it('up to a node, only what leads there is left', () => {
  const { document, problems } = cutFlow(flow(), { until: 'map' })
  expect(idsOf(document)).toEqual(['read', 'look', 'map'])
  expect(document.edges.map(({ to }) => to)).toEqual(['look', 'map'])
  expect(problems).toEqual([])
})

it('from a node, only what comes from there is left', () => {
  expect(idsOf(cutFlow(flow(), { at: 'map' }).document)).toEqual(['map', 'write'])
  expect(idsOf(cutFlow(flow(), { at: 'look', until: 'beside' }).document)).toEqual([
    'look',
    'beside',
  ])
})

it('what only feeds a node with kept output goes, what also leads elsewhere stays', () => {
  const alone = cutFlow(flow(['look']), {})
  expect(idsOf(alone.document)).toEqual(['look', 'map', 'write', 'beside'])
  expect([...alone.pinned]).toEqual(['look'])
  const both = cutFlow(flow(['map']), {})
  expect(idsOf(both.document)).toEqual(['read', 'look', 'map', 'write', 'beside'])
  expect(both.document.edges).not.toContainEqual({ from: 'look', port: 'out', to: 'map' })
})

it('kept output may be of an unfinished node, because that is not run', () => {
  const { document } = cutFlow(flow(['look']), {})
  expect(document.nodes.find(({ id }) => id === 'look')?.disabled).toBe(true)
})

it('records put in at a node come before output that is kept there', () => {
  expect([...cutFlow(flow(['map']), { at: 'map' }).pinned]).toEqual([])
})

it('a node that no record reaches cannot be run to, and that is said of it', () => {
  const lonely = { ...flow(), edges: [] }
  const { problems } = cutFlow(lonely, { until: 'map' })
  expect(problems).toMatchObject([{ node: 'map', severity: 'error' }])
})

it('a node that is gone is said to be gone', () => {
  expect(cutFlow(flow(), { until: 'elsewhere' }).problems[0]?.message).toContain('not in the flow')
})
