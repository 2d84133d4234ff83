import { describe, expect, test } from 'vitest'
import { applyEdit } from '#engine/graph/edit.ts'
import { parseFlowDocument } from '#engine/graph/schema.ts'
import { copyNodes, pasteNodes } from './clipboard.ts'

const node = (id: string) => ({
  id,
  kind: 'some.kind',
  version: 1,
  name: id,
  config: { text: 'x' },
  position: { x: 16, y: 24 },
})
const document = parseFlowDocument({
  format: 1,
  name: 'Invoices',
  nodes: ['a', 'b', 'c'].map(node),
  edges: [
    { from: 'a', port: 'out', to: 'b' },
    { from: 'b', port: 'out', to: 'c' },
  ],
})

describe('copy and paste', () => {
  test('pasted nodes get fresh ids and keep the edges among them', () => {
    const edit = pasteNodes(copyNodes(document, new Set(['a', 'b'])), 32)
    if (!edit) throw new Error('copied nodes can be pasted')
    expect(edit.nodes.map((one) => one.name)).toEqual(['a', 'b'])
    expect(edit.nodes[0]?.position).toEqual({ x: 48, y: 56 })
    expect(edit.edges).toEqual([{ from: edit.nodes[0]?.id, port: 'out', to: edit.nodes[1]?.id }])
    expect(applyEdit(document, edit).nodes).toHaveLength(5)
  })
  test('the same text can be pasted twice', () => {
    const text = copyNodes(document, new Set(['a']))
    const once = pasteNodes(text, 0)
    const twice = pasteNodes(text, 0)
    if (!once || !twice) throw new Error('copied nodes can be pasted')
    expect(applyEdit(applyEdit(document, once), twice).nodes).toHaveLength(5)
  })
  test('an exported flow can be pasted into another', () => {
    expect(pasteNodes(JSON.stringify(document), 0)?.nodes).toHaveLength(3)
  })
  test('any other text is not taken for nodes', () => {
    expect(pasteNodes('hello', 0)).toBeNull()
    expect(pasteNodes('{"nodes":[]}', 0)).toBeNull()
    expect(pasteNodes('null', 0)).toBeNull()
  })
})
