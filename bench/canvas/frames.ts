import type { Page } from '@playwright/test'

/** What the page did while something was going on. */
export interface Frames {
  frames: number
  /** Between two frames, in ms. */
  p50: number
  p95: number
  /** Cards that React drew again, per frame in which it drew any, at most. */
  mostCards: number
  cardsPerFrame: number
}

/**
 * Notes the time of each frame, and each card drawn (node-card.tsx marks them while
 * `__tributaryBench` is there), from now until `work` is done.
 */
export async function measureFrames(page: Page, work: () => Promise<void>): Promise<Frames> {
  await page.evaluate(() => {
    performance.clearMarks('tributary-card')
    const times: number[] = []
    const note = (time: number) => {
      times.push(time)
      if (Reflect.get(globalThis, '__tributaryBench') === times) requestAnimationFrame(note)
    }
    Reflect.set(globalThis, '__tributaryBench', times)
    requestAnimationFrame(note)
  })
  await work()
  const { times, cards } = await page.evaluate(() => {
    const times: unknown = Reflect.get(globalThis, '__tributaryBench')
    Reflect.deleteProperty(globalThis, '__tributaryBench')
    const cards = performance.getEntriesByName('tributary-card').map((mark) => mark.startTime)
    return { times: Array.isArray(times) ? times.map(Number) : [], cards }
  })
  return summary(times, cards)
}

function summary(times: readonly number[], cards: readonly number[]): Frames {
  const lengths = times.slice(1).map((time, index) => time - (times[index] ?? time))
  const drawn = times.slice(1).map((time, index) => {
    const start = times[index] ?? time
    return cards.filter((card) => card >= start && card < time).length
  })
  const busy = drawn.filter((count) => count > 0)
  return {
    frames: lengths.length,
    p50: percentile(lengths, 0.5),
    p95: percentile(lengths, 0.95),
    mostCards: Math.max(0, ...busy),
    cardsPerFrame: lengths.length > 0 ? cards.length / lengths.length : 0,
  }
}

/** The value that this part of all values does not exceed; 0 of none. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
}
