import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Json } from '#nodes/json.ts'
import { differences } from './differences.ts'

/** JSON as it comes out of a parser: no minus zero, which JSON.stringify writes as zero. */
const json: fc.Arbitrary<Json> = fc
  .jsonValue()
  .map((value) => z.json().parse(JSON.parse(JSON.stringify(value))))

describe('differences', () => {
  it('names each field that differs by its path, missing sides left out', () => {
    const expected = { a: 1, gone: true, lines: [{ rate: 1 }, { rate: 2 }], same: { x: [] } }
    const actual: Json = {
      a: 2,
      lines: [{ rate: 1 }, { rate: 3, memo: 'x' }],
      same: { x: [] },
      new: null,
    }
    expect(differences(expected, actual)).toStrictEqual([
      { path: 'a', expected: 1, actual: 2 },
      { path: 'gone', expected: true },
      { path: 'lines[1].rate', expected: 2, actual: 3 },
      { path: 'lines[1].memo', actual: 'x' },
      { path: 'new', actual: null },
    ])
  })

  it('a list that is longer or shorter differs by the entries on one side only', () => {
    expect(differences([1, 2], [1])).toStrictEqual([{ path: '[1]', expected: 2 }])
    expect(differences({ l: [] }, { l: [{}] })).toStrictEqual([{ path: 'l[0]', actual: {} }])
  })

  it('the order of fields plays no part', () => {
    expect(differences({ a: 1, b: { c: 1, d: 2 } }, { b: { d: 2, c: 1 }, a: 1 })).toEqual([])
  })

  it('a field called like a method of objects is a field like any other', () => {
    expect(differences({}, { toString: 'x' })).toStrictEqual([{ path: 'toString', actual: 'x' }])
    expect(differences({ constructor: 1 }, {})).toStrictEqual([
      { path: 'constructor', expected: 1 },
    ])
  })

  it('numbers within a tolerance are the same, compared as decimals and not as floats', () => {
    const rate = [{ path: 'items[].rate', within: '0.1' }]
    expect(differences({ items: [{ rate: 0.3 }] }, { items: [{ rate: 0.2 }] }, rate)).toEqual([])
    expect(differences({ items: [{ rate: '10.10' }] }, { items: [{ rate: 10.2 }] }, rate)).toEqual(
      [],
    )
    expect(differences({ items: [{ rate: 0.3 }] }, { items: [{ rate: 0.19 }] }, rate)).toHaveLength(
      1,
    )
    expect(differences({ items: [{ qty: 1 }] }, { items: [{ qty: 2 }] }, rate)).toHaveLength(1)
  })

  it('a tolerance may name one entry of a list', () => {
    const second = [{ path: '[1]', within: '5' }]
    expect(differences([1, 1], [2, 2], second)).toStrictEqual([
      { path: '[0]', expected: 1, actual: 2 },
    ])
  })

  it('where anything goes, whatever is below may differ or be missing', () => {
    const any = [{ path: 'meta', within: 'any' }]
    expect(differences({ meta: { at: 1 } }, {}, any)).toEqual([])
    expect(differences({ a: 1 }, { a: 1, meta: [1, 2] }, any)).toEqual([])
  })

  it('a tolerance that is no number allows nothing', () => {
    expect(differences({ a: 1 }, { a: 2 }, [{ path: 'a', within: 'much' }])).toHaveLength(1)
  })

  it('a text is not taken for the number it reads like unless a tolerance says so', () => {
    expect(differences({ a: 1 }, { a: '1' })).toHaveLength(1)
    expect(differences({ a: 1 }, { a: '1.00' }, [{ path: 'a', within: '0' }])).toEqual([])
  })

  it('a value differs in nothing from itself and in something from any other', () => {
    fc.assert(
      fc.property(json, json, (one, other) => {
        expect(differences(one, structuredClone(one))).toEqual([])
        const same = canonical(one) === canonical(other)
        expect(differences(one, other).length === 0).toBe(same)
      }),
    )
  })

  it('both directions find the same places', () => {
    fc.assert(
      fc.property(json, json, (one, other) => {
        const paths = (list: { path: string }[]) => list.map(({ path }) => path).sort()
        expect(paths(differences(one, other))).toEqual(paths(differences(other, one)))
      }),
    )
  })
})

/** The same text for the same value, whatever the order of its fields. */
function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join()}}`
}
