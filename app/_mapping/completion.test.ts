import { describe, expect, test } from 'vitest'
import type { SourceField } from '#engine/mapping/source-fields.ts'
import { completionAt } from './completion.ts'

const PATHS = [
  ...['number', 'customer', 'customer.name', 'customer.email', 'lines', 'lines.data'],
  ...['lines.data.amount', 'lines.data.amount_due', 'lines.data.`unit price`'],
]
const fields = new Map(
  PATHS.map((path): [string, SourceField] => {
    const key = (path.split('.').at(-1) ?? path).replaceAll('`', '')
    return [
      path,
      { path, key, types: ['text'], present: 1, list: false, example: undefined, fields: [] },
    ]
  }),
)

const LINES = '{ "items": lines.data.{ "a": '

function complete(text: string, before = '{ "a": ') {
  return completionAt(text, text.length, { fields, before })
}

function offered(text: string, before?: string): string[] {
  return complete(text, before)?.suggestions.map((one) => one.text) ?? []
}

test('what goes on with the word comes first, then what has it in its name', () => {
  expect(offered('"x" & cust')).toEqual(['customer', 'customer.name', 'customer.email'])
  expect(offered('am')).toEqual([
    ...['customer.name', 'lines.data.amount', 'lines.data.amount_due'],
  ])
})

test('after a dot the fields inside are offered', () => {
  expect(offered('customer.')).toEqual(['name', 'email'])
  expect(offered('lines.da')).toEqual([
    'data',
    'data.amount',
    'data.amount_due',
    'data.`unit price`',
  ])
})

test('within lines fields are offered as they are written there', () => {
  expect(offered('am', LINES)).toEqual(['amount', 'amount_due', '$$.customer.name'])
  expect(offered('unit', LINES)).toEqual(['`unit price`'])
})

test('a word that is a field by itself offers what is inside it', () => {
  expect(offered('customer')).toEqual(['customer.name', 'customer.email'])
})

test.each([
  ['$$.cust', ['customer', 'customer.name', 'customer.email']],
  ['$map(lines.data, function($l) { $l.am', ['amount', 'amount_due']],
  ["`it's` & nu", ['number']],
  ["/* don't */ nu", ['number']],
])('fields are offered behind %s', (text, names) => {
  expect(offered(text)).toEqual(names)
})

describe('a word that is a field where it stands is not replaced by Enter', () => {
  test.each([
    ['lines.data[0].amount', undefined],
    ['lines.data[amount', undefined],
    ['lines.data^(>amount', undefined],
    ['(customer', undefined],
    ['amount', LINES],
    ['amount', '{ "items": lines.data^(>amount).{ "a": '],
    ['amount', '( $lines := lines.data; { "items": $lines.{ "a": '],
    ['$l.amount', '{ "items": lines.data@$l.{ "a": '],
  ])('%s behind %s', (text, before) => {
    expect(complete(text, before)).toMatchObject({ exact: true })
  })
  test.each([['(customer).name'], ['lines.data.`unit price`'], ['number']])('%s', (text) => {
    expect(complete(text)).toBeNull()
  })
})

test('what is chosen takes the place of the last name alone', () => {
  expect(complete('lines.data[0].amo')).toMatchObject({ start: 14, exact: false })
  expect(complete('$$.customer.na', LINES)).toMatchObject({ start: 12, exact: false })
})

test('nothing is offered where it is not known what a word belongs to', () => {
  expect(offered('$own(lines).am')).toEqual([])
  expect(offered('am', '{ "items": $own(lines).{ "a": ')).toEqual([])
})

test('nothing is offered in quotes, for variables, and in the middle of a word', () => {
  expect(offered('"cust')).toEqual([])
  expect(offered('$cust')).toEqual([])
  expect(completionAt('custom.name', 4, { fields, before: '' })).toBeNull()
})
