import type { Counts } from './counts-bar.tsx'
import classes from './counts-legend.module.css'
import { OUTCOME_ORDER, outcomeWord } from './outcome-badge.tsx'

/** Counts per outcome in one line: those that occurred, after the number of records read. */
export function CountsLegend({ counts }: { counts: Counts }) {
  return (
    <span className={classes.legend}>
      <span>
        <b>{counts.read.toLocaleString()}</b> read
      </span>
      {OUTCOME_ORDER.filter((outcome) => counts[outcome] > 0).map((outcome) => (
        <span key={outcome} data-outcome={outcome} className={classes.part}>
          <b>{counts[outcome].toLocaleString()}</b> {outcomeWord(outcome).toLowerCase()}
        </span>
      ))}
    </span>
  )
}
