'use client'

import { ActionIcon, Tooltip } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import type { Outputs } from '../_server/router.ts'
import { useTRPC } from '../_client/trpc.tsx'
import { Failure } from '../_ui/failure.tsx'
import { IdText } from '../_ui/id-text.tsx'
import { Money } from '../_ui/money.tsx'
import { OutcomeBadge } from '../_ui/outcome-badge.tsx'
import { Time } from '../_ui/time.tsx'
import { WaitingRows } from '../_ui/waiting-rows.tsx'
import classes from './trace-panel.module.css'
import { TraceSteps } from './trace-steps.tsx'
import { UseAsSample } from './use-as-sample.tsx'

interface TracePanelProps {
  place: { runId: number; page: number; position: number }
  /** Told which node's step is opened. */
  onStep?: (nodeId: string) => void
  onClose: () => void
}

/** One record's way through one run, step by step. */
export function TracePanel({ place, onStep, onClose }: TracePanelProps) {
  const trpc = useTRPC()
  const trace = useQuery(trpc.records.trace.queryOptions(place))
  return (
    <aside className={classes.panel} aria-label="Trace">
      <Tooltip label="Close">
        <ActionIcon className={classes.close} size="md" aria-label="Close trace" onClick={onClose}>
          <IconX size={16} />
        </ActionIcon>
      </Tooltip>
      {trace.error && <Failure error={trace.error} retry={() => void trace.refetch()} />}
      {trace.isLoading && <WaitingRows rows={10} />}
      {trace.data && (
        <>
          <TraceHeader record={trace.data.record} />
          <TraceSteps
            steps={trace.data.steps}
            onStep={onStep}
            actions={({ nodeId }) => <UseAsSample record={trace.data.record} nodeId={nodeId} />}
          />
        </>
      )}
    </aside>
  )
}

function TraceHeader({ record }: { record: TraceRecord }) {
  return (
    <header className={classes.header}>
      <h2 className={classes.title}>
        {record.name ?? record.key}
        <OutcomeBadge outcome={record.outcome} />
        <span className={classes.money}>
          <Money amount={record.amount} currency={record.currency} />
        </span>
      </h2>
      <dl className={classes.facts}>
        <dt>Key</dt>
        <dd>
          <IdText id={record.key} what="the key" />
        </dd>
        {isWritten(record) && record.targetId !== null && (
          <>
            <dt>{record.dryRun ? 'Would be' : 'Written as'}</dt>
            <dd>
              <IdText id={record.targetId} what="the id at the destination" />
            </dd>
          </>
        )}
        <dt>When</dt>
        <dd>
          <Time at={record.at} /> in <Link href={`/runs/${record.runId}`}>run {record.runId}</Link>
        </dd>
        <dt>Everywhere</dt>
        <dd>
          <Link href={`/records?q=${encodeURIComponent(record.key)}`}>
            All runs this record went through
          </Link>
        </dd>
      </dl>
      {record.reason && (
        <p className={classes.reason} data-outcome={record.outcome}>
          {record.reason}
        </p>
      )}
    </header>
  )
}

/** A record that ended earlier may have an id too: that of something written on its way. */
function isWritten({ outcome }: TraceRecord): boolean {
  return outcome === 'done' || outcome === 'unchanged'
}

type TraceRecord = Outputs['records']['trace']['record']
