import fc from 'fast-check'
import { expect, it } from 'vitest'
import { compileExpression } from '#nodes/expression.ts'
import type { Json, JsonObject } from '#nodes/json.ts'
import { isPart, rowPlace } from './row-place.ts'
import { type MappingRow, placedRows, readRows, rowExpression } from './rows.ts'
import { anyMapping, anyMergedMapping, templateMappings } from './testing.ts'

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

it('shows the fields of what is merged, and what cannot be taken apart as a row of code', () => {
  const text = '($h := f(); $merge([$h, { "b": x, "c": { "id": y } }, z ? { "d": 1 }]))'
  expect(outline(text)).toEqual([
    ['(part 1)', 'code', '$h'],
    ['b', 'value', 'x'],
    ['c', 'object', '{ "id": y }'],
    ['c.id', 'value', 'y'],
    ['(part 3)', 'code', 'z ? { "d": 1 }'],
  ])
  expect(readRows(text)).toMatchObject({ prologue: '$h := f();', variables: ['h'] })
})

it('shows the fields of variables that are merged as groups by their names', () => {
  const text = `(
    $day := d;
    $head := { "a": $day, "c": { "id": y } };
    $more := $merge([{ "d": 1 }, others, { "e": 2 }]);
    $merge([$head, $more, { "f": 3 }])
  )`
  expect(outline(text)).toEqual([
    ['($head :=)', 'group', '{ "a": $day, "c": { "id": y } }'],
    ['($head :=).a', 'value', '$day'],
    ['($head :=).c', 'object', '{ "id": y }'],
    ['($head :=).c.id', 'value', 'y'],
    ['($more :=)', 'group', '$merge([{ "d": 1 }, others, { "e": 2 }])'],
    ['($more :=).(part 1)', 'group', '{ "d": 1 }'],
    ['($more :=).(part 1).d', 'value', '1'],
    ['($more :=).(part 2)', 'code', 'others'],
    ['($more :=).e', 'value', '2'],
    ['f', 'value', '3'],
  ])
  const { prologue, variables, rows } = readRows(text)
  expect(prologue).toBe('$day := d;\n    $head := { … };\n    $more := { … };')
  expect(variables).toEqual(['day'])
  expect(placedRows(rows).map(({ path }) => rowPlace(path).join('.'))).toEqual([
    'a',
    'c',
    'd',
    '',
    'e',
    'f',
  ])
})

it('shows an object that only a variable is bound to as the mapping’s own', () => {
  expect(outline('( $day := 1; $made := { "a": $day }; $made )')).toEqual([['a', 'value', '$day']])
})

it.each([
  ['that is bound twice', '$h := { "a": 1 }; $h := { "a": 2 }; $merge([$h, { "b": 3 }])'],
  ['that is bound again inside', '$h := { "a": 1 }; $z := ($h := 2); $merge([$h, { "b": 3 }])'],
  ['that is bound to no object', '$h := x ? { "a": 1 }; $merge([$h, { "b": 3 }])'],
  ['that nothing is bound to', '$z := 1; $merge([$h, { "b": 3 }])'],
])('leaves a variable %s a row of code', (_, text) => {
  expect(outline(`( ${text} )`)).toEqual([
    ['(part 1)', 'code', '$h'],
    ['b', 'value', '3'],
  ])
})

it('shows the fields of a variable once when it is merged twice', () => {
  expect(outline('( $h := { "a": 1 }; $merge([$h, $h]) )')).toEqual([
    ['($h :=)', 'group', '{ "a": 1 }'],
    ['($h :=).a', 'value', '1'],
    ['(part 2)', 'code', '$h'],
  ])
})

it('takes of two rows of one place the last, which wins', () => {
  const { rows } = readRows('( $h := { "a": 1, "b": 2 }; $merge([$h, { "a": 3 }]) )')
  expect(placedRows(rows).map(({ key, text }) => [key, text])).toEqual([
    ['b', '2'],
    ['a', '3'],
  ])
})

it('shows what is no object, or no expression, as one row with all of the text', () => {
  for (const text of ['$', '$merge([a, b])', '{ "a": ', 'list.{ "a": b }']) {
    expect(readRows(text)).toEqual({
      ...{ prologue: '', variables: [], tabular: false },
      rows: [
        { path: [], key: '', kind: 'code', text, range: { start: 0, end: text.length }, rows: [] },
      ],
    })
  }
  expect(readRows(' /* nothing yet */ ')).toEqual({
    ...{ rows: [], prologue: '', variables: [], tabular: true },
  })
})

it('never throws, and gives each row the text at its place', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), anyMapping, anyMergedMapping), (text) => {
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
  await expectAgreement(`(
    $sum := $sum(lines.amount);
    $head := { "sum": $sum, "first": { "id": lines[0].id }, "name": "is overwritten" };
    $sum := 0;
    $more := $merge([{ "each": lines.{ "at": amount } }, data, { "last": $sum }]);
    $merge([$head, $more, { "name": name }])
  )`)
  await fc.assert(fc.asyncProperty(fc.oneof(anyMapping, anyMergedMapping), expectAgreement))
})

async function expectAgreement(text: string): Promise<void> {
  const whole = await evaluated(text)
  if (whole === FAILED) return
  for (const row of placed(readRows(text).rows)) {
    const place = rowPlace(row.path)
    if (row.kind === 'lines' || /%|\$i\b|\$d\b/.test(row.text)) continue
    const found = at(whole, place)
    const alone = await evaluated(rowExpression(text, row))
    // What gives nothing leaves what was merged before.
    if (alone === undefined && text.includes('$merge')) continue
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

/** Rows that nothing overwrites, and those inside them: code that is merged later may. */
function placed(rows: readonly MappingRow[]): MappingRow[] {
  const merged = placedRows(rows)
  const code = merged.findLastIndex(({ path }) => path.slice(-1).some(isPart))
  return merged.slice(code + 1).flatMap((row) => [row, ...placed(row.rows)])
}

function flat(rows: readonly MappingRow[]): MappingRow[] {
  return rows.flatMap((row) => [row, ...flat(row.rows)])
}
