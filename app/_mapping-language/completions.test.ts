import { describe, expect, test } from 'vitest'
import type { SourceField } from '#engine/mapping/source-fields.ts'
import { completionsAt } from './completions.ts'
import { cursorContext } from './cursor-context.ts'

function field(path: string, options: Partial<SourceField> = {}): SourceField {
  const key = path.split('.').at(-1) ?? ''
  return {
    ...{ path, key, types: ['text'], present: 1, list: false, example: 'x', fields: [] },
    ...options,
  }
}

const fields = [
  field('number', { present: 0.8 }),
  field('customer', {
    types: ['object'],
    fields: [field('customer.name'), field('customer.email')],
  }),
  field('lines', {
    types: ['object'],
    fields: [
      field('lines.data', {
        ...{ types: ['object'], list: true },
        fields: [field('lines.data.amount'), field('lines.data.`my key`', { key: 'my key' })],
      }),
    ],
  }),
]
const settings = [{ key: 'defaultItem', label: 'Default item', value: '42' }]

/** What is offered at the mark |, functions left out. */
function offered(marked: string): string[] {
  const { items } = completionsAt(marked.replace('|', ''), marked.indexOf('|'), {
    fields,
    settings,
  })
  return items.filter(({ kind }) => kind !== 'function').map(({ label }) => label)
}

describe('completionsAt', () => {
  test.each([
    ['|', ['number', 'customer', 'lines']],
    ['nu|', ['number', 'customer', 'lines']],
    ['customer.|', ['name', 'email']],
    ['"INV-" & customer.na|', ['name', 'email']],
    ['lines.data.|', ['amount', 'my key']],
    ['lines.data[|', ['amount', 'my key']],
    ['lines.data[amount > 5].|', ['amount', 'my key']],
    ['lines.data.{ "a": |', ['amount', 'my key']],
    ['{ "items": lines.data.{ "a": amount, "b": |', ['amount', 'my key']],
    ['{ "items": lines.data.{ "a": amount }, "b": |', ['number', 'customer', 'lines']],
    ['lines.data.{ "a": $$.customer.|', ['name', 'email']],
    ['$map(lines.data, function($line) { $line.|', ['amount', 'my key']],
    ['$sort(lines.data, function($a, $b) { $b.|', ['amount', 'my key']],
    ['( $c := customer; $c.|', ['name', 'email']],
    ['$filter(lines.data, function($l) { true }).|', ['amount', 'my key']],
    ['lines.data^(|', ['amount', 'my key']],
    ['lines.data^(>amount, <|', ['amount', 'my key']],
    ['lines.data^(amount).|', ['amount', 'my key']],
    ['lines.data^(amount)[|', ['amount', 'my key']],
    ['lines.data#$i.|', ['amount', 'my key']],
    ['lines.data@$line.|', ['data']],
    ['lines.data@$line.{ "a": $line.|', ['amount', 'my key']],
    ['lines.data.$sum(|', ['amount', 'my key']],
    ['lines.$sum(data.|', ['amount', 'my key']],
    ['lines.data.$.|', ['amount', 'my key']],
    ['{ "a": lines.data.$sum(amount), "b": $sum(|', ['number', 'customer', 'lines']],
    ['customer.name ?: customer.|', ['name', 'email']],
  ])('at %s the fields of that place are offered', (marked, labels) => {
    expect(offered(marked)).toEqual(labels)
  })
  test('variables of the expression are offered after a dollar sign', () => {
    const labels = offered('( $total := 1; $f := function($line) { $|')
    expect(labels).toEqual(expect.arrayContaining(['$total', '$line', '$$']))
  })
  test('settings are offered within $setting and for the table of $lookup', () => {
    expect(offered('$setting("|')).toEqual(['defaultItem'])
    expect(offered("$lookup('def|")).toEqual(['defaultItem'])
    expect(offered('$lookup("items", "|')).toEqual([])
  })
  test.each(['"number: |', '/* num|', 'number |', '`my |'])(
    'at %s nothing is offered',
    (marked) => {
      expect(offered(marked)).toEqual([])
    },
  )
  test('a field that is not always there says how often, and odd names go into backticks', () => {
    const { items } = completionsAt('', 0, { fields, settings })
    expect(items[0]?.detail).toBe('text, in 80 % of samples')
    const [, odd] = completionsAt('lines.data.', 11, { fields, settings }).items
    expect(odd?.insert).toBe('`my key`')
  })
  test('after what is not known all names that there are are offered', () => {
    expect(offered('( $f := function($x) { $x.|')).toContain('amount')
  })
})

describe('cursorContext', () => {
  test.each([
    ['$substring(number, |', { name: 'substring', argument: 1 }],
    ['$substring($uppercase(number), 0, |', { name: 'substring', argument: 2 }],
    ['$lookup("|', { name: 'lookup', argument: 0 }],
    ['$f([1, 2|', null],
    ['{ "a": $count(x) |', null],
  ])('%s is within the call %j', (marked, call) => {
    expect(cursorContext(marked.replace('|', ''), marked.indexOf('|')).call).toEqual(call)
  })
})
