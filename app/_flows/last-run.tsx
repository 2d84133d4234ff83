import Link from 'next/link'
import type { Outputs } from '../_server/router.ts'
import { CountsBar, countsText } from '../_ui/counts-bar.tsx'
import { RunBadge } from '../_ui/run-badge.tsx'
import { Time } from '../_ui/time.tsx'
import classes from './last-run.module.css'

/** A run in one line: state, counts as a bar, when. */
export function LastRun({ run }: { run: Outputs['runs']['byId'] | null }) {
  if (!run) return <span className={classes.dim}>Has not run yet</span>
  return (
    <Link href={`/runs/${run.id}`} className={classes.run} title={countsText(run.counts)}>
      <RunBadge state={run.state} counts={run.counts} />
      <CountsBar counts={run.counts} />
      <span className={classes.dim}>{run.counts.read.toLocaleString()} read</span>
      <span className={classes.dim}>
        <Time at={run.finishedAt ?? run.createdAt} />
      </span>
    </Link>
  )
}
