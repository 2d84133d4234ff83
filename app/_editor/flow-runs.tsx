'use client'

import { IconPlayerPlay } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTRPC } from '../_client/trpc.tsx'
import { CountsLegend } from '../_ui/counts-legend.tsx'
import { CountsBar } from '../_ui/counts-bar.tsx'
import { EmptyState } from '../_ui/empty-state.tsx'
import { Failure } from '../_ui/failure.tsx'
import { RunBadge } from '../_ui/run-badge.tsx'
import { Duration, Time } from '../_ui/time.tsx'
import { WaitingRows } from '../_ui/waiting-rows.tsx'
import { triggerText } from '../_runs/trigger-text.ts'
import { useFlowId } from './flow-id.ts'
import classes from './flow-runs.module.css'

const MOST = 20

/** The last runs and tests of the flow, newest first, each leading to its page. */
export function FlowRuns() {
  const trpc = useTRPC()
  const flowId = useFlowId()
  const runs = useQuery(
    trpc.runs.list.queryOptions({ flowId, limit: MOST }, { refetchInterval: 4_000 }),
  )
  if (runs.error) return <Failure error={runs.error} retry={() => void runs.refetch()} />
  if (!runs.data) return <WaitingRows rows={4} />
  if (runs.data.length === 0) {
    return (
      <EmptyState icon={IconPlayerPlay} title="Has not run yet">
        Test the flow to see what it would do, or run it.
      </EmptyState>
    )
  }
  return (
    <ul className={classes.runs} aria-label="Last runs">
      {runs.data.map((run) => (
        <li key={run.id} className={classes.run}>
          <Link href={`/runs/${run.id}`} className={classes.number}>
            Run {run.id}
          </Link>
          <RunBadge state={run.state} counts={run.counts} />
          <span className={classes.about}>
            {run.dryRun ? 'Test' : `${triggerText(run.trigger)} · v${run.version}`}
          </span>
          <span className={classes.bar}>
            <CountsBar counts={run.counts} />
          </span>
          <span className={classes.counts}>
            <CountsLegend counts={run.counts} />
          </span>
          <span className={classes.time}>
            <Time at={run.startedAt ?? run.createdAt} />
          </span>
          <span className={classes.time}>
            <Duration from={run.startedAt} to={run.finishedAt} />
          </span>
        </li>
      ))}
    </ul>
  )
}
