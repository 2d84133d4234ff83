import { expect, it } from 'vitest'
import { customerFlow } from '../../testing/flows.ts'
import { applyEdit, type FlowEdit } from './edit.ts'
import { staleNodes } from './stale-nodes.ts'

/** read → named → map → write */
const FLOW = customerFlow()

function staleAfter(...edits: FlowEdit[]): string[] {
  const after = edits.reduce((document, edit) => applyEdit(document, edit), FLOW)
  return [...staleNodes(FLOW, after)].toSorted()
}

it('nothing is out of date in a flow that did not change', () => {
  expect(staleAfter()).toEqual([])
})

it('a changed node is out of date, and all that is behind it', () => {
  const edit: FlowEdit = { type: 'configure-node', id: 'map', field: 'mapping', value: '{}' }
  expect(staleAfter(edit)).toEqual(['map', 'write'])
})

it('names, notes and places of nodes play no part', () => {
  expect(
    staleAfter(
      { type: 'rename-node', id: 'map', name: 'Other' },
      { type: 'set-note', id: 'map', note: 'Why' },
      { type: 'move-nodes', positions: { map: { x: 5, y: 5 } } },
    ),
  ).toEqual([])
})

it('a node that lost an edge is out of date, as is one whose output was pinned', () => {
  const edge = { from: 'named', port: 'out', to: 'map' }
  expect(staleAfter({ type: 'disconnect', edges: [edge] })).toEqual(['map', 'write'])
  const pin = { node: 'write', records: [{ key: 'k', record: {} }] }
  expect(staleAfter({ type: 'set-pin', pin })).toEqual(['write'])
})

it('a setting puts those nodes out of date that read it', () => {
  const settings = { ...FLOW.settings, values: { subsidiary: '7' } }
  expect([...staleNodes(FLOW, { ...FLOW, settings })].toSorted()).toEqual(['map', 'write'])
  const other = { ...FLOW.settings, values: { nobodyReadsThis: '7' } }
  expect(staleNodes(FLOW, { ...FLOW, settings: other }).size).toBe(0)
})
