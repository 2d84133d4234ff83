import fc from 'fast-check'
import { expect, test } from 'vitest'
import { applyEdit, type FlowEdit } from '#engine/graph/edit.ts'
import { parseFlowDocument, type FlowDocument } from '#engine/graph/schema.ts'
import { compactEdits } from './compact-edits.ts'

const node = (id: string) => ({
  id,
  kind: 'some.kind',
  version: 1,
  name: id,
  config: {},
  position: { x: 0, y: 0 },
})
const document = parseFlowDocument({
  format: 1,
  name: 'x',
  nodes: [node('a'), node('b')],
  edges: [],
})

const id = fc.constantFrom('a', 'b')
const edit: fc.Arbitrary<FlowEdit> = fc.oneof(
  fc.record({
    type: fc.constant('configure-node' as const),
    id,
    field: fc.constantFrom('x', 'y'),
    value: fc.nat(),
  }),
  fc.record({
    type: fc.constant('move-nodes' as const),
    positions: fc.dictionary(id, fc.record({ x: fc.nat(), y: fc.nat() })),
  }),
  fc.record({ type: fc.constant('set-note' as const), id, note: fc.string() }),
  fc.record({
    type: fc.constant('set-disabled' as const),
    ids: fc.tuple(id),
    disabled: fc.boolean(),
  }),
  fc.constant<FlowEdit>({ type: 'restore', document }),
)
const applyAll = (edits: readonly FlowEdit[]) =>
  edits.reduce<FlowDocument>((changed, one) => applyEdit(changed, one), document)

test('compacted edits lead to the same document', () => {
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 40 }), (edits) => {
      expect(applyAll(compactEdits(edits))).toEqual(applyAll(edits))
    }),
  )
})

test('of typing in one field only the last keystroke is left', () => {
  const typed = ['a', 'ab', 'abc'].map((value): FlowEdit => ({
    type: 'configure-node',
    id: 'a',
    field: 'x',
    value,
  }))
  expect(compactEdits(typed)).toEqual(typed.slice(-1))
})

test('nothing before a restore is left', () => {
  const edits: FlowEdit[] = [
    { type: 'set-note', id: 'a', note: 'x' },
    { type: 'restore', document },
  ]
  expect(compactEdits(edits)).toEqual(edits.slice(-1))
})
