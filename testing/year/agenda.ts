/** Something that happens on a day, for one party. */
interface Entry {
  /** What has the same lane happens one after the other, in the order it was noted. */
  lane: number
  act: () => Promise<void>
}

/** What is to happen on which day of the year; acting may add more to days to come. */
export interface Agenda {
  /** Notes something for a day, counted from 0; days after the last are never reached. */
  on: (day: number, lane: number, act: () => Promise<void>) => void
  /** Lets everything of a day happen. */
  play: (day: number) => Promise<void>
}

/** Parties that act at the same time. */
export const LANES = 4

/** An empty agenda. */
export function createAgenda(): Agenda {
  const days = new Map<number, Entry[]>()
  return {
    on: (day, lane, act) => {
      const entries = days.get(day) ?? []
      entries.push({ lane, act })
      days.set(day, entries)
    },
    play: async (day) => {
      const entries = days.get(day) ?? []
      days.delete(day)
      const lanes = Array.from({ length: LANES }, (_, index) =>
        entries.filter((entry) => entry.lane % LANES === index),
      )
      await Promise.all(
        lanes.map(async (lane) => {
          for (const entry of lane) await entry.act()
        }),
      )
    },
  }
}
