import { expect, test } from 'vitest'
import { parseFlowDocument } from '#engine/graph/schema.ts'
import { outlineRows } from './outline-rows.ts'

const node = (id: string, kind: string, config = {}) => ({
  id,
  kind,
  version: 1,
  name: id,
  config,
  position: { x: 0, y: 0 },
})
const flow = parseFlowDocument({
  format: 1,
  name: 'Flow',
  nodes: [
    node('note', 'canvas.note', { text: 'Ask Ada.' }),
    node('write', 'netsuite.upsert'),
    node('choose', 'transform.branch', { rows: [{ name: 'Paid', condition: 'true' }] }),
    node('read', 'stripe.list-source'),
  ],
  edges: [
    { from: 'read', port: 'out', to: 'choose' },
    { from: 'choose', port: 'paid', to: 'write' },
  ],
})

test('nodes come in the order of the records, ways out under each, notes last', () => {
  const words = outlineRows(flow, () => true).map((row) =>
    row.type === 'node' ? row.node.name : `  ${row.label} > ${row.to}`,
  )
  expect(words).toEqual([
    'read',
    '   > choose',
    'choose',
    '  Paid > write',
    '  Otherwise > ',
    'write',
    '   > ',
    'note',
  ])
})

test('a closed node keeps its ways to itself', () => {
  expect(outlineRows(flow, () => false).map((row) => row.key)).toEqual([
    'read',
    'choose',
    'write',
    'note',
  ])
})
