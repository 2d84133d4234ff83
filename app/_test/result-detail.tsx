'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useTRPC } from '../_client/trpc.tsx'
import { TraceSteps } from '../_records/trace-steps.tsx'
import { OfferAsSample } from '../_samples/offer-as-sample.tsx'
import { SaveAsTest } from '../_samples/save-as-test.tsx'
import { Failure } from '../_ui/failure.tsx'
import { IdText } from '../_ui/id-text.tsx'
import { WaitingRows } from '../_ui/waiting-rows.tsx'
import { WouldBadge } from '../_ui/would-badge.tsx'
import classes from './test-results.module.css'
import type { TestedRecord } from './use-test.ts'
import { verdictOf } from './verdicts.ts'

/** Of the line that stays above the steps, in px. */
const HEAD_HEIGHT = 44

interface ResultDetailProps {
  runId: number
  record: TestedRecord
  stale: ReadonlySet<string>
  /** The node that is looked at on the canvas. */
  node: string | null
}

/** The way of one tested record: node by node, with what each write would send and change. */
export function ResultDetail({ runId, record, stale, node }: ResultDetailProps) {
  const trpc = useTRPC()
  const { page, position } = record
  const trace = useQuery(
    trpc.records.trace.queryOptions(
      { runId, page, position },
      { placeholderData: keepPreviousData },
    ),
  )
  const frame = useRef<HTMLElement>(null)
  const loaded = trace.data !== undefined
  // A long way begins with what matters: the step that would write, or the chosen node.
  useEffect(() => {
    const open = frame.current?.querySelector('[aria-expanded=true]')
    if (!loaded || !frame.current || !(open instanceof HTMLElement)) return
    const { top } = open.getBoundingClientRect()
    frame.current.scrollTop += top - frame.current.getBoundingClientRect().top - HEAD_HEIGHT
  }, [loaded])
  return (
    <section ref={frame} className={classes.detail} aria-label="Tested record">
      <header className={classes.about}>
        <h3 className={classes.title}>{record.name ?? record.key}</h3>
        <WouldBadge would={verdictOf(record)} />
        <IdText id={record.key} what="the key" />
      </header>
      {record.reason !== null && (
        <p className={classes.reason} data-outcome={record.outcome}>
          {record.reason}
        </p>
      )}
      {trace.error && <Failure error={trace.error} retry={() => void trace.refetch()} />}
      {trace.isLoading && <WaitingRows rows={4} />}
      {trace.data && (
        <TraceSteps
          steps={trace.data.steps}
          focus={node}
          stale={stale}
          actions={({ nodeId, input }) => (
            <>
              <OfferAsSample
                nodeId={nodeId}
                recordKey={record.key}
                name={record.name ?? record.key}
                record={input}
              />
              <SaveAsTest nodeId={nodeId} input={input} />
            </>
          )}
        />
      )}
    </section>
  )
}
