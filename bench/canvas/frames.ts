import type { Page } from '@playwright/test'

/** What the page did while something was going on. */
export interface Frames {
  frames: number
  /** Between two frames, in ms. */
  p50: number
  p95: number
  /** Cards that React drew again: in one frame at most, and on average. */
  mostCards: number
  cardsPerFrame: number
  /** Cards drawn for the first time, because they came into sight or are dragged out of it; in one frame at most. */
  mostNew: number
}

/**
 * Notes the time of each frame, and each card drawn (node-card.tsx marks them while
 * `__tributaryBench` is there), from now until `work` is done.
 */
export async function measureFrames(page: Page, work: () => Promise<void>): Promise<Frames> {
  await page.evaluate(() => {
    performance.clearMarks()
    const times: number[] = []
    const note = (time: number) => {
      times.push(time)
      if (Reflect.get(globalThis, '__tributaryBench') === times) requestAnimationFrame(note)
    }
    Reflect.set(globalThis, '__tributaryBench', times)
    requestAnimationFrame(note)
  })
  await work()
  const { times, cards, fresh } = await page.evaluate(() => {
    const times: unknown = Reflect.get(globalThis, '__tributaryBench')
    Reflect.deleteProperty(globalThis, '__tributaryBench')
    const marks = (name: string) => performance.getEntriesByName(name).map((one) => one.startTime)
    return {
      times: Array.isArray(times) ? times.map(Number) : [],
      cards: marks('tributary-card'),
      fresh: marks('tributary-new-card'),
    }
  })
  const lengths = times.slice(1).map((time, index) => time - (times[index] ?? time))
  return {
    frames: lengths.length,
    p50: percentile(lengths, 0.5),
    p95: percentile(lengths, 0.95),
    mostCards: mostInAFrame(times, cards),
    cardsPerFrame: lengths.length > 0 ? cards.length / lengths.length : 0,
    mostNew: mostInAFrame(times, fresh),
  }
}

function mostInAFrame(times: readonly number[], cards: readonly number[]): number {
  const drawn = times.slice(1).map((time, index) => {
    const start = times[index] ?? time
    return cards.filter((card) => card >= start && card < time).length
  })
  return Math.max(0, ...drawn)
}

/** The value that this part of all values does not exceed; 0 of none. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
}
