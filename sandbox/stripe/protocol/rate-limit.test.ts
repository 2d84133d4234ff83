import { expect, test } from 'vitest'
import { createRateLimit } from './rate-limit.ts'

test('a call too many is refused until the first of them is a second old', () => {
  let now = 0
  const limit = createRateLimit(() => now)
  expect([limit.admits(2), limit.admits(2), limit.admits(2)]).toEqual([true, true, false])
  now = 999
  expect(limit.admits(2)).toBe(false)
  now = 1001
  expect([limit.admits(2), limit.admits(2), limit.admits(2)]).toEqual([true, true, false])
})
