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

  it.each(['mine', 'theirs'] as const)(
    'gives the connections of the side that was chosen, when %s has removed a node',
    (remover) => {
      const bridged = edited(
        { type: 'remove-nodes', ids: ['named'] },
        { type: 'connect', edge: { from: 'read', port: 'out', to: 'map' } },
      )
      const changed = edited({ type: 'configure-node', id: 'named', field: 'rows', value: [] })
      const merged = mergeUpdate({
        base,
        mine: remover === 'mine' ? bridged : changed,
        theirs: newer(remover === 'mine' ? changed : bridged),
      })
      const place = merged.conflicts[0]?.place ?? ''
      expect(merged.conflicts).toHaveLength(1)
      for (const side of ['mine', 'theirs'] as const) {
        const { nodes, edges } = side === remover ? bridged : changed
        const settled = settleUpdate(merged, { [place]: side })
        expect(settled.nodes).toEqual(nodes)
        expect(new Set(settled.edges)).toEqual(new Set(edges))
      }
      expect(settleUpdate(merged, {})).toEqual(settleUpdate(merged, { [place]: 'mine' }))
    },
  )

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

  it('gives up where either side binds other variables', () => {
    const [base, mine] = ['($x := 1; { "a": $x })', '($x := 1; { "a": $x, "b": 1 })']
    expect(mergeMapping({ base, mine, theirs: '($x := 2; { "a": $x })' })).toBeNull()
    expect(mergeMapping({ base, mine: '{ "a": 1 }', theirs: mine })).toBeNull()
    const told = '($x := "a  b"; { "a": $x })'
    expect(mergeMapping({ base: told, mine: told, theirs: told.replace('  ', ' ') })).toBeNull()
  })

  it('leaves no empty object where the template has dropped all that was in it', () => {
    const base = '{ "memo": number, "terms": { "id": $setting("terms") } }'
    const mine = base.replace('number', '"x"')
    const theirs = '{ "memo": number }'
    expect(mergeMapping({ base, mine, theirs })).toBe('{ "memo": "x" }')
    const more = base.replace('number', '"x"').replace(' } }', ', "name": n } }')
    expect(mergeMapping({ base, mine: more, theirs })).toBe(
      '{ "memo": "x", "terms": { "name": n } }',
    )
    const deep = base.replace('"id"', '"a": { "b": {} }, "id"')
    expect(mergeMapping({ base: deep, mine: deep.replace('number', '"x"'), theirs })).toBe(
      '{ "memo": "x" }',
    )
  })

  it('takes an object, or lines, that the template has added or dropped, as a whole', () => {
    const base = '{ "memo": number }'
    const mine = '{ "memo": "x" }'
    for (const added of ['{ "id": "5" }', '{}', 'lines.data.{ "rate": rate }[]']) {
      const theirs = `{ "memo": number, "terms": ${added} }`
      const both = `{ "memo": "x", "terms": ${added} }`
      expect(mergeMapping({ base, mine, theirs })).toBe(both)
      expect(mergeMapping({ base: theirs, mine: both, theirs: base })).toBe(mine)
    }
  })

  it('takes a field that the template has made an object, or an object that is one field now', () => {
    const [field, object] = ['{ "a": 1, "b": 2 }', '{ "a": 1, "b": { "id": 2 } }']
    const mine = (text: string) => text.replace('1', '10')
    expect(mergeMapping({ base: field, mine: mine(field), theirs: object })).toBe(mine(object))
    expect(mergeMapping({ base: object, mine: mine(object), theirs: field })).toBe(mine(field))
  })

  it('takes blanks in a text for a change, and those around it for none', () => {
    const base = '{ "a": "x  y", "b": a + b }'
    const mine = base.replace('a + b', 'a  +  b')
    const theirs = '{ "a": "x y", "b": a + b }'
    expect(mergeMapping({ base, mine, theirs })).toBe('{ "a": "x y", "b": a  +  b }')
    expect(mergeMapping({ base, mine: base.replace('x  y', 'z'), theirs })).toBeNull()
  })

  it('gives up where a change of the template cannot be written as rows', () => {
    const [base, mine] = ['{ "a": 1, "c": l.{ "d": d } }', '{ "a": 10, "c": l.{ "d": d } }']
    for (const theirs of [
      '$merge([$rest, { "a": 1, "c": l.{ "d": d } }])',
      '{ "a": 1, $setting("field"): 2, "c": l.{ "d": d } }',
      '{ "a": 1, "c": l.{ "d": d }[] }',
    ]) {
      expect(mergeMapping({ base, mine, theirs })).toBeNull()
    }
  })
})
