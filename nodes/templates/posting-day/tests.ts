import type { JsonObject } from '../../json.ts'
import { OPEN_DAY } from './samples.ts'

const MOVED: JsonObject = { wantedDay: '2026-10-31', firstOpen: { day: '2026-11-01' } }

/** The part's own tests: each gives one record to one step and says what must come out. */
export const TESTS: JsonObject[] = [
  {
    ...{ name: 'the day itself', node: 'same', input: OPEN_DAY, settings: {} },
    expect: { ...OPEN_DAY, postingDay: '2026-11-23' },
  },
  {
    ...{ name: 'the first open day', node: 'moved', input: MOVED, settings: {} },
    expect: { ...MOVED, postingDay: '2026-11-01' },
  },
]
