import fc from 'fast-check'
import { EditError, applyEdit, type FlowEdit } from '../engine/graph/edit.ts'
import { parseFlowDocument, type FlowDocument, type FlowNode } from '../engine/graph/schema.ts'

/** A move of somebody at play: what, which things of the flow (by number), and with what value. */
export interface Move {
  what: (typeof WHAT)[number]
  one: number
  other: number
  value: string
  /** Makes ids that no other move has. */
  id: string
}

const WHAT = [
  'add',
  'remove',
  'insert',
  'move',
  'connect',
  'disconnect',
  'rename',
  'configure',
  'note',
  'disable',
  'describe',
  'setting',
  'sample',
  'forget sample',
  'test',
  'pin',
] as const

/** Random moves; each can be played on any flow. */
export const moves: fc.Arbitrary<Move[]> = fc.array(
  fc.record({
    what: fc.constantFrom(...WHAT),
    one: fc.nat(7),
    other: fc.nat(7),
    value: fc.constantFrom('a', 'b', 'c', '{ "x": 1 }'),
    id: fc.uuid().map((uuid) => `n_${uuid}`),
  }),
  { maxLength: 25 },
)

/** A small flow to begin with: five nodes in a chain, settings, a sample and a test. */
export const startingFlow: FlowDocument = parseFlowDocument({
  format: 1,
  name: 'Invoices',
  settings: {
    fields: ['item', 'account'].map((key) => ({ key, label: key, type: 'text' })),
    values: { item: '1' },
  },
  nodes: ['a', 'b', 'c', 'd', 'e'].map((id) => node(id, 0)),
  edges: [
    { from: 'a', port: 'out', to: 'b' },
    { from: 'b', port: 'out', to: 'c' },
    { from: 'c', port: 'out', to: 'd' },
    { from: 'd', port: 'out', to: 'e' },
  ],
  samples: [{ node: 'a', name: 'first', record: { id: 1 } }],
  tests: [{ node: 'b', name: 'first', input: { id: 1 }, expect: { id: 1 } }],
})

/** The edit that a move is on a flow; null when there is nothing to play with, or it does not fit. */
export function editOf(document: FlowDocument, move: Move): FlowEdit | null {
  const edit = wantedEdit(document, move)
  if (edit === null) return null
  try {
    applyEdit(document, edit)
    return edit
  } catch (error) {
    if (error instanceof EditError) return null
    throw error
  }
}

/** The flow after the moves. */
export function play(document: FlowDocument, played: readonly Move[]): FlowDocument {
  return played.reduce((present, move) => {
    const edit = editOf(present, move)
    return edit ? applyEdit(present, edit) : present
  }, document)
}

function wantedEdit(document: FlowDocument, move: Move): FlowEdit | null {
  const { what, value, id } = move
  const one = at(document.nodes, move.one)
  const other = at(document.nodes, move.other)
  const edge = at(document.edges, move.one)
  const sample = at(document.samples, move.one)
  if (what === 'add') return { type: 'add-node', node: node(id, move.other * 8) }
  if (what === 'describe') return { type: 'describe-flow', description: value }
  if (what === 'setting') {
    const key = move.one % 2 === 0 ? 'item' : 'account'
    return { type: 'set-setting-value', key, value: move.other === 0 ? null : value }
  }
  if (what === 'insert') {
    return edge ? { type: 'insert-on-edge', edge, node: node(id, 8), port: 'out' } : null
  }
  if (what === 'disconnect') return edge ? { type: 'disconnect', edges: [edge] } : null
  if (what === 'forget sample') return sample ? { type: 'remove-sample', ...nameOf(sample) } : null
  if (!one || !other) return null
  switch (what) {
    case 'remove':
      return { type: 'remove-nodes', ids: [one.id] }
    case 'move':
      return { type: 'move-nodes', positions: { [one.id]: { x: move.other * 8, y: 8 } } }
    case 'connect':
      return { type: 'connect', edge: { from: one.id, port: 'out', to: other.id } }
    case 'rename':
      return { type: 'rename-node', id: one.id, name: value }
    case 'configure':
      return { type: 'configure-node', id: one.id, field: move.other % 2 ? 'x' : 'y', value }
    case 'note':
      return { type: 'set-note', id: one.id, note: value }
    case 'disable':
      return { type: 'set-disabled', ids: [one.id], disabled: move.other % 2 === 0 }
    case 'sample':
      return { type: 'put-sample', sample: { node: one.id, name: value, record: { other: value } } }
    case 'test':
      return {
        type: 'put-test',
        test: { node: one.id, name: value, input: {}, expect: move.other },
      }
    case 'pin':
      return {
        type: 'set-pin',
        pin: { node: one.id, records: move.other ? [{ key: value, record: {} }] : [] },
      }
  }
}

function nameOf({ node, name }: { node: string; name: string }) {
  return { node, name }
}

function at<T>(list: readonly T[], number: number): T | undefined {
  return list[number % Math.max(list.length, 1)]
}

function node(id: string, x: number): FlowNode {
  return {
    ...{ id, kind: 'some.kind', version: 1, name: id, config: {} },
    ...{ position: { x, y: 0 }, disabled: false, note: '' },
  }
}
