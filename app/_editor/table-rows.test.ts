import { expect, test } from 'vitest'
import { rowsOf, tableOf } from './table-rows.ts'

test('a table of texts comes back as it was', () => {
  const table = { US: '1', 'Deutschland ': 'a b', '7': '"quoted"', nested: { a: [1] } }
  expect(tableOf(rowsOf(table))).toEqual(table)
})

test('digits stay text, so that an id keeps its zeros', () => {
  expect(tableOf([{ key: 'prod_1', value: '0042' }])).toEqual({ prod_1: '0042' })
})

test('a row without a key is left out, and of two with one key the first counts', () => {
  const rows = [
    { key: '', value: 'x' },
    { key: 'a', value: '1' },
    { key: 'a', value: '2' },
  ]
  expect(tableOf(rows)).toEqual({ a: '1' })
})
