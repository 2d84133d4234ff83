import { describe, expect, test } from 'vitest'
import { compileExpression } from '#nodes/expression.ts'
import type { Json } from '#nodes/json.ts'
import { valueAt } from './value-at.ts'

const record = {
  total: 12,
  customer: { name: 'Ada' },
  lines: {
    data: [
      { amount: 5, tax: { code: 'A' } },
      { amount: 7, tax: { code: 'B' } },
    ],
  },
}

/** The value at the mark | of an expression. */
async function valueAtMark(marked: string): Promise<Json | undefined> {
  const found = valueAt(marked.replace('|', ''), marked.indexOf('|'))
  if (!found) return 'no value'
  const scope = { now: new Date(0), seed: '', settings: {} }
  return compileExpression(found.expression).evaluate(record, scope)
}

describe('valueAt', () => {
  test.each<[string, Json]>([
    ['to|tal + 1', 12],
    ['customer.na|me', 'Ada'],
    ['cust|omer.name', { name: 'Ada' }],
    ['{ "a": { "b": customer.|name & "!" } }', 'Ada'],
    ['( $c := customer; $n := $c.name; $uppercase($|n) )', 'Ada'],
    ['lines.data.{ "minor": am|ount }', 5],
    ['lines.data.{ "code": tax.co|de }', 'A'],
    ['lines.data[am|ount > 6].tax', 5],
    ['lines.data[amount > 6].ta|x', { code: 'B' }],
    ['$map(lines.data, function($line) { $line.am|ount * 2 })', 5],
    ['lines.data^(>amo|unt)', 5],
    ['( $n := 2; $total|Sum := total * $n; $totalSum )', 24],
    ['lines.data.{ "x": ( $twi|ce := amount * 2; $twice ) }', 10],
    ['lines.data#$i.{ "a": $|i + 1 }', 0],
    ['lines.data#$i[$|i = 1].amount', 0],
    ['lines.data@$l.{ "a": $l.am|ount }', 5],
    ['lines.data@$l[$l.amount > 6].{ "a": $|l.tax }', { amount: 7, tax: { code: 'B' } }],
    ['$map(lines.data, function($line, $at) { $a|t + $line.amount })', 0],
    ['$map(lines.data, function($line, $at, $all) { $count($a|ll) })', record.lines.data],
    ['total > 10 ? custo|mer.name : "none"', { name: 'Ada' }],
  ])('%s has the value %j', async (marked, value) => {
    expect(await valueAtMark(marked)).toEqual(value)
  })
  test.each([
    '$upper|case(customer.name)',
    '"te|xt"',
    'function($|a) { $a }',
    'total +|',
    '( $f|n := function($a) { $a }; 1 )',
    'lines.data#$|i.amount',
  ])('%s has no value of its own', async (marked) => {
    expect(await valueAtMark(marked)).toBe('no value')
  })
  test('within a function whose call cannot be seen there is none', async () => {
    expect(await valueAtMark('( $f := function($x) { $x.am|ount }; 1 )')).toBe('no value')
  })
})
