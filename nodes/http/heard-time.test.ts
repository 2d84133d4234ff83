import { expect, test } from 'vitest'
import { heardTime } from './heard-time.ts'

test('a time that was heard goes on by the machine, whatever its clock shows', () => {
  let ticks = 1_000
  const time = heardTime(() => ticks)
  expect(time.now(60_000)).toBeNull()
  time.hearHeader('Sun, 06 Nov 1994 08:49:37 GMT')
  // The header leaves out the fraction: the end of its second.
  expect(time.now(0)).toEqual(new Date('1994-11-06T08:49:37.999Z'))
  ticks += 5_000
  expect(time.now(10_000)).toEqual(new Date('1994-11-06T08:49:42.999Z'))
  expect(time.now(4_999)).toBeNull()
})

test('an answer without a date, or with one that is none, changes nothing', () => {
  const time = heardTime(() => 0)
  time.hear(new Date('2026-03-01T00:00:00Z'))
  time.hearHeader(undefined)
  time.hearHeader('yesterday')
  expect(time.now(0)).toEqual(new Date('2026-03-01T00:00:00Z'))
})
