import type { Outputs } from '../_server/router.ts'
import classes from './counts-bar.module.css'
import { OUTCOME_ORDER, outcomeWord } from './outcome-badge.tsx'

export type Counts = Outputs['runs']['byId']['counts']

/** Outcomes of a run as one bar; what is read but not finished yet stays empty. */
export function CountsBar({ counts, height = 6 }: { counts: Counts; height?: number }) {
  const total = Math.max(counts.read, 1)
  return (
    <div
      className={classes.bar}
      style={{ height }}
      role="img"
      aria-label={countsText(counts) || 'Nothing read'}
    >
      {OUTCOME_ORDER.filter((outcome) => counts[outcome] > 0).map((outcome) => (
        <span
          key={outcome}
          className={classes.part}
          data-outcome={outcome}
          style={{ width: `${(counts[outcome] / total) * 100}%` }}
        />
      ))}
    </div>
  )
}

/** `351 done, 33 filtered`: outcomes that occurred, in words. */
export function countsText(counts: Counts): string {
  return OUTCOME_ORDER.filter((outcome) => counts[outcome] > 0)
    .map((outcome) => `${counts[outcome].toLocaleString()} ${outcomeWord(outcome).toLowerCase()}`)
    .join(', ')
}
