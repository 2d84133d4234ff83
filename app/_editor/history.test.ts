import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applyEdit, type FlowEdit } from '#engine/graph/edit.ts'
import { parseFlowDocument, type FlowDocument } from '#engine/graph/schema.ts'
import { editIntent } from './edit-intent.ts'
import {
  absorb,
  record,
  redo as redone,
  startHistory,
  undo as undone,
  type History,
} from './history.ts'

const empty = parseFlowDocument({ format: 1, name: '0', nodes: [], edges: [] })
const named = (name: string): FlowDocument => ({ ...empty, name })

const undo = (history: History) => undone(history).history
const redo = (history: History) => redone(history).history

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
  test("undo takes back only one's own change when others have changed the flow since", () => {
    const mine = type(startHistory(empty), 'Mine', 0)
    const theirs = absorb(mine, { ...mine.present, description: 'Theirs' })
    const back = undo(theirs)
    expect(back.present).toMatchObject({ name: '0', description: 'Theirs' })
    expect(redo(back).present).toMatchObject({ name: 'Mine', description: 'Theirs' })
  })
  test('undo leaves a field that somebody else has changed since, and says so', () => {
    const mine = type(startHistory(empty), 'Mine', 0)
    const { history, kept } = undone(absorb(mine, named('Theirs')))
    expect(history.present.name).toBe('Theirs')
    expect(kept).toEqual(['The name of the flow was changed on both sides.'])
  })
  test('typing goes on in one step while others save something else', () => {
    const typed = type(startHistory(empty), 'a', 0)
    const joined = absorb(typed, { ...typed.present, description: 'Theirs' })
    const last = record(joined, { ...joined.present, name: 'ab' }, { intent: 'name', at: 500 })
    expect(last.past).toHaveLength(1)
    expect(undo(last).present).toMatchObject({ name: '0', description: 'Theirs' })
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
