import type { JsonObject } from '../../json.ts'

/** A month whose period is open, and one whose period is closed. */
const OPEN = period('Nov 2026', '2026-11-01', '2026-11-30', 'F')
const CLOSED = period('Oct 2026', '2026-10-01', '2026-10-31', 'T')

/** Records as they come to the step "Open on that day?". */
export const OPEN_DAY: JsonObject = { wantedDay: '2026-11-23', periods: [OPEN] }
const CLOSED_DAY: JsonObject = { wantedDay: '2026-10-31', periods: [CLOSED] }

/** Records to try the part's steps on. */
export const SAMPLES: JsonObject[] = [
  { node: 'open', name: 'A day of an open period', record: OPEN_DAY },
  { node: 'open', name: 'A day of a closed period', record: CLOSED_DAY },
]

function period(name: string, starts: string, ends: string, closed: string): JsonObject {
  return { name, starts, ends, closed, alllocked: 'F', arlocked: 'F' }
}
