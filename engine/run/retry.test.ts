import { describe, expect, test } from 'vitest'
import { NodeError, type ErrorClass } from '#nodes/errors.ts'
import { MAX_TRIES, retryDelay } from './retry.ts'

function failure(kind: ErrorClass, retryAfterMs?: number): NodeError {
  return new NodeError({ class: kind, message: 'It failed.', retryAfterMs })
}

describe('a record that failed is tried again', () => {
  test('after ever longer delays, half of each left to chance', () => {
    const error = failure('intermittent')
    const tries = Array.from({ length: MAX_TRIES - 1 }, (_, index) => index + 1)
    expect(tries.map((tried) => retryDelay(error, tried, 0))).toEqual([500, 1500, 4500, 13_500])
    expect(tries.map((tried) => retryDelay(error, tried, 0.5))).toEqual([750, 2250, 6750, 20_250])
  })

  test('not before the other system wishes it, and not sooner than by itself', () => {
    expect(retryDelay(failure('rate limit', 8000), 1, 0.9)).toBe(8000)
    expect(retryDelay(failure('rate limit', 10), 2, 0)).toBe(1500)
  })

  test('not after its last try, and not where only a person can help', () => {
    expect(retryDelay(failure('connection'), MAX_TRIES - 1, 0)).not.toBeNull()
    expect(retryDelay(failure('connection'), MAX_TRIES, 0)).toBeNull()
    for (const kind of ['value', 'missing', 'duplicate', 'internal'] as const) {
      expect(retryDelay(failure(kind), 1, 0)).toBeNull()
    }
  })
})
