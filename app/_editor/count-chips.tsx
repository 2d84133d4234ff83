import { OUTCOMES, type NodeCounts } from './outcomes.ts'
import classes from './count-chips.module.css'

/** How many records ended how, each with its word; outcomes that did not happen are left out. */
export function CountChips({ counts }: { counts: NodeCounts }) {
  const happened = OUTCOMES.filter((outcome) => counts[outcome] > 0)
  if (happened.length === 0) {
    return counts.in > 0 ? <div className={classes.chips}>{format(counts.in)} under way</div> : null
  }
  return (
    <div className={classes.chips}>
      {happened.map((outcome) => (
        <span key={outcome} className={classes.chip} data-outcome={outcome}>
          <b>{format(counts[outcome])}</b> {outcome}
        </span>
      ))}
    </div>
  )
}

function format(count: number): string {
  return count.toLocaleString('en-US')
}
