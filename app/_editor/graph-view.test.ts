import { describe, expect, test } from 'vitest'
import { applyEdit } from '#engine/graph/edit.ts'
import { parseFlowDocument } from '#engine/graph/schema.ts'
import { KINDS } from '#nodes/catalog.ts'
import { graphView, looksSame, withSelection } from './graph-view.ts'

const source = KINDS.find((kind) => kind.role === 'source')?.id ?? 'source'
const node = (id: string, kind: string) => ({
  id,
  kind,
  version: 1,
  name: id,
  config: {},
  position: { x: 0, y: 0 },
})
const document = parseFlowDocument({
  format: 1,
  name: 'Invoices',
  nodes: [node('read', source), node('gone', 'no.such-kind')],
  edges: [{ from: 'gone', port: 'else', to: 'read' }],
})
const view = graphView(document, { cards: [], lines: [] })

describe('graphView', () => {
  test('a source has no input', () => {
    expect(view.cards.map((card) => card.data.hasInput)).toEqual([false, true])
  })
  test('an edge from a port that the kind does not have is drawn from a missing port', () => {
    expect(view.cards[1]?.data.ports).toEqual([{ id: 'else', label: 'else', missing: true }])
    expect(view.lines[0]).toMatchObject({ source: 'gone', sourceHandle: 'else', target: 'read' })
  })
  test('what did not change stays the same object', () => {
    const moved = applyEdit(document, { type: 'move-nodes', positions: { read: { x: 8, y: 8 } } })
    const after = graphView(moved, view)
    expect(after.cards[0]?.position).toEqual({ x: 8, y: 8 })
    expect(after.cards[1]).toBe(view.cards[1])
    expect(after.lines).toBe(view.lines)
    expect(graphView(applyEdit(document, { type: 'rename-flow', name: 'x' }), view)).toEqual(view)
  })
  test('sizes and selection are carried over', () => {
    const [read, gone] = view.cards
    if (!read || !gone) throw new Error('the view has two cards')
    const measured = { width: 240, height: 90 }
    const before = { ...view, cards: [{ ...read, measured, selected: true }, gone] }
    const renamed = applyEdit(document, { type: 'rename-node', id: 'read', name: 'Read' })
    expect(graphView(renamed, before).cards[0]).toMatchObject({ measured, selected: true })
  })
})

describe('withSelection', () => {
  test('changes only what is newly or no longer selected', () => {
    const selected = withSelection(view, new Set(['read']))
    expect(selected.cards[0]?.selected).toBe(true)
    expect(selected.cards[1]).toBe(view.cards[1])
    expect(withSelection(selected, new Set()).cards[0]?.selected).toBe(false)
  })
})

describe('looksSame', () => {
  const [read] = view.cards
  if (!read) throw new Error('the view has two cards')
  const after = (edit: Parameters<typeof applyEdit>[1]) =>
    graphView(applyEdit(document, edit), view).cards[0]?.data ?? read.data
  test('a moved card need not be drawn again', () => {
    const moved = after({ type: 'move-nodes', positions: { read: { x: 8, y: 8 } } })
    expect(moved).not.toBe(read.data)
    expect(looksSame(read.data, moved)).toBe(true)
  })
  test('a renamed one must', () => {
    expect(looksSame(read.data, after({ type: 'rename-node', id: 'read', name: 'Read' }))).toBe(
      false,
    )
  })
})
