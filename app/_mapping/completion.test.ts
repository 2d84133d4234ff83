import { expect, test } from 'vitest'
import type { SourceField } from '#engine/mapping/source-fields.ts'
import { completionAt } from './completion.ts'

const PATHS = ['number', 'customer', 'customer.name', 'customer.email', 'lines.data.amount']
const fields = new Map(
  PATHS.map((path): [string, SourceField] => {
    const key = path.split('.').at(-1) ?? path
    return [
      path,
      { path, key, types: ['text'], present: 1, list: false, example: undefined, fields: [] },
    ]
  }),
)

function offered(text: string, lists: string[] = []): string[] {
  return (
    completionAt(text, text.length, { fields, lists })?.suggestions.map((one) => one.text) ?? []
  )
}

test('what goes on with the word comes first, then what has it in its name', () => {
  expect(offered('"x" & cust')).toEqual(['customer', 'customer.name', 'customer.email'])
  expect(offered('am')).toEqual(['customer.name', 'lines.data.amount'])
})

test('after a dot the fields inside are offered', () => {
  expect(offered('customer.')).toEqual(['customer.name', 'customer.email'])
})

test('within lines fields are offered as they are written there', () => {
  expect(offered('am', ['lines.data'])).toEqual(['amount', '$$.customer.name'])
})

test('a word that is a field by itself offers what is inside it', () => {
  expect(offered('customer')).toEqual(['customer.name', 'customer.email'])
})

test('nothing is offered in quotes, for variables, and for a word that is complete', () => {
  expect(offered('"cust')).toEqual([])
  expect(offered('$cust')).toEqual([])
  expect(offered('number')).toEqual([])
})
