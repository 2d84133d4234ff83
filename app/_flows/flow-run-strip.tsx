'use client'

import { Button } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import type { Outputs } from '../_server/router.ts'
import { PausedNote } from '../_connections/offline-note.tsx'
import { useOffline } from '../_connections/use-offline.ts'
import { CancelRun } from '../_runs/cancel-run.tsx'
import { CountsBar } from '../_ui/counts-bar.tsx'
import { CountsLegend } from '../_ui/counts-legend.tsx'
import { isActive, RunBadge } from '../_ui/run-badge.tsx'
import { Duration, Time } from '../_ui/time.tsx'
import classes from './flow-run-strip.module.css'

interface FlowRunStripProps {
  run: Outputs['runs']['byId'] | null
  flowId: string
  /** Buttons for those who run the flow without editing it. */
  children?: ReactNode
}

/** Under the canvas: the run that its counts belong to, and the way to its page. */
export function FlowRunStrip({ run, flowId, children }: FlowRunStripProps) {
  return (
    <section className={classes.strip} aria-label="Last run">
      <PausedNote connections={useOffline(flowId)} />
      {run ? <RunFacts run={run} /> : <span className={classes.time}>Has not run yet</span>}
      <span className={classes.actions}>
        {run && isActive(run.state) && <CancelRun run={run} />}
        {children}
        {run && (
          <Button
            component={Link}
            href={`/runs/${run.id}`}
            variant="default"
            rightSection={<IconArrowRight size={14} />}
          >
            Open run
          </Button>
        )}
      </span>
    </section>
  )
}

function RunFacts({ run }: { run: Outputs['runs']['byId'] }) {
  return (
    <>
      <span role="status" aria-label="Run state">
        <RunBadge state={run.state} counts={run.counts} />
      </span>
      <span className={classes.name}>
        Run {run.id}
        {run.dryRun && ' (dry run)'}
      </span>
      <span className={classes.bar}>
        <CountsBar counts={run.counts} />
      </span>
      <CountsLegend counts={run.counts} />
      <span className={classes.time}>
        {isActive(run.state) ? (
          <Duration from={run.startedAt} to={null} />
        ) : (
          <Time at={run.finishedAt ?? run.createdAt} />
        )}
      </span>
      {run.failure && <span className={classes.failure}>{run.failure}</span>}
    </>
  )
}
