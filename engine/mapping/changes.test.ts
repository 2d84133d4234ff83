import fc from 'fast-check'
import { expect, it } from 'vitest'
import { mappingChanges } from './changes.ts'
import { editRows } from './edit-rows.ts'
import { readRows } from './rows.ts'
import { anyMapping, templateMappings } from './testing.ts'

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

it('tells of exactly the row that was changed', () => {
  fc.assert(
    fc.property(
      fc.oneof(anyMapping, fc.constantFrom(...templateMappings().map(({ text }) => text))),
      fc.nat(),
      (text, choice) => {
        const fields = readRows(text).rows.filter(({ kind }) => kind === 'value' || kind === 'code')
        const row = fields[choice % Math.max(fields.length, 1)]
        fc.pre(row !== undefined && row.path.length > 0)
        if (!row) return
        const after = editRows(text, { type: 'set-text', path: row.path, text: '"other value"' })
        expect(mappingChanges(text, after)).toMatchObject([
          { target: row.path.join('.'), kind: 'changed', before: row.text, after: '"other value"' },
        ])
      },
    ),
  )
})
