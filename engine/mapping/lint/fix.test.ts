import { describe, expect, test } from 'vitest'
import { lint } from '../lint.ts'
import { sourceFields } from '../source-fields.ts'

const fields = sourceFields([
  { total: 1, currency: 'usd', customer: { name: 'Ada' }, lines: { data: [{ amount: 1 }] } },
])

/** The text with its first finding mended. */
function mended(text: string): string | undefined {
  const [first] = lint(text, { sourceFields: fields })
  if (!first?.fix) return undefined
  return text.slice(0, first.range.start) + first.fix.text + text.slice(first.range.end)
}

describe('a finding can be mended', () => {
  test.each([
    ['{ "items": lines.data.{ "a": amount } }', '{ "items": [lines.data.{ "a": amount }] }'],
    [
      '{ "items": total ? lines.data.{ "a": amount } : [] }',
      '{ "items": total ? [lines.data.{ "a": amount }] : [] }',
    ],
    ['total / 100', '$toMajor(total, currency)'],
    [
      '(total - $sum(lines.data.amount)) / 100',
      '$toMajor(total - $sum(lines.data.amount), currency)',
    ],
    ['(total;) / 100', '$toMajor((total;), currency)'],
    ['-total / 100', '$toMajor(-total, currency)'],
    ['total * 1.19', '$multiply(total, 1.19)'],
    ['$sum(lines.data.$toMajor(amount, "usd"))', '$sumMoney(lines.data.$toMajor(amount, "usd"))'],
    ['( $a := 1; $a = 2; $a )', '( $a := 1; $a := 2; $a )'],
    ['lines.data.amount = 5', '5 in lines.data.amount'],
    ['$substring($now(), 0, 10)', '$isoDate($now(), $setting("accountTimeZone"))'],
    ['$split($now(), "T")[0]', '$isoDate($now(), $setting("accountTimeZone"))'],
    [
      '$substring($fromMillis(total * 1000), 0, 10)',
      '$isoDate(total, $setting("accountTimeZone"))',
    ],
    [
      '$substringBefore($fromMillis(total), "T")',
      '$isoDate($fromMillis(total), $setting("accountTimeZone"))',
    ],
    ['$substring($isoDateTime(total), 0, 10)', '$isoDate(total, $setting("accountTimeZone"))'],
    ['$isoDate(total)', '$isoDate(total, $setting("accountTimeZone"))'],
    ['customer.nmae', 'customer.name'],
  ])('%s becomes %s, and is then without findings', (text, expected) => {
    expect(mended(text)).toBe(expected)
    expect(lint(expected, { sourceFields: fields })).toEqual([])
  })
  test('where it is not clear what is meant nothing is offered', () => {
    expect(mended('total = 1 or "paid"')).toBeUndefined()
    expect(mended('$substring($now(), 0, 4)')).toBeUndefined()
  })
})
