import { expect, it } from 'vitest'
import { applyEdit, type FlowEdit } from '#engine/graph/edit.ts'
import type { FlowDocument } from '#engine/graph/schema.ts'
import { customerFlow } from '../../testing/flows.ts'
import { nodeSize } from '../_editor/card-size.ts'
import { mergedDocument } from './merged-document.ts'

it('has the nodes and edges of both, and lays none on another', () => {
  const before = customerFlow()
  const edits: FlowEdit[] = [
    { type: 'remove-nodes', ids: ['named'] },
    { type: 'connect', edge: { from: 'read', port: 'out', to: 'map' } },
    { type: 'move-nodes', positions: { map: positionOf(before, 'named') } },
  ]
  const after = edits.reduce((document, edit) => applyEdit(document, edit), before)
  const merged = mergedDocument(before, after)
  expect(merged.nodes.map(({ id }) => id)).toEqual(['read', 'map', 'write', 'named'])
  expect(merged.edges).toHaveLength(4)
  const map = merged.nodes.find(({ id }) => id === 'map')
  const below = positionOf(merged, 'map').y + (map ? nodeSize(map).height : 0)
  expect(positionOf(merged, 'named').x).toBe(positionOf(before, 'named').x)
  expect(positionOf(merged, 'named').y).toBeGreaterThanOrEqual(below)
})

function positionOf({ nodes }: FlowDocument, id: string) {
  return nodes.find((node) => node.id === id)?.position ?? { x: NaN, y: NaN }
}
