import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileExpression } from '#nodes/expression.ts'
import type { JsonObject } from '#nodes/json.ts'
import { editRows, type RowEdit, RowEditError } from './edit-rows.ts'
import { mappingShape } from './mapping-shape.ts'
import { syntaxFault } from './parse-syntax.ts'
import { isPart } from './row-place.ts'
import { rowPath } from './row-shapes.ts'
import { type MappingRow, readRows } from './rows.ts'
import { anyExpression, anyMapping, anyMergedMapping, templateMappings } from './testing.ts'

const MAPPINGS = templateMappings().map(({ text }) => text)
const mapping = fc.oneof(fc.constantFrom(...MAPPINGS), anyMapping, anyMergedMapping)

describe('of every mapping of every template and of any other', () => {
  it('setting each row to its own text gives the same text', () => {
    for (const text of MAPPINGS) sameWhenSet(text)
    fc.assert(fc.property(fc.oneof(anyMapping, anyMergedMapping), sameWhenSet))
  })

  it('setting a row shows what was set, and leaves all other rows alone', () => {
    fc.assert(
      fc.property(mapping, anyExpression, fc.nat(), (text, wanted, choice) => {
        fc.pre(syntaxFault(wanted) === null && !makesLines(wanted))
        const rows = flat(text)
        const row = rows[choice % Math.max(rows.length, 1)]
        fc.pre(row !== undefined && row.path.length > 0)
        if (!row) return
        // A part that is merged may become the object whose fields are shown, or be one no more.
        fc.pre(row.kind !== 'group' && (row.key !== '' || !wanted.startsWith('{')))
        // Of a list the brackets around all of it are not shown.
        fc.pre(row.kind !== 'lines' || !wanted.startsWith('('))
        const after = flat(editRows(text, { type: 'set-text', path: row.path, text: wanted }))
        const isOther = (one: MappingRow) => !isWithin(one, row)
        expect(after.find((one) => samePath(one, row))?.text).toBe(wanted)
        expect(after.filter(isOther).map(told)).toEqual(rows.filter(isOther).map(told))
      }),
    )
  })

  it('adding a row and removing it gives the text back', () => {
    fc.assert(
      fc.property(mapping, fc.nat(), fc.nat(), (text, choice, place) => {
        const own = mappingShape(text).inside?.object ? [[]] : []
        const inside = flat(text).filter(hasRows)
        const parents = [...own, ...inside.map(({ path }) => path)]
        fc.pre(parents.length > 0)
        const parent = parents[choice % parents.length] ?? []
        const at = place % 5
        const added = editRows(text, { type: 'add', parent, key: 'new one', text: '1 + 1', at })
        const row = flat(added).find(({ key }) => key === 'new one')
        expect(row).toMatchObject({ kind: 'value', text: '1 + 1' })
        expect(editRows(added, { type: 'remove', path: row?.path ?? [] })).toBe(text)
      }),
    )
  })

  it('moving a row there and back gives the text back, and loses no row', () => {
    fc.assert(
      fc.property(mapping, fc.nat(), fc.nat(), fc.nat(), (text, group, choice, place) => {
        const objects = [readRows(text).rows, ...flat(text).map(({ rows }) => rows)].map(ownFields)
        const fields = objects.filter((rows) => rows.length > 1)
        const rows = fields[group % Math.max(fields.length, 1)]
        fc.pre(rows !== undefined)
        if (!rows) return
        const from = choice % rows.length
        const to = place % rows.length
        const path = rows[from]?.path ?? []
        const moved = editRows(text, { type: 'move', path, to })
        const order = rows.map(({ text }) => text)
        order.splice(to, 0, ...order.splice(from, 1))
        const beside = ownFields(rowsBeside(moved, path))
        expect(beside.map(({ text }) => text)).toEqual(order)
        const again = beside[to]?.path ?? []
        expect(editRows(moved, { type: 'move', path: again, to: from })).toBe(text)
      }),
    )
  })

  it('setting one row leaves the results of the others as they are', async () => {
    await fc.assert(
      fc.asyncProperty(anyMapping, fc.nat(), async (text, choice) => {
        const { rows } = readRows(text)
        const row = rows[choice % Math.max(rows.length, 1)]
        fc.pre(row !== undefined && row.kind !== 'lines')
        if (!row) return
        const before = await evaluated(text)
        fc.pre(before !== null)
        const edit = { type: 'set-text', path: row.path, text: '"changed"' } as const
        expect(await evaluated(editRows(text, edit))).toEqual({ ...before, [row.key]: 'changed' })
      }),
    )
  })
})

const INVOICE = `(
  $money := function($minor) { $minor / 100 };
  {
    /* Who pays. */
    "entity": { "id": customer.id }, /* by link */
    "memo": description, /* as it is */
    "item": { "items": lines.data.{
      "quantity": quantity,
      "rate": $money(amount)
    }[] }
  }
)`

it('adds a row in the manner of its neighbours', () => {
  const added = editRows(INVOICE, { type: 'add', parent: [], key: 'tranDate', text: 'day', at: 2 })
  expect(added).toContain('"memo": description, /* as it is */\n    "tranDate": day,\n    "item"')
  const line = { parent: ['item', 'items', '[]'], key: 'taxCode', text: 'tax' }
  expect(editRows(INVOICE, { type: 'add', ...line })).toContain(
    '"rate": $money(amount),\n      "taxCode": tax\n    }[]',
  )
  const nested = { parent: ['entity'], key: 'name', text: 'name' }
  expect(editRows(INVOICE, { type: 'add', ...nested })).toContain(
    '{ "id": customer.id, "name": name }',
  )
})

it('begins an object where there is nothing yet', () => {
  const first = { type: 'add', parent: [], key: 'say "hi"', text: 'name' } as const
  expect(editRows('', first)).toBe('{\n  "say \\"hi\\"": name\n}')
  expect(editRows('/* later */', first)).toBe('/* later */\n{\n  "say \\"hi\\"": name\n}')
  expect(editRows('{}', first)).toBe('{ "say \\"hi\\"": name }')
})

it('keeps comments when a row goes', () => {
  expect(editRows(INVOICE, { type: 'remove', path: ['memo'] })).toBe(
    INVOICE.replace('\n    "memo": description,', ''),
  )
  expect(editRows(INVOICE, { type: 'remove', path: ['item'] })).toContain(
    '"memo": description /* as it is */\n  }\n)',
  )
})

it('renames a row, but never to a name that is taken', () => {
  expect(editRows(INVOICE, { type: 'rename', path: ['memo'], key: 'note' })).toContain(
    '"note": description, /* as it is */',
  )
  const taken = { type: 'rename', path: ['memo'], key: 'item' } as const
  expect(() => editRows(INVOICE, taken)).toThrow('There is a field “item” already.')
  const missing = { type: 'remove', path: ['nowhere'] } as const
  expect(() => editRows(INVOICE, missing)).toThrow(RowEditError)
})

it('makes objects and lines of fields, and fields inside them', () => {
  const object = editRows('{ "a": 1 }', { type: 'make-object', path: ['a'] })
  expect(editRows(object, { type: 'add', parent: ['a'], key: 'b', text: 'c' })).toBe(
    '{ "a": { "b": c } }',
  )
  const lines = editRows('{ "a": many }', { type: 'make-lines', path: ['a'] })
  expect(lines).toBe('{ "a": many.{}[] }')
  expect(readRows(lines).rows[0]).toMatchObject({ kind: 'lines', text: 'many' })
  const rest = { type: 'make-lines', path: ['a'], list: 'x ? y : z' } as const
  expect(editRows('{ "a": { "b": c } }', rest)).toBe('{ "a": (x ? y : z).{ "b": c }[] }')
})

const MERGED = `(
  $header := {
    "entity": { "id": customer.id }, /* who */
    "tranDate": day
  };
  $details := $merge([{ "memo": text }, others]);
  $merge([$header, $details, { "dueDate": due, "item": { "items": lines } }])
)`

it('changes the fields of a variable where it is bound', () => {
  const path = ['($header :=)', 'tranDate']
  const edit = (edit: RowEdit) => editRows(MERGED, edit)
  expect(edit({ type: 'set-text', path, text: 'today' })).toBe(
    MERGED.replace('"tranDate": day', '"tranDate": today'),
  )
  expect(edit({ type: 'add', parent: ['($header :=)'], key: 'class', text: 'a' })).toBe(
    MERGED.replace('"tranDate": day', '"tranDate": day,\n    "class": a'),
  )
  expect(edit({ type: 'rename', path, key: 'day' })).toBe(MERGED.replace('"tranDate"', '"day"'))
  expect(edit({ type: 'remove', path: ['($details :=)', 'memo'] })).toBe(
    MERGED.replace('{ "memo": text }', '{}'),
  )
  expect(edit({ type: 'set-text', path: ['($details :=)', '(part 2)'], text: 'more' })).toBe(
    MERGED.replace('others', 'more'),
  )
})

it('moves and removes a part that is merged without touching what it is bound to', () => {
  const path = ['($details :=)']
  expect(editRows(MERGED, { type: 'move', path, to: 0 })).toBe(
    MERGED.replace('[$header, $details,', '[$details, $header,'),
  )
  expect(editRows(MERGED, { type: 'remove', path })).toBe(
    MERGED.replace('[$header, $details,', '[$header,'),
  )
  expect(editRows(MERGED, { type: 'make-object', path })).toBe(MERGED)
  expect(() => editRows(MERGED, { type: 'make-lines', path })).toThrow(RowEditError)
  expect(() => editRows(MERGED, { type: 'rename', path, key: 'x' })).toThrow(RowEditError)
})

it('adds to what only merges variables one more object', () => {
  const added = editRows('($a := { "x": 1 }; $merge([$a]))', {
    ...{ type: 'add', parent: [], key: 'y', text: '2' },
  })
  expect(added).toBe('($a := { "x": 1 }; $merge([$a, { "y": 2 }]))')
})

it('puts brackets around a list that needs them, and takes them off again', () => {
  const edit = (from: string, text: string) =>
    editRows(`{ "a": ${from} }`, { type: 'set-text', path: ['a'], text })
  expect(edit('many.{ "b": c }', 'x ? y : z')).toBe('{ "a": (x ? y : z).{ "b": c } }')
  expect(edit('(x ? y : z).{ "b": c }', 'p and q')).toBe('{ "a": (p and q).{ "b": c } }')
  expect(edit('(x ? y : z).{ "b": c }', 'many')).toBe('{ "a": many.{ "b": c } }')
  expect(edit('[{ "b": c }]', 'many')).toBe('{ "a": [many.{ "b": c }] }')
  expect(edit('many.{ "b": c }[]', '')).toBe('{ "a": [{ "b": c }] }')
})

it('keeps what was typed when it is no expression yet', () => {
  const typed = editRows(INVOICE, { type: 'set-text', path: ['memo'], text: '$substring(' })
  expect(typed).toContain('"memo": $substring(,')
  expect(readRows(typed)).toMatchObject({ tabular: false, rows: [{ kind: 'code', text: typed }] })
})

/** Of lines a row shows only the list. */
function makesLines(text: string): boolean {
  return readRows(`{ "row": ${text} }`).rows[0]?.kind === 'lines'
}

function sameWhenSet(text: string): void {
  for (const { path, text: own } of flat(text)) {
    expect(editRows(text, { type: 'set-text', path, text: own })).toBe(text)
  }
}

function flat(text: string): MappingRow[] {
  const all = (rows: readonly MappingRow[]): MappingRow[] =>
    rows.flatMap((row) => [row, ...all(row.rows)])
  return all(readRows(text).rows)
}

function hasRows({ kind }: MappingRow): boolean {
  return kind === 'object' || kind === 'lines' || kind === 'group'
}

function ownFields(rows: readonly MappingRow[]): readonly MappingRow[] {
  return rows.filter(({ path }) => !path.slice(-1).some(isPart))
}

/** The rows of the object that a row stands in. */
function rowsBeside(text: string, path: readonly string[]): readonly MappingRow[] {
  const around = rowPath(path.slice(0, -1)).join('\n')
  if (around === '') return readRows(text).rows
  return flat(text).find((row) => row.path.join('\n') === around)?.rows ?? []
}

function samePath(one: MappingRow, other: MappingRow): boolean {
  return one.path.join('\n') === other.path.join('\n')
}

/** The row itself, those inside it and those around it: their texts hold its text. */
function isWithin(one: MappingRow, row: MappingRow): boolean {
  const shorter = Math.min(one.path.length, row.path.length)
  return one.path.slice(0, shorter).join('\n') === row.path.slice(0, shorter).join('\n')
}

function told({ path, kind, text }: MappingRow): unknown {
  return { path, kind, text }
}

async function evaluated(text: string): Promise<JsonObject | null> {
  const scope = { now: new Date(0), seed: '', settings: { zone: 'UTC' } }
  try {
    const record = { id: 1, name: 'a,b', amount: 3, lines: [{ id: 2, amount: 4, name: 'x' }] }
    const value = await compileExpression(text).evaluate(record, scope)
    return typeof value === 'object' && !Array.isArray(value) ? value : null
  } catch {
    return null
  }
}
