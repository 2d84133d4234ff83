import { describe, expect, test } from 'vitest'
import type { FlowEdit } from '#engine/graph/edit.ts'
import { parseFlowDocument } from '#engine/graph/schema.ts'
import { createEditorStore } from './store.ts'

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
  name: 'Invoices',
  nodes: [node('a'), node('b')],
  edges: [{ from: 'a', port: 'out', to: 'b' }],
})

function open({ readOnly = false } = {}) {
  let at = 0
  const sent: FlowEdit[] = []
  const store = createEditorStore({
    document,
    readOnly,
    now: () => at,
    onEdit: (edits) => sent.push(...edits),
  })
  return { store, state: store.getState, sent, pass: (ms: number) => (at += ms) }
}
const place = (state: ReturnType<typeof open>['state']) =>
  state().history.present.nodes[0]?.position

describe('the designer', () => {
  test('measuring and dragging a card are no steps; letting go of it is one', () => {
    const { state, sent } = open()
    const drag = (x: number, dragging: boolean) =>
      state().changeCards([{ type: 'position', id: 'a', position: { x, y: 0 }, dragging }])
    state().changeCards([{ type: 'dimensions', id: 'a', dimensions: { width: 240, height: 90 } }])
    drag(8, true)
    drag(16, true)
    expect(sent).toEqual([])
    expect(state().cards[0]?.position.x).toBe(16)
    drag(16, false)
    expect(sent).toEqual([{ type: 'move-nodes', positions: { a: { x: 16, y: 0 } } }])
    state().undo()
    expect(place(state)).toEqual({ x: 0, y: 0 })
    expect(state().cards[0]).toMatchObject({ position: { x: 0 }, measured: { width: 240 } })
    expect(state().history.past).toEqual([])
  })
  test('moving with the arrow keys is one step until a pause', () => {
    const { state, pass } = open()
    for (const x of [8, 16, 24]) {
      state().changeCards([{ type: 'position', id: 'a', position: { x, y: 0 } }])
      pass(100)
    }
    pass(2_000)
    state().changeCards([{ type: 'position', id: 'a', position: { x: 32, y: 0 } }])
    state().undo()
    expect(place(state)).toEqual({ x: 24, y: 0 })
    state().undo()
    expect(place(state)).toEqual({ x: 0, y: 0 })
  })
  test('several edits at once are one step', () => {
    const { state } = open()
    state().edit([
      { type: 'rename-flow', name: 'A' },
      { type: 'remove-nodes', ids: ['a'] },
    ])
    state().undo()
    expect(state().history.present).toEqual(document)
  })
  test('an edit that does not fit changes nothing and says why', () => {
    const { state, sent } = open()
    const fits = state().edit({ type: 'connect', edge: { from: 'b', port: 'out', to: 'a' } })
    expect(fits).toBe(false)
    expect(state().history.present).toBe(document)
    expect(state().notice?.text).toMatch('circle')
    expect(sent).toEqual([])
  })
  test('undo is sent as the change that it makes', () => {
    const { state, sent } = open()
    state().edit({ type: 'rename-flow', name: 'B' })
    state().undo()
    const back = { type: 'change-flow', set: { name: 'Invoices' } }
    expect(sent.at(-1)).toEqual({ type: 'change', changes: [back] })
  })
  test('undo shows the node that it changed', () => {
    const { state } = open()
    state().edit({ type: 'set-note', id: 'b', note: 'x' })
    state().select(['a'])
    state().undo()
    expect(state().selected).toEqual(['b'])
    state().redo()
    expect(state().selected).toEqual(['b'])
  })
  test('undo of a deletion chooses what is back', () => {
    const { state } = open()
    state().edit({ type: 'remove-nodes', ids: ['b'] })
    state().undo()
    expect(state().selected).toEqual(['b'])
    expect(state().history.present).toEqual(document)
  })
  test('what others have saved is no step, and keeps the selection', () => {
    const { state, sent } = open()
    state().select(['a'])
    state().absorb({ ...document, name: 'Theirs' })
    expect(state().history).toMatchObject({ past: [], present: { name: 'Theirs' } })
    expect(state().selected).toEqual(['a'])
    expect(sent).toEqual([])
  })
  test('a removed node is no longer selected', () => {
    const { state } = open()
    state().select(['a', 'b'])
    state().edit({ type: 'remove-nodes', ids: ['a'] })
    expect(state().selected).toEqual(['b'])
  })
  test('one who may only look changes nothing', () => {
    const { state, sent } = open({ readOnly: true })
    expect(state().edit({ type: 'rename-flow', name: 'B' })).toBe(false)
    expect(state().history.present).toBe(document)
    expect(sent).toEqual([])
  })
  test('a card without news keeps its problem mark as the same object', () => {
    const { state } = open()
    const problem = {
      severity: 'error' as const,
      code: 'x',
      node: 'a',
      field: null,
      position: null,
      message: 'Wrong.',
    }
    state().setProblems([problem])
    const mark = state().marks.a
    state().setProblems([{ ...problem }, { ...problem, node: 'b' }])
    expect(state().marks.a).toBe(mark)
    expect(state().marks.b?.text).toBe('Wrong.')
  })
})
