import fc from 'fast-check'
import { expect, it } from 'vitest'
import { compileExpression } from '#nodes/expression.ts'
import type { Json, JsonObject } from '#nodes/json.ts'
import { type MappingRow, readRows, rowExpression } from './rows.ts'
import { anyMapping, templateMappings } from './testing.ts'

it('shows fields, nested objects and lines as rows with their own text', () => {
  const text = `{
    "memo": $substring(description, 0, 40), /* short */
    "entity": { "id": customer.id },
    "item": { "items": lines.data.{ "quantity": quantity }[] }
  }`
  expect(outline(text)).toEqual([
    ['memo', 'value', '$substring(description, 0, 40)'],
    ['entity', 'object', '{ "id": customer.id }'],
    ['entity.id', 'value', 'customer.id'],
    ['item', 'object', '{ "items": lines.data.{ "quantity": quantity }[] }'],
    ['item.items', 'lines', 'lines.data'],
    ['item.items.[].quantity', 'value', 'quantity'],
  ])
})

it('shows the variables before the object as they are written', () => {
  const view = readRows('( /* day */ $day := 1;\n $z := 2; { "a": $day } )')
  expect(view).toMatchObject({ prologue: '/* day */ $day := 1;\n $z := 2;', tabular: true })
  expect(view.rows.map(({ key }) => key)).toEqual(['a'])
})

it.each([
  ['list.({ "a": b })', 'list'],
  ['[list[x > 1].{ "a": b }]', 'list[x > 1]'],
  ['(x ? y : z).{ "a": b }[]', 'x ? y : z'],
  ['list^(>date).{ "a": b }', 'list^(>date)'],
  ['[{ "a": b }]', ''],
])('shows %s as lines', (value, list) => {
  expect(outline(`{ "rows": ${value} }`)).toEqual([
    ['rows', 'lines', list],
    ['rows.[].a', 'value', 'b'],
  ])
})

it.each([
  ['$merge([{ "a": 1 }, $rest])'],
  ['x ? { "a": 1 } : { "a": 2 }'],
  ['list ~> $map(function($v) { $v.id })'],
  ['$map(list, function($v) {{ "a": $v }})'],
  ['list{ id: name }'],
  ['( $x := 1; { "a": $x } )'],
  ['[{ "a": 1 }, { "a": 2 }]'],
])('leaves %s a row of code', (value) => {
  expect(outline(`{ "field": ${value} }`)).toEqual([['field', 'code', value]])
})

it('shows keys that are worked out or doubled as rows of code, each with a path of its own', () => {
  expect(outline('{ $setting("idField"): id, "a": 1, "a": 2, name: 3 }')).toEqual([
    ['($setting("idField"))', 'code', 'id'],
    ['a', 'value', '1'],
    ['a (2)', 'code', '2'],
    ['(name)', 'code', '3'],
  ])
})

it('shows the fields of what is merged, and each other part as a row of code without a name', () => {
  const text = '($h := { "a": 1 }; $merge([$h, { "b": x, "c": { "id": y } }, z ? { "d": 1 }]))'
  expect(outline(text)).toEqual([
    ['(part 1)', 'code', '$h'],
    ['b', 'value', 'x'],
    ['c', 'object', '{ "id": y }'],
    ['c.id', 'value', 'y'],
    ['(part 3)', 'code', 'z ? { "d": 1 }'],
  ])
  expect(readRows(text).prologue).toBe('$h := { "a": 1 };')
})

it('shows what is no object, or no expression, as one row with all of the text', () => {
  for (const text of ['$', '$merge([a, b])', '{ "a": ', 'list.{ "a": b }']) {
    expect(readRows(text)).toEqual({
      ...{ prologue: '', tabular: false },
      rows: [
        { path: [], key: '', kind: 'code', text, range: { start: 0, end: text.length }, rows: [] },
      ],
    })
  }
  expect(readRows(' /* nothing yet */ ')).toEqual({ rows: [], prologue: '', tabular: true })
})

it('never throws, and gives each row the text at its place', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), anyMapping), (text) => {
      for (const row of flat(readRows(text).rows)) {
        expect(text.slice(row.range.start, row.range.end)).toBe(row.text)
      }
    }),
  )
})

it('shows every template’s object as rows with distinct paths', () => {
  for (const { text } of templateMappings()) {
    const paths = flat(readRows(text).rows).map(({ path }) => path.join('\n'))
    expect(new Set(paths).size).toBe(paths.length)
  }
})

const RECORD: JsonObject = {
  ...{ id: 7, name: 'a,b', amount: 3, data: { lines: [{ id: 1 }], name: 'd' } },
  lines: [
    { id: 2, amount: 4, name: 'x', lines: [{ name: 'deep' }] },
    { id: 3, amount: 5, name: 'y' },
  ],
}

it('makes of each row an expression that gives what the mapping has there', async () => {
  const text = `(
    $all := [lines.amount];
    {
      "sum": $sum($all),
      "one": [lines[0].id],
      "parts": lines.{ "share": amount / $sum($all), "of": $$.id, "names": [lines.name] }[],
      "numbered": lines#$at.{ "at": $at }[],
      "none": nothing.{ "id": id },
      "fixed": [{ "first": { "id": id } }]
    }
  )`
  await expectAgreement(text)
  await fc.assert(fc.asyncProperty(anyMapping, expectAgreement))
})

async function expectAgreement(text: string): Promise<void> {
  const whole = await evaluated(text)
  if (whole === FAILED) return
  for (const row of flat(readRows(text).rows)) {
    if (row.kind === 'lines' || /%|\$i\b|\$d\b/.test(row.text)) continue
    const found = at(whole, row.path)
    const alone = await evaluated(rowExpression(text, row))
    if (alone === FAILED && found === undefined) continue
    expect({ text, path: row.path, value: alone }).toEqual({ text, path: row.path, value: found })
  }
}

const FAILED = Symbol('failed')

async function evaluated(text: string): Promise<Json | undefined | typeof FAILED> {
  try {
    const scope = { now: new Date(0), seed: '', settings: { zone: 'UTC' } }
    return await compileExpression(text).evaluate(RECORD, scope)
  } catch {
    return FAILED
  }
}

/** What stands at a path; of lines in the first one. */
function at(value: Json | undefined, path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>((inner, part) => {
    if (part === '[]') return Array.isArray(inner) ? inner[0] : inner
    return typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? inner[part]
      : undefined
  }, value)
}

function outline(text: string): [string, string, string][] {
  return flat(readRows(text).rows).map(({ path, kind, text }) => [path.join('.'), kind, text])
}

function flat(rows: readonly MappingRow[]): MappingRow[] {
  return rows.flatMap((row) => [row, ...flat(row.rows)])
}
