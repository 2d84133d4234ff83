import { describe, expect, test } from 'vitest'
import type { Json } from '#nodes/json.ts'
import { TEMPLATES } from '#nodes/templates/catalog.ts'
import { lint } from './lint.ts'
import { sourceFields } from './source-fields.ts'

const fields = sourceFields([
  {
    ...{ number: 'INV-1', total: 1999, currency: 'usd', fee: '1.50', description: 'Yearly plan' },
    customer: { name: 'Ada', email: 'ada@example.com', metadata: { region: 'EU' } },
    lines: {
      data: [
        { amount: 1500, price: '15.00' },
        { amount: 499, price: '4.99' },
      ],
    },
  },
  {
    ...{ number: 'INV-2', total: 500, currency: 'usd', fee: '0.50' },
    customer: { name: 'Bob', email: 'bob@example.com', metadata: {} },
    lines: { data: [{ amount: 500, price: '5.00' }] },
  },
])

/** The codes found, each with the text that it is about. */
function found(text: string, sources = fields): string[] {
  return lint(text, { sourceFields: sources }).map(
    ({ code, range }) => `${code}: ${text.slice(range.start, range.end)}`,
  )
}

describe('lint finds', () => {
  test.each([
    ['{ "items": lines.data.{ "a": amount } }', 'one-item-list: lines.data.{ "a": amount }'],
    ['{ "lines": $map(lines.data, function($l) { $l.amount }) }', 'one-item-list: $map'],
    ['{ "tax_rates": lines.data[amount > 1] }', 'one-item-list: lines.data[amount > 1]'],
    ['{ "items": total ? lines.data.{ "a": amount } : [] }', 'one-item-list: lines.data.{'],
    ['{ "items": lines.data.{ "a": amount } ?: [] }', 'one-item-list: lines.data.{'],
    ['{ "lines": lines.data ~> $map($string) }', 'one-item-list: lines.data ~> $map($string)'],
    ['{ "prices": lines.data.price }', 'one-item-list: lines.data.price'],
    ['{ "prices": lines.data.$number(price) }', 'one-item-list: lines.data.$number(price)'],
    ['( $i := lines.data.{ "a": amount }; { "items": $i } )', 'one-item-list: $i'],
    ['total / 100', 'float-money: total / 100'],
    ['total * 0.01', 'float-money: total * 0.01'],
    ['$sum(lines.data.amount) / 100', 'float-money: $sum(lines.data.amount) / 100'],
    ['(total - lines.data[0].amount) / 100', 'float-money: (total - lines'],
    ['-total / 100', 'float-money: -total / 100'],
    ['$abs(total) / 100', 'float-money: $abs(total) / 100'],
    ['$number(fee)/100', 'float-money: $number(fee)/100'],
    ['lines.data[0].amount * 1.19', 'float-money: lines.data[0].amount * 1.19'],
    ['$toMajor(total, currency) + $toMajor(5, currency)', 'float-money: $toMajor(total'],
    ['$sum(lines.data.$toMajor(amount, "usd"))', 'float-money: $sum('],
    ['$round(total, 2)', 'round-money: $round(total, 2)'],
    ['$sum(lines.data.price)', 'sum-of-texts: lines.data.price'],
    ['total = "1999"', 'number-with-text: total = "1999"'],
    ['$count(lines.data) > "1"', 'number-with-text: $count(lines.data) > "1"'],
    ['number = 5', 'number-with-text: number = 5'],
    ['lines.data.amount = 500', 'list-equals: lines.data.amount = 500'],
    ['currency in "usd"', 'in-one-value: currency in "usd"'],
    ['currency = "usd" or "eur"', 'fixed-condition: "eur"'],
    ['( $a := total; 1 )', 'unused-variable: $a'],
    ['( $a := 1; $a = 2; $a )', 'no-assignment: $a = 2'],
    ['$isoDate(created)', 'utc-day: $isoDate(created)'],
    ['$now("[Y0001]-[M01]-[D01]")', 'utc-day: $now('],
    ['$substring($now(), 0, 10)', 'utc-day: $substring($now(), 0, 10)'],
    ['$substring($fromMillis(created * 1000), 0, 10)', 'utc-day: $substring('],
    ['$substring($isoDateTime(created), 0, 10)', 'utc-day: $substring('],
    ['$split($now(), "T")[0]', 'utc-day: $split($now(), "T")[0]'],
    ['"Invoice " & description', 'silent-blank: description'],
    ['customer.phone', 'missing-path: phone'],
    ['customer.Email', 'missing-path: Email'],
    ['lines.data.{ "a": amuont }', 'missing-path: amuont'],
    ['$map(lines.data, function($l) { $l.amuont })', 'missing-path: amuont'],
    ['( $c := customer; $c.nme )', 'missing-path: nme'],
  ])('in %s: %s', (text, expected) => {
    expect(found(text)).toEqual(expect.arrayContaining([expect.stringContaining(expected)]))
  })
})

describe('lint is silent', () => {
  test.each([
    '{ "items": [lines.data.{ "a": amount }] }',
    '{ "items": lines.data.{ "a": amount }[] }',
    '{ "items": total ? [lines.data.{ "a": amount }] : [] }',
    '{ "items": lines.data ~> $map($string)[] }',
    '{ "lines": lines.data }',
    '{ "prices": lines.data[0].price }',
    '{ "names": customer.name }',
    '( $i := [lines.data.{ "a": amount }]; { "items": $i } )',
    '$map(lines.data, function($i) { { "items": $i } })',
    '( $i := [$i]; $j := $j ?: $i; { "items": $j } )',
    '{ "address": customer.{ "line1": name } }',
    '{ "customers": customer.{ "n": name } }',
    '{ "items": lines.data[0].{ "a": amount } }',
    'total + lines.data[0].amount',
    'total / 2',
    '$fromMillis(customer.metadata.due_date * 1000)',
    '$fromMillis(customer.metadata.paid_at * 1000)',
    'customer.metadata.tax_rate / 100',
    'customer.metadata.discountRate / 100',
    'customer.metadata.fee_percent / 100',
    '$sum(lines.data.amount) / 2',
    'customer.metadata.percent_off / 100',
    '$toMajor(total, currency)',
    '$sumMoney(lines.data.price)',
    '$number(fee) > 1',
    'number = "INV-1"',
    'description = ""',
    '500 in lines.data.amount',
    'lines.data[$.amount = 500]',
    'lines.data.{ "is": $.amount = 500 }',
    'lines.data^($.amount = 500)',
    'lines.data{ $.price = "5.00" ? "a" : "b": $count($) }',
    'lines.data.("at " & $.price)',
    'currency in ["usd", "eur"]',
    'currency = "usd" or currency = "eur"',
    '( $check := total > 0 ? 1 : $error("No."); total )',
    '$isoDate($now(), "Europe/Berlin")',
    '$substring($isoDateTime(total, "Europe/Berlin"), 0, 10)',
    '$substring($now(), 11, 5)',
    '$split($now(), "T")[1]',
    '"Invoice " & number',
    'description ? "Invoice " & description',
    '"Invoice " & (description ?: number)',
    'customer.phone ?: "none"',
    '$exists(customer.phone)',
    'customer.metadata.anything',
    '{ "total": ',
    '',
  ])('about %s', (text) => {
    expect(found(text)).toEqual([])
  })
  test('about how often a filter finds something: it says that it may find nothing', () => {
    const [found] = lint('"To " & lines.data[amount=500].price', { sourceFields: fields })
    expect(found?.message).toMatch(/^Where the filter finds nothing, "price" is missing;/)
  })
  test('about a path over a list, when there are no samples to tell one', () => {
    expect(found('{ "ids": customer.tags.id }', [])).toEqual([])
    expect(found('{ "ids": lines.data.price.id }', [])).toHaveLength(1)
  })
  test('about paths, when there are no samples to compare with', () => {
    expect(found('customer.phone & missing.everywhere', [])).toEqual([])
  })
})

describe('the templates', () => {
  const expressions = TEMPLATES.flatMap(({ document }) => textsIn(document))
  test('are without warnings', () => {
    expect(expressions.length).toBeGreaterThan(100)
    const warned = expressions.flatMap((text) =>
      lint(text)
        .filter(({ severity }) => severity === 'warning')
        .map(({ code, range }) => `${code}: ${text.slice(range.start, range.end)}`),
    )
    expect(warned).toEqual([])
  })
})

const EXPRESSION_FIELDS = ['mapping', 'condition', 'externalId', 'id', 'body', 'value', 'identity']

function textsIn(config: Json | undefined, key = ''): string[] {
  if (typeof config === 'string') return EXPRESSION_FIELDS.includes(key) ? [config] : []
  if (Array.isArray(config)) return config.flatMap((one) => textsIn(one, key))
  if (typeof config !== 'object' || config === null) return []
  return Object.entries(config).flatMap(([name, value]) => textsIn(value, name))
}
