import { wouldWord } from '../_ui/would-badge.tsx'
import type { TestResults, TestedRecord } from './use-test.ts'

/** What can become of a record in a test, in the order in which it is shown. */
export const VERDICTS = [
  'create',
  'update',
  'none',
  'fail',
  'waiting',
  'filtered',
  'through',
] as const

export type Verdict = (typeof VERDICTS)[number]

/** What would become of a record: its writes together, or how its way ended without one. */
export function verdictOf({ verdict, outcome }: TestedRecord): Verdict {
  if (verdict) return verdict
  return outcome === 'filtered' || outcome === 'waiting' ? outcome : 'through'
}

/** `12 would create · 3 would update`: what happened at least once. */
export function countsText(counts: TestResults['counts']): string {
  return VERDICTS.filter((verdict) => counts[verdict] > 0)
    .map((verdict) => `${counts[verdict].toLocaleString()} ${wouldWord(verdict).toLowerCase()}`)
    .join(' · ')
}
