import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { keptView, type Box, type View } from './kept-view.ts'

const VIEW = { x: 0, y: 0, zoom: 1 }
const SIZE = { width: 1000, height: 700 }
const card = (x: number, y: number): Box => ({ x, y, width: 200, height: 70 })

/** Where a card is on the canvas. */
function shown(box: Box, { x, y, zoom }: View) {
  return { top: box.y * zoom + y, bottom: (box.y + box.height) * zoom + y, left: box.x * zoom + x }
}

describe('when a drawer takes the lower half of the canvas', () => {
  const small = { ...SIZE, height: 350 }

  test('a chosen card that stays in sight does not move', () => {
    const cards = [card(100, 100), card(100, 600)]
    const looked = { view: VIEW, size: SIZE, chosen: [card(100, 100)], cards }
    expect(keptView(looked, small, [])).toEqual(VIEW)
  })

  test('a chosen card behind it comes up just so far that it can be seen', () => {
    const chosen = [card(100, 600)]
    const view = keptView({ view: VIEW, size: SIZE, chosen, cards: chosen }, small, [])
    expect(view).toEqual({ x: 0, y: -336, zoom: 1 })
    expect(shown(card(100, 600), view).bottom).toBe(334)
  })

  test('a chosen card does not end up behind the overview in the corner', () => {
    const chosen = [card(780, 600)]
    const overview = { x: 820, y: 230, width: 170, height: 110 }
    const view = keptView({ view: VIEW, size: SIZE, chosen, cards: chosen }, small, [overview])
    expect(shown(card(780, 600), view).bottom).toBeLessThan(overview.y)
  })

  test('with none chosen all that was in sight stays in sight', () => {
    const cards = [card(100, 40), card(400, 300), card(5000, 300)]
    const view = keptView({ view: VIEW, size: SIZE, chosen: [], cards }, small, [])
    expect(view.zoom).toBeCloseTo(318 / 330)
    expect(shown(card(100, 40), view).top).toBeCloseTo(16)
    expect(shown(card(400, 300), view).bottom).toBeCloseTo(334)
  })

  test('where that would be too small to read, the middle stays the middle', () => {
    const cards = [card(100, 10), card(400, 620)]
    const view = keptView({ view: VIEW, size: SIZE, chosen: [], cards }, small, [])
    expect(view.zoom).toBe(0.75)
    expect(shown(card(400, 315), view)).toMatchObject({ top: 175 - 35 * 0.75 })
  })
})

test('what was out of sight before is not brought there', () => {
  const looked = { view: VIEW, size: SIZE, chosen: [card(3000, 100)], cards: [card(100, 100)] }
  expect(keptView(looked, { width: 700, height: 700 }, [])).toEqual(VIEW)
})

test('a chosen card stays in sight whatever the size, and the view is never larger than before', () => {
  const number = fc.integer({ min: -2000, max: 2000 })
  const size = fc.record({
    width: fc.integer({ min: 300, max: 2000 }),
    height: fc.integer({ min: 150, max: 1500 }),
  })
  const looked = fc.record({
    x: number,
    y: number,
    zoom: fc.double({ min: 0.2, max: 1, noNaN: true }),
  })
  fc.assert(
    fc.property(looked, size, size, number, number, (view, before, next, x, y) => {
      const chosen = [card(x, y)]
      const start = shown(card(x, y), view)
      fc.pre(start.left > 0 && start.left < before.width - 200)
      fc.pre(start.top > 0 && start.bottom < before.height)
      const kept = keptView({ view, size: before, chosen, cards: chosen }, next, [])
      const end = shown(card(x, y), kept)
      expect(kept.zoom).toBe(view.zoom)
      expect(end.left).toBeGreaterThanOrEqual(0)
      expect(end.top).toBeGreaterThanOrEqual(0)
      expect(end.bottom).toBeLessThanOrEqual(next.height)
    }),
  )
})
