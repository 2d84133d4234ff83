'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useSubscription } from '@trpc/tanstack-react-query'
import type { Outputs } from '../_server/router.ts'
import { useTRPC } from '../_client/trpc.tsx'
import { isActive } from '../_ui/run-badge.tsx'

/**
 * The newest snapshot of a run: loaded once, then pushed by the server as long as the run is
 * active. Null while nothing is known.
 */
export function useRunProgress(runId: number | null): Outputs['runs']['byId'] | null {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const wanted = runId ?? 0
  const run = useQuery(
    trpc.runs.byId.queryOptions({ runId: wanted }, { enabled: runId !== null, staleTime: 5_000 }),
  )
  const active = run.data !== undefined && isActive(run.data.state)
  useSubscription(
    trpc.runs.onProgress.subscriptionOptions(
      { runId: wanted },
      {
        enabled: runId !== null && active,
        onData: ({ data }) => {
          queryClient.setQueryData(trpc.runs.byId.queryKey({ runId: wanted }), data)
          if (isActive(data.state)) return
          void queryClient.invalidateQueries(trpc.records.pathFilter())
          void queryClient.invalidateQueries(trpc.flows.list.queryFilter())
          void queryClient.invalidateQueries(trpc.errors.pathFilter())
        },
      },
    ),
  )
  return run.data ?? null
}
