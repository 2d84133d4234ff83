'use client'

import { useQuery } from '@tanstack/react-query'
import { createContext, useContext, useMemo, useState, type ReactNode } from 'react'
import { useTRPC } from '../_client/trpc.tsx'
import { useEditor, useStores } from '../_editor/editor-context.tsx'
import { useFlowId } from '../_editor/flow-id.ts'
import type { TestRequest } from '../_editor/use-flow-actions.ts'

/** Where a record stands in its run. */
export interface Place {
  page: number
  position: number
}

/** Tests of the draft that is open in the designer. */
export interface Tests {
  /** The run of the last test; null before the first. */
  runId: number | null
  /** A test is being started. */
  starting: boolean
  /** The record whose way is looked at. */
  chosen: Place | null
  choose: (place: Place | null) => void
  start: (request: TestRequest) => void
  /** The same records once more: only what has changed since is run. */
  again: () => void
  /** Tests the flow up to and with this node, on the records of the last test. */
  runToHere: (nodeId: string) => void
}

const Context = createContext<Tests | null>(null)

/** The tests of the open designer; null where a flow is only looked at. */
export function useTests(): Tests | null {
  return useContext(Context)
}

interface TestsProviderProps {
  /** Starts a test and gives its run's number; null when it could not be started. */
  test: (request: TestRequest) => Promise<number | null>
  starting: boolean
  children: ReactNode
}

/** Keeps the last test of the open flow; at first the one that was made before the page was opened. */
export function TestsProvider({ test, starting, children }: TestsProviderProps) {
  const { editor } = useStores()
  const [own, setOwn] = useState<number | null>(null)
  const [chosen, choose] = useState<Place | null>(null)
  const earlier = useEarlierTest()
  const runId = own ?? earlier
  const readOnly = useEditor((state) => state.readOnly)
  const tests = useMemo((): Tests => {
    const start = async (request: TestRequest) => {
      const started = await test(request)
      if (started === null) return
      setOwn(started)
      editor.getState().setDrawer('results')
    }
    const sameRecords: TestRequest = runId === null ? { limit: FIRST_RECORDS } : { after: runId }
    return {
      ...{ runId, starting, chosen, choose },
      start: (request) => {
        choose(null)
        void start(request)
      },
      again: () => void start(sameRecords),
      runToHere: (until) => {
        editor.getState().select([until])
        void start({ ...sameRecords, until })
      },
    }
  }, [test, starting, runId, chosen, editor])
  return <Context value={readOnly ? null : tests}>{children}</Context>
}

/** Records of a test that nobody has chosen records for. */
export const FIRST_RECORDS = 10

function useEarlierTest(): number | null {
  const trpc = useTRPC()
  const flowId = useFlowId()
  const runs = useQuery(trpc.runs.list.queryOptions({ flowId, limit: 10 }, { staleTime: Infinity }))
  return runs.data?.find((run) => run.test !== null)?.id ?? null
}
