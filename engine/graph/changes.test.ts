import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { moves, play, startingFlow } from '../../testing/random-edits.ts'
import { applyChanges, documentChanges } from './changes.ts'
import { documentChangeSchema } from './document-change.ts'
import { EditError } from './edit-error.ts'
import { applyEdit } from './edit.ts'
import { flowDocumentSchema, type FlowDocument } from './schema.ts'

const shuffled = (document: FlowDocument): FlowDocument => ({
  ...document,
  nodes: document.nodes.toReversed(),
  samples: document.samples.toReversed(),
})

describe('changes of a document', () => {
  test('lead from any document to any other, also when they have been sent as JSON', () => {
    fc.assert(
      fc.property(moves, moves, fc.boolean(), (one, other, shuffle) => {
        const from = play(startingFlow, one)
        const played = play(startingFlow, other)
        const to = shuffle ? shuffled(played) : played
        const changes = documentChanges(from, to)
        const sent = documentChangeSchema.array().parse(JSON.parse(JSON.stringify(changes)))
        expect(sent).toEqual(JSON.parse(JSON.stringify(changes)))
        expect(applyChanges(from, sent)).toEqual(to)
      }),
    )
  })
  test('of a document that says the same are none, and nothing is made anew', () => {
    const copy = flowDocumentSchema.parse(structuredClone(startingFlow))
    expect(documentChanges(startingFlow, copy)).toEqual([])
    expect(applyChanges(startingFlow, [])).toBe(startingFlow)
  })
  test('leave every part that they are not about the same object', () => {
    const to = applyEdit(startingFlow, { type: 'set-note', id: 'c', note: 'Why' })
    const changed = applyChanges(startingFlow, documentChanges(startingFlow, to))
    expect(changed.nodes.filter((node, at) => node !== startingFlow.nodes[at])).toHaveLength(1)
    expect(changed.edges).toBe(startingFlow.edges)
    expect(changed.settings).toBe(startingFlow.settings)
    expect(changed.samples).toBe(startingFlow.samples)
  })
  test('name one key of a config, not the whole of it', () => {
    const before = applyEdit(startingFlow, {
      ...{ type: 'configure-node', id: 'a', field: 'x', value: 1 },
    })
    const after = applyEdit(before, { type: 'configure-node', id: 'a', field: 'y', value: 2 })
    expect(documentChanges(before, after)).toEqual([
      { type: 'configure-node', id: 'a', key: 'y', value: 2 },
    ])
    expect(documentChanges(after, before)).toEqual([{ type: 'configure-node', id: 'a', key: 'y' }])
  })
  test('do not fit where their node is gone', () => {
    const without = applyEdit(startingFlow, { type: 'remove-nodes', ids: ['a'] })
    const note = documentChanges(
      startingFlow,
      applyEdit(startingFlow, { type: 'set-note', id: 'a', note: 'x' }),
    )
    expect(() => applyChanges(without, note)).toThrow(EditError)
    expect(() => applyEdit(without, { type: 'change', changes: note })).toThrow(
      'There is no node "a" in this flow any more.',
    )
  })
})
