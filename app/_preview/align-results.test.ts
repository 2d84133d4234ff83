import { describe, expect, test } from 'vitest'
import { alignResults, isSameRequest } from './align-results.ts'
import type { PreviewRequest, PreviewResult } from './protocol.ts'

const ok = (value: string): PreviewResult => ({ ok: true, value })
const [first, second] = [
  { key: 'a', record: { id: 1 } },
  { key: 'b', record: { id: 2 } },
]
const request = (texts: string[], records = [first, second]): PreviewRequest => ({
  texts,
  records,
  settings: {},
})
const answered = {
  request: request(['x', 'y']),
  results: [
    [ok('xa'), ok('xb')],
    [ok('ya'), ok('yb')],
  ],
}

describe('alignResults', () => {
  test('a changed text shows the results of its place until its own are there', () => {
    expect(alignResults(answered, request(['x + 1', 'y']))).toEqual(answered.results)
  })
  test('texts that moved keep their results, and a new one has none', () => {
    const moved = alignResults(answered, request(['y', 'new', 'x']))
    expect(moved).toEqual([[ok('ya'), ok('yb')], [], [ok('xa'), ok('xb')]])
  })
  test('another order of the records turns the results with them', () => {
    const turned = alignResults(answered, request(['x'], [second, first]))
    expect(turned).toEqual([[ok('xb'), ok('xa')]])
  })
  test('other records have no results of the earlier ones', () => {
    expect(alignResults(answered, request(['x'], [{ key: 'c', record: { id: 3 } }]))).toEqual([[]])
  })
})

describe('isSameRequest', () => {
  test('equal records and settings are the same question, however they are held', () => {
    const copy = structuredClone(request(['x', 'y']))
    expect(isSameRequest(answered.request, copy)).toBe(true)
  })
  test('another text, record or setting is another question', () => {
    const { texts, records } = answered.request
    expect(isSameRequest(answered.request, request(['x', 'z']))).toBe(false)
    expect(isSameRequest(answered.request, request(['x', 'y'], [first]))).toBe(false)
    expect(isSameRequest(answered.request, { texts, records, settings: { a: 1 } })).toBe(false)
  })
})
