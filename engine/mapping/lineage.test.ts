import fc from 'fast-check'
import { expect, it } from 'vitest'
import { lineage } from './lineage.ts'
import { anyMapping, anyMergedMapping, templateTexts } from './testing.ts'

/** Per target its sources, and its settings behind a dollar sign. */
function told(text: string): Record<string, string[]> {
  return Object.fromEntries(
    lineage(text).map(({ target, sources, settings }) => [
      target,
      [...sources, ...settings.map((key) => `$${key}`)],
    ]),
  )
}

it('follows paths, settings and nested objects', () => {
  expect(
    told(`{
      "memo": $substring(invoice.description ?: "Invoice " & invoice.number, 0, 40),
      "entity": { "id": customer.\`net suite\`.id },
      "zone": $setting("zone", account.zone),
      "fixed": 1
    }`),
  ).toEqual({
    memo: ['invoice.description', 'invoice.number'],
    'entity.id': ['customer.`net suite`.id'],
    zone: ['account.zone', '$zone'],
    fixed: [],
  })
})

it('follows lines, their filters, and the record around them', () => {
  expect(
    told(`{ "items": lines.data[amount > 0].{
      "rate": amount, "of": %.%.id, "currency": $$.currency
    }[] }`),
  ).toEqual({
    items: ['lines.data', 'lines.data.amount'],
    'items[].rate': ['lines.data.amount'],
    'items[].of': ['id', 'lines.data.amount'],
    'items[].currency': ['currency'],
  })
})

it('follows variables and functions into every place where they are used', () => {
  expect(
    told(`(
      $day := $isoDate(created, $setting("zone"));
      $line := function($line, $sign) {{ "amount": $sign * $line.amount, "day": $day }};
      $list := [$map(lines, function($one) { $line($one, factor) })];
      { "day": $day, "lines": $list, "first": $list[0].amount, "sum": $sum($list.amount) }
    )`),
  ).toEqual({
    day: ['created', '$zone'],
    lines: ['lines'],
    'lines[].amount': ['factor', 'lines.amount'],
    'lines[].day': ['created', '$zone'],
    first: ['factor', 'lines.amount'],
    sum: ['factor', 'lines.amount'],
  })
})

it('counts both branches of a condition, and what decides between them', () => {
  expect(told('{ "a": paid ? { "b": x } : { "b": y, "c": z } }')).toEqual({
    'a.b': ['x', 'y', 'paid'],
    'a.c': ['z', 'paid'],
  })
})

it('follows what is merged, also all of the record', () => {
  expect(told('$merge([$$, { "payment": { "id": paid.id } }])')).toEqual({
    '*': ['$$'],
    'payment.id': ['paid.id'],
  })
})

it('follows tables, chains, sorting, wildcards and grouping', () => {
  expect(
    told(`{
      "item": $lookup("itemMap", price.id, fallback),
      "name": name ~> $trim() ~> $uppercase(),
      "last": lines^(>date)[0].id,
      "all": address.*,
      "found": $lookup(items, code).id
    }`),
  ).toEqual({
    item: ['fallback', 'price.id', '$itemMap'],
    name: ['name'],
    last: ['lines.id', 'lines.date'],
    all: ['address.*'],
    found: ['items.*.id', 'code'],
  })
})

it('follows fields of variables that are merged, and settings that a function is given', () => {
  const text = `(
    $reference := function($key) { $setting($key, "") ? { "id": $setting($key) } };
    $account := function($table) { $lookup($table, currency) };
    $head := { "entity": { "id": customer.id }, "class": $reference("class"), "memo": note };
    $more := $merge([{ "account": $account("accounts") }, others]);
    $merge([$head, $more, { "memo": $uppercase(text) }])
  )`
  expect(told(text)).toEqual({
    '*': ['others'],
    'entity.id': ['customer.id'],
    'class.id': ['$class'],
    account: ['currency', '$accounts'],
    memo: ['note', 'text'],
  })
})

it('gives one nameless target for an expression that makes no object', () => {
  expect(told('invoice.total > 0 and $exists(customer.email)')).toEqual({
    '': ['invoice.total', 'customer.email'],
  })
  expect(lineage('{ "a": ')).toEqual([])
})

it('comes to an end for a function that calls itself', () => {
  expect(
    told('( $f := function($n) { $n > 0 ? $f($n - step) + $f(other) : $f($n) }; { "a": $f(n) } )'),
  ).toMatchObject({ a: expect.arrayContaining(['n', 'step', 'other']) })
})

it('reads every text of every template, and any other', () => {
  for (const { text } of templateTexts()) expect(lineage(text).length).toBeGreaterThan(0)
  fc.assert(
    fc.property(fc.oneof(fc.string(), anyMapping, anyMergedMapping), (text) => void lineage(text)),
  )
})
