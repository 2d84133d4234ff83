import fc from 'fast-check'
import { expect, it } from 'vitest'
import { compileExpression } from '../expression.ts'
import type { Json } from '../json.ts'

const scope = { now: new Date(0), seed: '', settings: {} }
const evaluate = (text: string, input: Json = {}) => compileExpression(text).evaluate(input, scope)
const code = (text: string, input: Json = {}) =>
  evaluate(text, input).then(
    () => 'no fault',
    (fault: unknown) => (fault instanceof Error && 'code' in fault ? fault.code : fault),
  )

it('counts in the minor unit of each currency', async () => {
  expect(await evaluate('$toMajor(1234, "usd")')).toBe(12.34)
  expect(await evaluate('$toMajor(5000, "JPY")')).toBe(5000)
  expect(await evaluate('$toMajor(12345, "kwd")')).toBe(12.345)
  expect(await evaluate('$toMinor(12.34, "usd")')).toBe(1234)
  expect(await code('$toMinor(12.345, "usd")')).toBe('TR013')
  expect(await code('$toMajor(1, "zzz")')).toBe('TR013')
  expect(await evaluate('$toMajor(missing, "usd")')).toBeUndefined()
})

it('adds, multiplies and divides without the faults of binary fractions', async () => {
  expect(await evaluate('$add(0.1, 0.2)')).toBe(0.3)
  expect(await evaluate('$subtract(0.3, 0.1)')).toBe(0.2)
  expect(await evaluate('$multiply(1.005, 100)')).toBe(100.5)
  expect(await evaluate('$divide(10, 3, 4)')).toBe(3.3333)
  expect(await evaluate('$divide(2, 3)')).toBe(0.66666667)
  expect(await code('$divide(1, 0)')).toBe('TR015')
  expect(await evaluate('$sumMoney([0.1, 0.2, "0.3"])')).toBe(0.6)
  expect(await evaluate('$sumMoney([])')).toBe(0)
  expect(await code('$add("one", 1)')).toBe('TR015')
})

it('rounds half up, away from zero', async () => {
  expect(await evaluate('$roundMoney(1.005, "USD")')).toBe(1.01)
  expect(await evaluate('$roundMoney(-1.005, "USD")')).toBe(-1.01)
  expect(await evaluate('$roundMoney(0.5, "JPY")')).toBe(1)
})

it('gives back every amount that goes to major units and back', async () => {
  const there = compileExpression('$toMinor($toMajor(amount, currency), currency)')
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: -99_999_999_999, max: 99_999_999_999 }),
      fc.constantFrom('usd', 'jpy', 'kwd', 'eur'),
      async (amount, currency) => {
        expect(await there.evaluate({ amount, currency }, scope)).toBe(amount)
      },
    ),
  )
})
