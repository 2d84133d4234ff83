import { describe, expect, it } from 'vitest'
import { chain, customerFlow, node } from '../../testing/flows.ts'
import { applyEdit, type FlowEdit } from '../graph/edit.ts'
import type { FlowDocument } from '../graph/schema.ts'
import { compareDocuments } from './compare.ts'

const before = customerFlow()
const edited = (...edits: FlowEdit[]): FlowDocument =>
  edits.reduce((document, edit) => applyEdit(document, edit), before)

describe('compareDocuments', () => {
  it('finds nothing between a document and itself, nor when nodes are only moved', () => {
    expect(compareDocuments(before, structuredClone(before)).count).toBe(0)
    const moved = edited({ type: 'move-nodes', positions: { map: { x: 300, y: 160 } } })
    expect(compareDocuments(before, moved)).toMatchObject({ nodes: [], edges: [], count: 0 })
  })

  it('tells a mapping field by field of its result, and counts each', () => {
    const mapping = `{
      "companyName": name & " " & id,
      "email": $lowercase(email),
      "memo": description,
      "subsidiary": { "id": $setting("subsidiary") }
    }`
    const value = mapping
    const after = edited({ type: 'configure-node', id: 'map', field: 'mapping', value })
    const { nodes, count } = compareDocuments(before, after)
    expect(nodes).toMatchObject([
      {
        ...{ id: 'map', kind: 'changed', title: 'Map fields' },
        fields: [{ field: 'mapping', label: 'Mapping', layoutOnly: false }],
      },
    ])
    const targets = nodes[0]?.fields[0]?.targets.map(({ target, kind }) => [target, kind])
    expect(targets?.toSorted()).toEqual([
      ['companyName', 'changed'],
      ['memo', 'added'],
    ])
    expect(count).toBe(2)
  })

  it('knows a mapping that was only laid out anew', () => {
    const value = String(before.nodes[2]?.config.mapping).replaceAll(/\s+/g, ' ')
    const after = edited({ type: 'configure-node', id: 'map', field: 'mapping', value })
    expect(compareDocuments(before, after).nodes[0]?.fields).toMatchObject([
      { field: 'mapping', layoutOnly: true, targets: [] },
    ])
  })

  it('compares rows by what they hold, so that one put in between is one difference', () => {
    const row = (condition: string) => ({ condition, reason: `Not ${condition}.` })
    const rows = (...conditions: string[]) =>
      chain('Rows', [node('keep', 'transform.filter', { rows: conditions.map(row) })])
    const between = compareDocuments(rows('a', 'c'), rows('a', 'b', 'c'))
    expect(between.nodes[0]?.fields).toMatchObject([
      { field: 'rows[1]', label: 'Condition 2', kind: 'added', after: 'b · Not b.' },
    ])
    const changed = compareDocuments(rows('a', 'b'), rows('a', 'x > 1'))
    expect(changed.nodes[0]?.fields).toMatchObject([
      { field: 'rows[1].condition', before: 'b', after: 'x > 1' },
      { field: 'rows[1].reason', before: 'Not b.', after: 'Not x > 1.' },
    ])
  })

  it('names nodes that came and went, and only those edges that join nodes of both', () => {
    const after = edited(
      { type: 'remove-nodes', ids: ['named'] },
      { type: 'connect', edge: { from: 'read', port: 'out', to: 'map' } },
      { type: 'add-node', node: node('note', 'transform.note') },
    )
    const comparison = compareDocuments(before, after)
    expect(comparison.nodes.map(({ id, kind }) => [id, kind])).toEqual([
      ['note', 'added'],
      ['named', 'removed'],
    ])
    expect(comparison.edges).toMatchObject([{ kind: 'added', words: 'read → map' }])
    expect(comparison.count).toBe(3)
  })

  it('tells what is set anew at a node beside its config', () => {
    const after = edited(
      { type: 'rename-node', id: 'map', name: 'Fields of the customer' },
      { type: 'set-disabled', ids: ['map'], disabled: true },
    )
    expect(compareDocuments(before, after).nodes[0]?.fields).toMatchObject([
      { label: 'Name', before: 'map', after: 'Fields of the customer' },
      { label: 'Disabled', before: 'no', after: 'yes' },
    ])
  })

  it('tells schedule, settings and tests, each by its name', () => {
    const schedule = { cron: '0 6 * * *', timeZone: 'Europe/Berlin' }
    const test = { name: 'Ada', node: 'map', input: { id: '1' }, expect: {} }
    const after: FlowDocument = {
      ...edited({ type: 'set-schedule', schedule }, { type: 'put-test', test }),
      settings: { ...before.settings, values: { subsidiary: '3' } },
    }
    expect(compareDocuments(before, after).flow).toMatchObject([
      { label: 'Schedule', kind: 'added', before: null, after: '0 6 * * * (Europe/Berlin)' },
      { label: 'Setting “subsidiary”', kind: 'added', after: '3' },
      { label: 'Test “Ada” of “map”', kind: 'added' },
    ])
  })
})
