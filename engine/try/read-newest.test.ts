import { expect, it } from 'vitest'
import type { SourcePage } from '#nodes/runner.ts'
import { readNewest } from './read-newest.ts'

const UNTIL = new Date('2026-05-01T12:00:00Z')
const HOURS_OLD = [0.5, 20, 21, 22, 600, 20_000]

/** Gives the oldest first, as NetSuite does. */
function readSince(since: Date | null): Promise<SourcePage> {
  const records = HOURS_OLD.map((hours) => ({
    key: String(hours),
    at: UNTIL.getTime() - hours * 3_600_000,
    record: {},
  }))
    .filter(({ at }) => at >= (since?.getTime() ?? 0))
    .toSorted((one, other) => one.at - other.at)
  return Promise.resolve({ records, next: 'more' })
}

async function newest(limit: number): Promise<string[]> {
  const page = await readNewest(readSince, { until: UNTIL, limit })
  expect(page.next).toBeNull()
  return page.records.map(({ key }) => key)
}

it('the newest records come from the shortest span of time that holds enough of them', async () => {
  expect(await newest(1)).toEqual(['0.5'])
  expect(await newest(3)).toEqual(['22', '21', '20', '0.5'])
})

it('where there are few, all of them are read, however old', async () => {
  expect(await newest(50)).toHaveLength(6)
})
