import { expect, test } from 'vitest'
import { sumUse } from './sum-use.ts'

const NOW = Date.parse('2026-11-23T12:00:00Z')
const minute = { failed: 1, rateLimited: 2, limit: 5, avgMs: 40 }

test('minutes of the same part are summed, and of their peaks the highest counts', () => {
  const parts = sumUse(
    [
      { ...minute, at: '2026-11-23T11:31:00Z', requests: 10, peakInFlight: 2 },
      { ...minute, at: '2026-11-23T11:45:00Z', requests: 20, peakInFlight: 4 },
      { ...minute, at: '2026-11-23T11:05:00Z', requests: 7, peakInFlight: 1 },
    ],
    { now: NOW, hours: 1, parts: 2 },
  )
  expect(parts.map(({ requests, peak }) => [requests, peak])).toEqual([
    [7, 1],
    [30, 4],
  ])
  expect(parts[1]).toMatchObject({ failed: 2, rateLimited: 4, limit: 5 })
})

test('a quiet connection has parts all the same, so that the time axis is whole', () => {
  const parts = sumUse([], { now: NOW, hours: 24, parts: 24 })
  expect(parts).toHaveLength(24)
  expect(new Set(parts.map(({ requests }) => requests))).toEqual(new Set([0]))
})
