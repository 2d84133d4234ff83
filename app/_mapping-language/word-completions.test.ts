import { describe, expect, test } from 'vitest'
import { sourceFields } from '#engine/mapping/source-fields.ts'
import { wordCompletions } from './word-completions.ts'

const fields = sourceFields([
  { number: 'INV-1', customer: { name: 'Ada', username: 'ada' }, customerId: 'cus_1' },
])
const sources = { fields, settings: [{ key: 'defaultItem', label: 'Default item', value: '42' }] }
const offered = (text: string) => wordCompletions(text, text.length, sources)

describe('wordCompletions', () => {
  test('fields that begin with the word come first, then those that hold it', () => {
    const labels = offered('"x" & customer.na')?.items.map(({ label }) => label)
    expect(labels).toEqual(['name', 'username'])
  })
  test('they take the place of the word alone', () => {
    expect(offered('number & cust')).toMatchObject({ start: 9, end: 13 })
  })
  test('functions are offered by the first letters after the dollar sign', () => {
    expect(offered('$isoD')?.items.map(({ label }) => label)).toEqual(['$isoDate', '$isoDateTime'])
  })
  test('settings are offered as soon as the quote is opened', () => {
    expect(offered('$setting("')?.items.map(({ label }) => label)).toEqual(['defaultItem'])
  })
  test('nothing is offered where nothing was begun or the word is complete', () => {
    expect(offered('')).toBeNull()
    expect(offered('number & ')).toBeNull()
    expect(offered('number')).toBeNull()
    expect(offered('"text')).toBeNull()
  })
})
