'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useDeferredValue, useMemo } from 'react'
import { staleNodes } from '#engine/graph/stale-nodes.ts'
import type { Outputs } from '../_server/router.ts'
import { useTRPC } from '../_client/trpc.tsx'
import { useEditor } from '../_editor/editor-context.tsx'
import { isActive } from '../_ui/run-badge.tsx'
import { useRunProgress } from '../_runs/use-run-progress.ts'

export type TestResults = Outputs['runs']['testResults']
export type TestedRecord = TestResults['records'][number]

interface ShownTest {
  run: Outputs['runs']['byId'] | null
  results: TestResults | undefined
  /** Nodes that may do something else than in the test, because they or what is before them changed. */
  stale: ReadonlySet<string>
  error: { message: string } | null
}

const NOTHING: ReadonlySet<string> = new Set()
const LIVE_MS = 1_000

/** A test as it stands now: its progress, its results so far, and which of them are out of date. */
export function useTest(runId: number | null): ShownTest {
  const trpc = useTRPC()
  const run = useRunProgress(runId)
  const active = run !== null && isActive(run.state)
  const results = useQuery(
    trpc.runs.testResults.queryOptions(
      { runId: runId ?? 0 },
      {
        enabled: runId !== null,
        placeholderData: keepPreviousData,
        refetchInterval: active ? LIVE_MS : false,
        staleTime: active ? 0 : 2_000,
      },
    ),
  )
  return { run, results: results.data, stale: useStale(runId), error: results.error }
}

/** The nodes that changed since a test of the draft, and all behind them. */
function useStale(runId: number | null): ReadonlySet<string> {
  const trpc = useTRPC()
  const present = useDeferredValue(useEditor((state) => state.history.present))
  const tested = useQuery(
    trpc.runs.document.queryOptions(
      { runId: runId ?? 0 },
      { enabled: runId !== null, staleTime: Infinity },
    ),
  )
  const before = tested.data?.document
  return useMemo(() => {
    if (!before) return NOTHING
    // A draft does not carry the flows that it calls.
    const stale = staleNodes({ ...before, called: {} }, { ...present, called: {} })
    return stale.size === 0 ? NOTHING : stale
  }, [before, present])
}
