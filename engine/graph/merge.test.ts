import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { moves, play, startingFlow } from '../../testing/random-edits.ts'
import { applyEdit, type FlowEdit } from './edit.ts'
import { mergeDocuments, settleConflict } from './merge.ts'
import { orderNodes } from './order.ts'
import { parseFlowDocument, type FlowDocument } from './schema.ts'

const edited = (...edits: FlowEdit[]) =>
  edits.reduce<FlowDocument>((document, edit) => applyEdit(document, edit), startingFlow)
const merged = (mine: FlowDocument, theirs: FlowDocument) =>
  mergeDocuments({ base: startingFlow, mine, theirs })
const configure = (id: string, field: string, value: string): FlowEdit => ({
  ...{ type: 'configure-node', id, field, value },
})
const remove = (...ids: string[]): FlowEdit => ({ type: 'remove-nodes', ids })
const insert = (id: string, from: string, to: string): FlowEdit => ({
  type: 'insert-on-edge',
  edge: { from, port: 'out', to },
  node: { ...structuredClone(startingFlow.nodes[0] ?? never()), id, name: id },
  port: 'out',
})
const never = () => {
  throw new Error('There are nodes to begin with.')
}
/** The connections in alphabetical order, such as `a>b c>d`. */
const wiring = ({ edges }: FlowDocument) =>
  edges
    .map(({ from, to }) => `${from}>${to}`)
    .toSorted()
    .join(' ')
const connect = (from: string, to: string): FlowEdit => ({
  type: 'connect',
  edge: { from, port: 'out', to },
})

describe('merging', () => {
  test('keeps the changes of both, also of one node', () => {
    const mine = edited(configure('a', 'x', '1'), { type: 'set-note', id: 'b', note: 'mine' })
    const theirs = edited(configure('a', 'y', '2'), { type: 'rename-node', id: 'b', name: 'B' })
    const { document, conflicts } = merged(mine, theirs)
    expect(conflicts).toEqual([])
    expect(document.nodes[0]?.config).toEqual({ x: '1', y: '2' })
    expect(document.nodes[1]).toMatchObject({ note: 'mine', name: 'B' })
  })
  test('shows one field that both changed, and keeps mine until a person has chosen', () => {
    const mine = edited(configure('a', 'mapping', 'mine'))
    const theirs = edited(configure('a', 'mapping', 'theirs'))
    const { document, conflicts } = merged(mine, theirs)
    expect(document).toEqual(mine)
    const [conflict] = conflicts
    expect(conflict?.words).toBe('Mapping of “a” was changed on both sides.')
    if (!conflict) return
    expect(settleConflict(document, conflict, 'theirs')).toEqual(theirs)
    expect(settleConflict(document, conflict, 'mine')).toEqual(mine)
  })
  test('asks nobody about places on the canvas, and nobody about the same change', () => {
    const at = (x: number): FlowEdit => ({ type: 'move-nodes', positions: { a: { x, y: 0 } } })
    const { document, conflicts } = merged(
      edited(at(8), configure('a', 'x', '1')),
      edited(at(16), configure('a', 'x', '1')),
    )
    expect(conflicts).toEqual([])
    expect(document.nodes[0]?.position.x).toBe(8)
  })
  test.each(['mine', 'theirs'] as const)(
    'a node that one side removed and the other changed stays, with its edges (%s changed it)',
    (changer) => {
      const changed = edited(configure('c', 'mapping', 'kept'))
      const removed = edited({ type: 'remove-nodes', ids: ['c'] })
      const { document, conflicts } =
        changer === 'mine' ? merged(changed, removed) : merged(removed, changed)
      expect(document.nodes.find((node) => node.id === 'c')?.config).toEqual({ mapping: 'kept' })
      expect(document.edges).toHaveLength(startingFlow.edges.length)
      const [conflict] = conflicts
      expect(conflict?.words).toBe('“c” is removed on one side and changed on the other.')
      if (!conflict) return
      const remover = changer === 'mine' ? 'theirs' : 'mine'
      const settled = settleConflict(document, conflict, remover)
      expect(settled).toEqual(removed)
    },
  )
  test.each(['mine', 'theirs'] as const)(
    'a node that one side removed and bridged: either choice gives that side’s wiring (%s removed it)',
    (remover) => {
      const changer = remover === 'mine' ? 'theirs' : 'mine'
      const changed = edited(configure('c', 'mapping', 'kept'))
      const removed = edited(remove('c'), connect('b', 'd'))
      const { document, conflicts } =
        remover === 'mine' ? merged(removed, changed) : merged(changed, removed)
      expect(wiring(document)).toBe('a>b b>c c>d d>e')
      const [conflict, ...others] = conflicts
      expect(others).toEqual([])
      if (!conflict) return
      expect(wiring(settleConflict(document, conflict, changer))).toBe('a>b b>c c>d d>e')
      expect(settleConflict(document, conflict, remover)).toEqual(removed)
    },
  )
  test.each(['mine', 'theirs'] as const)(
    'of two nodes that one side removed and bridged each is chosen for itself (%s removed them)',
    (remover) => {
      const removed = edited(remove('b', 'c'), connect('a', 'd'))
      const one = edited(configure('c', 'x', '1'))
      const both = edited(configure('b', 'x', '1'), configure('c', 'x', '1'))
      const sides = (changed: FlowDocument) =>
        remover === 'mine' ? merged(removed, changed) : merged(changed, removed)
      expect(wiring(sides(one).document)).toBe('a>c c>d d>e')
      const { document, conflicts } = sides(both)
      expect(wiring(document)).toBe('a>b b>c c>d d>e')
      const [first, second] = conflicts
      if (!first || !second) throw new Error('There are two conflicts.')
      const without = settleConflict(document, first, remover)
      expect(wiring(without)).toBe('a>c c>d d>e')
      expect(wiring(settleConflict(without, second, remover))).toBe('a>d d>e')
      const other = settleConflict(document, second, remover)
      expect(wiring(other)).toBe('a>b b>d d>e')
      expect(wiring(settleConflict(other, first, remover))).toBe('a>d d>e')
    },
  )
  test.each([
    ['before', insert('new', 'b', 'c'), 'a>b b>new d>e new>d'],
    ['behind', insert('new', 'c', 'd'), 'a>b b>new d>e new>d'],
  ])('a node put %s one that is removed and bridged stays in line', (_, inserted, line) => {
    const removed = edited(remove('c'), connect('b', 'd'))
    for (const { document, conflicts, notes } of [
      merged(edited(inserted), removed),
      merged(removed, edited(inserted)),
    ]) {
      expect(wiring(document)).toBe(line)
      expect([conflicts, notes]).toEqual([[], []])
    }
  })
  test('nodes that both put on one connection come one after the other, and it is said', () => {
    const mine = edited(insert('mine', 'b', 'c'), insert('again', 'mine', 'c'))
    const theirs = edited(insert('theirs', 'b', 'c'))
    const { document, conflicts, notes } = merged(mine, theirs)
    expect(wiring(document)).toBe('a>b again>theirs b>mine c>d d>e mine>again theirs>c')
    expect(conflicts).toEqual([])
    expect(notes).toEqual([
      'Both sides put a step on the connection from “b” to “c”: “mine” comes first, then “theirs”.',
    ])
  })
  test('an edge to a node that is gone is dropped, and it is said', () => {
    const mine = edited(connect('a', 'c'))
    const theirs = edited({ type: 'remove-nodes', ids: ['c'] })
    const { document, notes } = merged(mine, theirs)
    expect(document.edges).toEqual(theirs.edges)
    expect(notes).toEqual(['The connection from “a” to “c” is gone: “c” was removed meanwhile.'])
  })
  test('two edges that would make a circle together are a conflict', () => {
    const base = applyEdit(startingFlow, {
      type: 'disconnect',
      edges: [{ from: 'c', port: 'out', to: 'd' }],
    })
    const mine = applyEdit(base, connect('e', 'a'))
    const theirs = applyEdit(base, connect('c', 'd'))
    const { document, conflicts } = mergeDocuments({ base, mine, theirs })
    expect(document).toEqual(mine)
    expect(conflicts[0]?.words).toMatch('would make a circle')
    if (!conflicts[0]) return
    expect(settleConflict(document, conflicts[0], 'theirs').edges).toContainEqual(theirs.edges[3])
  })
  test('gives a flow without circles that parses, whatever both did', () => {
    fc.assert(
      fc.property(moves, moves, moves, (before, one, other) => {
        const base = play(startingFlow, before)
        const mine = play(base, one)
        const theirs = play(base, other)
        const { document, conflicts } = mergeDocuments({ base, mine, theirs })
        expect(parseFlowDocument(document)).toEqual(document)
        expect(orderNodes(document).cycle).toEqual([])
        for (const conflict of conflicts) {
          for (const side of ['mine', 'theirs'] as const) {
            const settled = settleConflict(document, conflict, side)
            expect(parseFlowDocument(settled)).toEqual(settled)
            expect(orderNodes(settled).cycle).toEqual([])
          }
        }
      }),
    )
  })
  test('with only one side changed gives that side', () => {
    fc.assert(
      fc.property(moves, (played) => {
        const other = play(startingFlow, played)
        expect(merged(startingFlow, other).document).toEqual(other)
        expect(merged(other, structuredClone(startingFlow)).document).toEqual(other)
      }),
    )
  })
})
