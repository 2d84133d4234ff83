import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applyEdit, type FlowEdit } from '#engine/graph/edit.ts'
import { parseFlowDocument, type FlowDocument } from '#engine/graph/schema.ts'
import { editIntent } from './edit-intent.ts'
import { record, redo, startHistory, undo, type History } from './history.ts'

const empty = parseFlowDocument({ format: 1, name: '0', nodes: [], edges: [] })
const named = (name: string): FlowDocument => ({ ...empty, name })

function type(history: History, name: string, at: number, intent: string | null = 'name') {
  return record(history, named(name), { intent, at })
}

describe('history', () => {
  test('typing in one field without a pause is one step', () => {
    const typed = ['a', 'ab', 'abc'].reduce(
      (history, name, index) => type(history, name, index * 900),
      startHistory(empty),
    )
    expect(undo(typed).present).toBe(empty)
  })
  test('a pause of a second begins a new step', () => {
    const typed = type(type(startHistory(empty), 'a', 0), 'ab', 1_000)
    expect(undo(typed).present.name).toBe('a')
  })
  test('another field begins a new step', () => {
    const typed = type(type(startHistory(empty), 'a', 0), 'ab', 1, 'other')
    expect(undo(typed).present.name).toBe('a')
  })
  test('an edit without an intent is a step of its own', () => {
    const edited = type(type(startHistory(empty), 'a', 0, null), 'b', 1, null)
    expect(undo(edited).present.name).toBe('a')
  })
  test('typing on after an undo is a new step', () => {
    const undone = undo(type(type(startHistory(empty), 'a', 0), 'b', 5_000))
    expect(undo(type(undone, 'c', 5_001)).present.name).toBe('a')
  })
  test('a change takes away what could be redone', () => {
    const changed = type(undo(type(startHistory(empty), 'a', 0)), 'b', 9_000)
    expect(redo(changed)).toBe(changed)
  })
  test('the same document is no step', () => {
    const history = startHistory(empty)
    expect(record(history, empty, { intent: null, at: 0 })).toBe(history)
  })
  test('undoing all ends at the start, redoing all at the end', () => {
    const change = fc.record({
      name: fc.string(),
      at: fc.nat(5_000),
      intent: fc.option(fc.constantFrom('a', 'b')),
    })
    fc.assert(
      fc.property(fc.array(change, { maxLength: 100 }), (changes) => {
        let at = 0
        const last = changes.reduce((history, { name, at: pause, intent }) => {
          at += pause
          return record(history, named(name), { intent, at })
        }, startHistory(empty))
        const steps = last.past.length
        let back = last
        for (let step = 0; step < steps; step += 1) back = undo(back)
        expect(back.present).toBe(empty)
        let forth = back
        for (let step = 0; step < steps; step += 1) forth = redo(forth)
        expect(forth.present).toBe(last.present)
      }),
    )
  })
})

describe('editIntent', () => {
  const move = (ids: string[]): FlowEdit => ({
    type: 'move-nodes',
    positions: Object.fromEntries(ids.map((id) => [id, { x: 0, y: 0 }])),
  })
  test('moving the same nodes is one intent, moving others another', () => {
    expect(editIntent(move(['a', 'b']))).toBe(editIntent(move(['b', 'a'])))
    expect(editIntent(move(['a']))).not.toBe(editIntent(move(['b'])))
  })
  test('edits that stand for themselves have none', () => {
    const edit: FlowEdit = { type: 'connect', edge: { from: 'a', port: 'out', to: 'b' } }
    expect(editIntent(edit)).toBeNull()
    expect(() => applyEdit(empty, edit)).toThrow()
  })
})
