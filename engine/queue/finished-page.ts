import type { Outcome } from '#db/schema/index.ts'
import type { System } from '#nodes/kind.ts'
import type { RecordResult } from '../run/page.ts'
import type { PlannedRun } from './plan.ts'

/** The page has been taken over since: nothing of this attempt is stored. */
export class StaleAttempt extends Error {}

/** One attempt's outcome. */
export interface FinishedPage {
  planned: PlannedRun
  page: number
  attempt: number
  results: RecordResult[]
  /** Systems whose connection went offline meanwhile. */
  lost: ReadonlySet<System>
}

/** A result with what happens next: when a failed record is tried again by itself. */
export interface Settled {
  result: RecordResult
  position: number
  outcome: Outcome
  retryMs: number | null
  /** It failed because a connection is offline: it waits for that, and no try is counted. */
  held: boolean
}
