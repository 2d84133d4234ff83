import { describe, expect, it } from 'vitest'
import { customerFlow, node } from '../../testing/flows.ts'
import { applyEdit, type FlowEdit } from '../graph/edit.ts'
import type { FlowDocument } from '../graph/schema.ts'
import { mergeMapping } from './merge-mapping.ts'
import { mergeUpdate, settleUpdate } from './merge-update.ts'

const base: FlowDocument = { ...customerFlow(), template: { id: 'customers', version: 1 } }
const edited = (...edits: FlowEdit[]): FlowDocument =>
  edits.reduce((document, edit) => applyEdit(document, edit), base)
const newer = (document: FlowDocument): FlowDocument => ({
  ...document,
  template: { id: 'customers', version: 2 },
})
const mapping = String(base.nodes[2]?.config.mapping)
const mapped = (value: string): FlowEdit => ({
  ...{ type: 'configure-node', id: 'map', field: 'mapping', value },
})
const mappingOf = (document: FlowDocument) =>
  String(document.nodes.find((node) => node.id === 'map')?.config.mapping)

describe('mergeUpdate', () => {
  it('keeps what the analyst changed and takes what the template changed elsewhere', () => {
    const schedule = { cron: '0 6 * * *', timeZone: 'UTC' }
    const mine = edited(
      { type: 'rename-node', id: 'map', name: 'My fields' },
      { type: 'set-schedule', schedule },
    )
    const theirs = newer(edited({ type: 'set-note', id: 'write', note: 'Once per customer.' }))
    const { document, conflicts } = mergeUpdate({ base, mine, theirs })
    expect(conflicts).toEqual([])
    expect(document).toMatchObject({ template: { version: 2 }, schedule })
    expect(document.nodes.find(({ id }) => id === 'map')?.name).toBe('My fields')
    expect(document.nodes.find(({ id }) => id === 'write')?.note).toBe('Once per customer.')
  })

  it('merges one mapping that both have changed in different fields', () => {
    const mine = edited(mapped(mapping.replace('$lowercase(email)', '$uppercase(email)')))
    const theirs = newer(
      edited(mapped(mapping.replace('"subsidiary"', '"phone": phone,\n        "subsidiary"'))),
    )
    const { document, conflicts } = mergeUpdate({ base, mine, theirs })
    expect(conflicts).toEqual([])
    expect(mappingOf(document)).toContain('$uppercase(email)')
    expect(mappingOf(document)).toContain('"phone": phone')
  })

  it('leaves the choice where both changed the same, with all three texts', () => {
    const mine = edited({ type: 'configure-node', id: 'write', field: 'externalId', value: 'id' })
    const theirs = newer(
      edited({ type: 'configure-node', id: 'write', field: 'externalId', value: '"c_" & id' }),
    )
    const merged = mergeUpdate({ base, mine, theirs })
    expect(merged.conflicts).toMatchObject([
      {
        words: expect.stringContaining('write'),
        base: '"t_" & id',
        mine: 'id',
        theirs: '"c_" & id',
      },
    ])
    const external = (document: FlowDocument) =>
      document.nodes.find(({ id }) => id === 'write')?.config.externalId
    expect(external(settleUpdate(merged, {}))).toBe('id')
    const place = merged.conflicts[0]?.place ?? ''
    expect(external(settleUpdate(merged, { [place]: 'theirs' }))).toBe('"c_" & id')
  })

  it('takes a node that the template has added along with its connections', () => {
    const theirs = newer(
      edited({
        type: 'insert-on-edge',
        edge: { from: 'map', port: 'out', to: 'write' },
        node: node('again', 'transform.note'),
        port: 'out',
      }),
    )
    const mine = edited({ type: 'rename-node', id: 'read', name: 'Everybody' })
    const { document } = mergeUpdate({ base, mine, theirs })
    expect(document.nodes.map(({ id }) => id)).toContain('again')
    expect(document.edges).toContainEqual({ from: 'map', port: 'out', to: 'again' })
    expect(document.edges).not.toContainEqual({ from: 'map', port: 'out', to: 'write' })
  })
})

describe('mergeMapping', () => {
  const texts = { base: '{ "a": 1, "b": 2, "c": 3 }' }

  it('joins changes, additions and removals of different fields', () => {
    const mine = '{ "a": 10, "b": 2, "c": 3, "mine": true }'
    const theirs = '{ "a": 1, "b": 20, "theirs": true }'
    const merged = mergeMapping({ ...texts, mine, theirs }) ?? ''
    expect(merged.replaceAll(/\s/g, '')).toBe('{"a":10,"b":20,"mine":true,"theirs":true}')
  })

  it('gives up where both changed one field otherwise, and not where both changed it alike', () => {
    const mine = '{ "a": 10, "b": 2, "c": 3 }'
    expect(mergeMapping({ ...texts, mine, theirs: mine.replace('10', '11') })).toBeNull()
    expect(mergeMapping({ ...texts, mine, theirs: mine })).toBe(mine)
  })

  it('joins changes of fields that variables are bound to', () => {
    const base = '($h := { "a": 1, "b": 2 }; $merge([$h, { "c": 3 }]))'
    const mine = base.replace('"a": 1', '"a": 10')
    const theirs = base.replace('"b": 2', '"b": 20, "d": 4')
    expect(mergeMapping({ base, mine, theirs })).toBe(
      '($h := { "a": 10, "b": 20, "d": 4 }; $merge([$h, { "c": 3 }]))',
    )
  })

  it('gives up where the template binds other variables', () => {
    const [base, mine] = ['($x := 1; { "a": $x })', '($x := 1; { "a": $x, "b": 1 })']
    expect(mergeMapping({ base, mine, theirs: '($x := 2; { "a": $x })' })).toBeNull()
  })
})
