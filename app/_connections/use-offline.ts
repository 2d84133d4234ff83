'use client'

import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '../_client/trpc.tsx'
import { useConnections, type Connection } from './use-connections.ts'

/** The connections that a flow waits for, by the flow's id; empty when nothing is in its way. */
export function useOffline(flowId: string): Connection[] {
  const trpc = useTRPC()
  const connections = useConnections()
  const flows = useQuery(trpc.flows.list.queryOptions())
  const integrations = useQuery(trpc.connections.integrations.queryOptions())
  const integrationId = flows.data?.find(({ id }) => id === flowId)?.integrationId
  const integration = integrations.data?.find(({ id }) => id === integrationId)
  if (!integration) return []
  const used = [integration.stripeConnectionId, integration.netsuiteConnectionId]
  return (connections.data ?? []).filter(
    ({ id, state }) => state === 'offline' && used.includes(id),
  )
}
