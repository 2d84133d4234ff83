'use client'

import { useCallback } from 'react'
import { useTRPCClient } from '../_client/trpc.tsx'

/** Records of a run that the designer shows at a node; more would only make it slow. */
const MOST = 10

/** Gives what went into a node and came out of it, for some records of a run; null = no run. */
export function useRecordsAt(runId: number | null) {
  const client = useTRPCClient()
  const recordsAt = useCallback(
    async (nodeId: string) => {
      if (runId === null) return []
      const { records } = await client.records.ofRun.query({ runId, limit: MOST })
      const traces = await Promise.all(
        records.map(({ page, position }) => client.records.trace.query({ runId, page, position })),
      )
      return traces.flatMap(({ record, steps }) =>
        steps
          .filter((step) => step.nodeId === nodeId)
          .map(({ input, output }) => ({ key: record.name ?? record.key, input, output })),
      )
    },
    [client, runId],
  )
  return runId === null ? undefined : recordsAt
}
