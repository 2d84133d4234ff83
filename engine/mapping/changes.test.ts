import fc from 'fast-check'
import { expect, it } from 'vitest'
import { mappingChanges } from './changes.ts'
import { editRows } from './edit-rows.ts'
import { type MappingRow, readRows } from './rows.ts'
import { anyMapping, anyMergedMapping, templateMappings } from './testing.ts'

const words = (before: string, after: string) =>
  mappingChanges(before, after).map((change) => change.words)

it('tells a changed, an added and a removed field in words', () => {
  expect(
    words(
      '{ "memo": description, "old": 1, "entity": { "id": customer } }',
      '{ "memo": $substring(description, 0, 40), "entity": { "id": customer, "name": name } }',
    ),
  ).toEqual([
    'memo: was `description`, now `$substring(description, 0, 40)`',
    'entity.name: added, `name`',
    'old: removed, was `1`',
  ])
})

it('tells how lines are made apart from what is in them', () => {
  expect(
    words(
      '{ "items": lines.data.{ "rate": rate } }',
      '{ "items": lines.data[amount > 0].{ "rate": price }[] }',
    ),
  ).toEqual([
    'items: was `lines.data.{}`, now `lines.data[amount > 0].{}[]`',
    'items[].rate: was `rate`, now `price`',
  ])
})

it('tells a changed variable by its name', () => {
  expect(words('( $day := a; { "x": $day } )', '( $day := b; { "x": $day } )')).toEqual([
    '$day: was `a`, now `b`',
  ])
})

it('tells of an expression that makes no object as a whole', () => {
  expect(words('$merge([a])', '$merge([a, b])')).toEqual([
    'The expression: was `$merge([a])`, now `$merge([a, b])`',
  ])
})

it('takes layout, comments, quotes and the order of fields for no change', () => {
  expect(words('{ "a": 1, "b": x.y }', "{\n  /* first */\n  'b': x . y,\n  'a': (1)\n}")).toEqual(
    [],
  )
  for (const { text } of templateMappings()) {
    expect(words(text, `/* checked */ ${text}\n`)).toEqual([])
  }
})

it('tells of fields of variables that are merged like of the others', () => {
  const text = '( $head := { "a": 1, "memo": b }; $day := 2; $merge([$head, { "memo": c }]) )'
  expect(words(text, text.replace('"a": 1', '"a": 3').replace('"memo": b', '"memo": d'))).toEqual([
    'a: was `1`, now `3`',
    'memo of $head: was `b`, now `d`',
  ])
  expect(words(text, text.replace('"memo": c', '"memo": c, "z": 1'))).toEqual(['z: added, `1`'])
  expect(words(text, text.replace('2', '4'))).toEqual(['$day: was `2`, now `4`'])
})

it('tells of exactly the row that was changed', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        ...[anyMapping, anyMergedMapping],
        fc.constantFrom(...templateMappings().map(({ text }) => text)),
      ),
      fc.nat(),
      (text, choice) => {
        const fields = flat(readRows(text).rows).filter(({ rows }) => rows.length === 0)
        const row = fields[choice % Math.max(fields.length, 1)]
        fc.pre(row?.kind === 'value' || row?.kind === 'code')
        if (!row || row.path.length === 0) return
        const after = editRows(text, { type: 'set-text', path: row.path, text: '"other value"' })
        expect(mappingChanges(text, after)).toMatchObject([
          { kind: 'changed', before: row.text, after: '"other value"' },
        ])
      },
    ),
  )
})

function flat(rows: readonly MappingRow[]): MappingRow[] {
  return rows.flatMap((row) => [row, ...flat(row.rows)])
}
