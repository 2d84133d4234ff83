import { describe, expect, test } from 'vitest'
import { changedPart, createEcho } from './editor-echo.ts'

describe('createEcho', () => {
  test('a value that comes back late is known as own, also when others were skipped', () => {
    const echo = createEcho()
    for (const text of ['a', 'ab', 'abc']) echo.send(text)
    expect(echo.isOwn('ab')).toBe(true)
    expect(echo.isOwn('abc')).toBe(true)
  })
  test('an earlier text that comes from undo is not own', () => {
    const echo = createEcho()
    echo.send('a')
    echo.send('ab')
    expect(echo.isOwn('ab')).toBe(true)
    expect(echo.isOwn('a')).toBe(false)
  })
  test('what others have written is not own', () => {
    const echo = createEcho()
    echo.send('a')
    expect(echo.isOwn('other')).toBe(false)
  })
})

describe('changedPart', () => {
  test.each([
    ['total', 'totals', { start: 5, end: 5, text: 's' }],
    ['a + b', 'a - b', { start: 2, end: 3, text: '-' }],
    ['aaa', 'aa', { start: 2, end: 3, text: '' }],
    ['', 'x', { start: 0, end: 0, text: 'x' }],
  ])('from %s to %s only what differs is changed', (before, after, part) => {
    expect(changedPart(before, after)).toEqual(part)
    expect(before.slice(0, part.start) + part.text + before.slice(part.end)).toBe(after)
  })
})
