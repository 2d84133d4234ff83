'use client'

import { useQuery } from '@tanstack/react-query'
import type { Outputs } from '../_server/router.ts'
import { useTRPC } from '../_client/trpc.tsx'

/** How well a connection is told at once of what happens; undefined until it is known. */
export function useWebhookState(
  connectionId: string,
): Outputs['connections']['webhooks'][number] | undefined {
  const trpc = useTRPC()
  const { data } = useQuery(
    trpc.connections.webhooks.queryOptions(undefined, { refetchInterval: 10_000 }),
  )
  return data?.find((one) => one.connectionId === connectionId)
}
