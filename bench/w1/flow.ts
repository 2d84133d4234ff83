import { parseFlowDocument, type FlowDocument } from '#engine/graph/schema.ts'
import { TABLES } from './data.ts'
import { FILTER, MAPPING } from './mapping.ts'

/**
 * W1 as a flow: read from an address → keep only → map → send to an address. The mapping's `$tables`
 * is a setting of the flow, bound at its top; every evaluation does what it does in the program.
 */
export function w1Flow(base: string): FlowDocument {
  const nodes = [
    { id: 'read', kind: 'http.source', name: 'Invoices', config: { url: `${base}/v1/invoices` } },
    {
      id: 'keep',
      kind: 'transform.filter',
      name: 'No drafts',
      config: { rows: [{ condition: FILTER, reason: 'The invoice is a draft.' }] },
    },
    { id: 'map', kind: 'transform.map', name: '25 fields', config: { mapping: withTables() } },
    {
      id: 'send',
      kind: 'http.sink',
      name: 'Send',
      config: { url: `"${base}/record"`, body: '$' },
    },
  ]
  return parseFlowDocument({
    format: 1,
    name: 'W1',
    settings: {
      fields: [{ key: 'tables', label: 'Tables', type: 'table' }],
      values: { tables: { ...TABLES } },
    },
    nodes: nodes.map((node, index) => ({
      ...node,
      version: 1,
      position: { x: index * 300, y: 0 },
    })),
    edges: nodes
      .slice(1)
      .map((node, index) => ({ from: nodes[index]?.id, port: 'out', to: node.id })),
  })
}

function withTables(): string {
  return MAPPING.replace(/^\s*\(/, '(\n  $tables := $setting("tables");')
}
