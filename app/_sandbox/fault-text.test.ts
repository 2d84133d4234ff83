import { expect, test } from 'vitest'
import { faultText } from './fault-text.ts'

test('a fault says what happens, where and how often', () => {
  expect(faultText({ kind: 'drop-after', method: 'POST', path: '^/v1/', times: 1 })).toBe(
    'Lost answer · POST ^/v1/ · 1 time left',
  )
  expect(faultText({ kind: 'status', status: 429, probability: 0.1, times: 20 })).toBe(
    'Rate limit · all requests · 10 % of them, 20 times left',
  )
  expect(faultText({ kind: 'latency', delayMs: 2_500 })).toBe(
    'Slow by 2.5 s · all requests · always',
  )
})
