'use client'

import { Tooltip } from '@mantine/core'
import Link from 'next/link'
import type { Outputs } from '../_server/router.ts'
import { MissedNote } from '../_connections/missed-note.tsx'
import { PausedNote } from '../_connections/offline-note.tsx'
import { useOffline } from '../_connections/use-offline.ts'
import { CountsBar } from '../_ui/counts-bar.tsx'
import { CountsLegend } from '../_ui/counts-legend.tsx'
import { isActive, RunBadge } from '../_ui/run-badge.tsx'
import { Duration, Time } from '../_ui/time.tsx'
import { CancelRun } from './cancel-run.tsx'
import { RunAgain } from './run-again.tsx'
import classes from './run-header.module.css'
import { SkippedRecords } from './skipped-records.tsx'
import { triggerText } from './trigger-text.ts'

interface RunHeaderProps {
  run: Outputs['runs']['byId']
  /** It tried the draft out, not a version. */
  draft: boolean
}

/** What ran, how far it is, and what can be done with it. */
export function RunHeader({ run, draft }: RunHeaderProps) {
  const offline = useOffline(run.flowId)
  return (
    <header className={classes.header}>
      <div className={classes.line}>
        <h1 className={classes.title}>
          Run {run.id}
          <span role="status" aria-label="Run state">
            <RunBadge state={run.state} counts={run.counts} />
          </span>
          {run.dryRun && (
            <Tooltip label="Nothing was written: the run only says what it would do.">
              <span className={classes.dry}>Dry run</span>
            </Tooltip>
          )}
        </h1>
        <Link href={`/flows/${run.flowId}`} className={classes.flow}>
          {run.flowName}
        </Link>
        <span className={classes.version}>{draft ? 'draft' : `v${run.version}`}</span>
        <div className={classes.actions}>
          {isActive(run.state) ? <CancelRun run={run} /> : <RunAgain run={run} draft={draft} />}
        </div>
      </div>
      <div className={classes.line}>
        <span className={classes.bar}>
          <CountsBar counts={run.counts} height={8} />
        </span>
        <CountsLegend counts={run.counts} />
        {run.skipped > 0 && <SkippedRecords run={run} />}
        <MissedNote count={run.missed} />
        <span className={classes.facts}>
          <span>{triggerText(run.trigger)}</span>
          <span>
            <Time at={run.startedAt ?? run.createdAt} />
          </span>
          <span>
            <Duration from={run.startedAt} to={run.finishedAt} />
          </span>
          {run.since && (
            <span>
              since <Time at={run.since} />
            </span>
          )}
        </span>
      </div>
      {isActive(run.state) && offline.length > 0 && (
        <div className={classes.line}>
          <PausedNote connections={offline} />
        </div>
      )}
      {run.failure && (
        <p className={classes.failure} role="alert">
          {run.failure}
        </p>
      )}
    </header>
  )
}
