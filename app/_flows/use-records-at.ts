'use client'

import { useCallback } from 'react'
import { useTRPCClient } from '../_client/trpc.tsx'

/** Records of a run that the designer shows at a node, and keeps there; more would only make it slow. */
const MOST = 50

/** Gives what went into a node and came out of it, for the first records of a run; null = no run. */
export function useRecordsAt(runId: number | null) {
  const client = useTRPCClient()
  const recordsAt = useCallback(
    async (nodeId: string) => {
      if (runId === null) return []
      const records = await client.runs.recordsAt.query({ runId, nodeId, limit: MOST })
      return records.map(({ key, name, input, output, port }) => ({
        key: name ?? key,
        id: key,
        ...{ input, output, port },
      }))
    },
    [client, runId],
  )
  return runId === null ? undefined : recordsAt
}
