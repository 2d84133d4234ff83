'use client'

import { useQuery } from '@tanstack/react-query'
import type { Outputs } from '../_server/router.ts'
import { useTRPC } from '../_client/trpc.tsx'

export type Connection = Outputs['connections']['list'][number]

/** All connections, looked at again by itself: soon while one is offline. */
export function useConnections() {
  const trpc = useTRPC()
  return useQuery(
    trpc.connections.list.queryOptions(undefined, {
      refetchInterval: ({ state }) =>
        state.data?.some((one) => one.state === 'offline') ? 2_000 : 5_000,
    }),
  )
}
