'use client'

import { Anchor, Button, Select } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useState } from 'react'
import { useTRPC } from '../_client/trpc.tsx'
import { useUrlFilters } from '../_client/url-filters.ts'
import { RecordList } from '../_runs/record-list.tsx'
import { CountsLegend } from '../_ui/counts-legend.tsx'
import { Failure } from '../_ui/failure.tsx'
import { isActive } from '../_ui/run-badge.tsx'
import { WaitingRows } from '../_ui/waiting-rows.tsx'
import classes from './use-template-screen.module.css'

const DAY_MS = 86_400_000
const AT_MOST = 20
const PERIODS = [
  { value: '1', label: 'the last day' },
  { value: '7', label: 'the last 7 days' },
  { value: '30', label: 'the last 30 days' },
  { value: '365', label: 'the last year' },
]

interface TestStepProps {
  flowId: string
  onBack: () => void
  onNext: () => void
}

/** A dry run on real records: what would be written, without writing it. */
export function TestStep({ flowId, onBack, onNext }: TestStepProps) {
  const trpc = useTRPC()
  const filters = useUrlFilters()
  const [days, setDays] = useState('30')
  const runId = Number(filters.get('test') ?? 0)
  const start = useMutation(
    trpc.runs.start.mutationOptions({
      onSuccess: (started) => {
        if (started.ok) filters.set({ test: String(started.runId) })
      },
    }),
  )
  const problems = start.data && !start.data.ok ? start.data.problems : []
  return (
    <>
      <p className={classes.lead}>
        A dry run reads real records and shows what would be written. Nothing is written in either
        system.
      </p>
      <div className={classes.presets}>
        <Select
          aria-label="Records changed in"
          size="xs"
          w={180}
          allowDeselect={false}
          data={PERIODS}
          value={days}
          onChange={(value) => value !== null && setDays(value)}
        />
        <Button
          size="xs"
          loading={start.isPending}
          onClick={() =>
            start.mutate({
              ...{ flowId, dryRun: true, draft: true, limit: AT_MOST },
              since: new Date(Date.now() - Number(days) * DAY_MS).toISOString(),
            })
          }
        >
          Run test
        </Button>
        at most {AT_MOST} records
      </div>
      {start.error && <Failure error={start.error} />}
      {problems.map(({ message }) => (
        <Failure key={message} error={{ message }} />
      ))}
      {runId > 0 && <TestResults runId={runId} />}
      <div className={classes.foot}>
        <Button variant="default" onClick={onBack}>
          Back
        </Button>
        <Button onClick={onNext}>Next</Button>
      </div>
    </>
  )
}

function TestResults({ runId }: { runId: number }) {
  const trpc = useTRPC()
  const run = useQuery(
    trpc.runs.byId.queryOptions(
      { runId },
      { refetchInterval: ({ state }) => (isActive(state.data?.state ?? 'queued') ? 700 : false) },
    ),
  )
  const records = useQuery(
    trpc.records.ofRun.queryOptions(
      { runId, limit: AT_MOST },
      { enabled: run.data !== undefined && !isActive(run.data.state) },
    ),
  )
  if (run.error) return <Failure error={run.error} />
  if (!run.data || isActive(run.data.state)) return <WaitingRows rows={4} />
  const { counts } = run.data
  return (
    <section aria-label="Test results">
      {run.data.failure && <Failure error={{ message: run.data.failure }} />}
      <p className={classes.presets} role="status">
        <CountsLegend counts={counts} />
        <Anchor component={Link} href={`/runs/${runId}`} size="sm" target="_blank">
          Open the run with every step
        </Anchor>
      </p>
      {records.data && records.data.records.length > 0 && (
        <div className={classes.records}>
          <RecordList
            records={records.data.records}
            chosen={null}
            onChoose={(place) =>
              window.open(`/runs/${runId}?record=${place.page}.${place.position}`, '_blank')
            }
            onEnd={() => undefined}
          />
        </div>
      )}
    </section>
  )
}
