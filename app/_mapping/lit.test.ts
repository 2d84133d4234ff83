import { expect, test } from 'vitest'
import { createLitStore, lightSource, lightTarget, sourcesOf, targetsOf, type Line } from './lit.ts'

const LINES: Line[] = [
  { target: 'memo', sources: ['description', 'number'] },
  { target: 'billTo', sources: ['customer.address'] },
  { target: 'item.items[].rate', sources: ['lines.data.amount'] },
  { target: 'item.items[].quantity', sources: ['lines.data.quantity'] },
]

test('a target lights the fields that it is made of', () => {
  expect([...sourcesOf(LINES, 'memo')]).toEqual(['description', 'number'])
})

test('an object of the result lights what all inside it is made of', () => {
  expect([...sourcesOf(LINES, 'item')]).toEqual(['lines.data.amount', 'lines.data.quantity'])
})

test('a field lights the targets that take it or what it lies in', () => {
  expect([...targetsOf(LINES, 'customer.address.city')]).toEqual(['billTo'])
  expect([...targetsOf(LINES, 'lines')]).toEqual(['item.items[].rate', 'item.items[].quantity'])
})

test('a name that only begins alike is another field', () => {
  expect([...targetsOf(LINES, 'numbers')]).toEqual([])
  expect([...sourcesOf(LINES, 'mem')]).toEqual([])
})

test('only one side is lit at a time, and nothing when the pointer leaves', () => {
  const store = createLitStore()
  lightTarget(store, LINES, 'memo')
  expect([...store.getState().sources]).toEqual(['description', 'number'])
  lightSource(store, LINES, 'number')
  expect([...store.getState().sources]).toEqual([])
  expect([...store.getState().targets]).toEqual(['memo'])
  lightSource(store, LINES, null)
  expect([...store.getState().targets]).toEqual([])
})
