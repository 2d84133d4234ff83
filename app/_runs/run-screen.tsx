'use client'

import { useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import type { Outputs } from '../_server/router.ts'
import { useTRPC } from '../_client/trpc.tsx'
import { useUrlFilters } from '../_client/url-filters.ts'
import { TracePanel } from '../_records/trace-panel.tsx'
import { Failure } from '../_ui/failure.tsx'
import { Page } from '../_ui/page-header.tsx'
import { WaitingRows } from '../_ui/waiting-rows.tsx'
import { RunHeader } from './run-header.tsx'
import { RunRecords } from './run-records.tsx'
import classes from './run-screen.module.css'
import { useRunProgress } from './use-run-progress.ts'

const RunCanvas = dynamic(() => import('./run-canvas.tsx').then((module) => module.RunCanvas), {
  ssr: false,
})

/** One run: the flow as it ran, its records, and the trace of the chosen one. */
export function RunScreen({ runId }: { runId: number }) {
  const trpc = useTRPC()
  const run = useRunProgress(runId)
  const { error, refetch } = useQuery(trpc.runs.byId.queryOptions({ runId }))
  if (error && !run) {
    return (
      <Page>
        <Failure error={error} retry={() => void refetch()} />
      </Page>
    )
  }
  if (!run) return <WaitingRows rows={12} />
  return <LoadedRun run={run} />
}

function LoadedRun({ run }: { run: Outputs['runs']['byId'] }) {
  const trpc = useTRPC()
  const [chosenNode, setChosenNode] = useState<string | null>(null)
  const { chosen, choose } = useChosenRecord()
  const executed = useQuery(
    trpc.runs.document.queryOptions({ runId: run.id }, { staleTime: Infinity }),
  )
  return (
    <div className={classes.screen}>
      <RunHeader run={run} draft={executed.data?.draft ?? false} />
      <div className={classes.body} data-split={chosen !== null}>
        <div className={classes.main}>
          <section className={classes.canvas} aria-label="Flow of this run">
            {executed.data && (
              <RunCanvas document={executed.data.document} run={run} chosenNode={chosenNode} />
            )}
          </section>
          <RunRecords run={run} chosen={chosen} onChoose={choose} />
        </div>
        {chosen && (
          <TracePanel
            key={`${chosen.page}.${chosen.position}`}
            place={{ runId: run.id, ...chosen }}
            onStep={setChosenNode}
            onClose={() => {
              choose(null)
              setChosenNode(null)
            }}
          />
        )}
      </div>
    </div>
  )
}

export interface Place {
  page: number
  position: number
}

/** The chosen record, kept in the address as `record=<page>.<position>`. */
function useChosenRecord() {
  const filters = useUrlFilters()
  const match = /^(\d+)\.(\d+)$/.exec(filters.get('record') ?? '')
  const chosen: Place | null = match ? { page: Number(match[1]), position: Number(match[2]) } : null
  const choose = (place: Place | null) =>
    filters.set({ record: place && `${place.page}.${place.position}` })
  return { chosen, choose }
}
