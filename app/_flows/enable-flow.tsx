'use client'

import { Switch } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Outputs } from '../_server/router.ts'
import { tellFailure } from '../_client/tell.ts'
import { useTRPC } from '../_client/trpc.tsx'
import { useMay } from '../_shell/person.tsx'
import { scheduleText } from './schedule-text.ts'

/** When a flow runs by itself, and whether it does. */
export function EnableFlow({ flow }: { flow: Outputs['flows']['list'][number] }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const mayBuild = useMay('builder')
  const change = useMutation(
    trpc.flows.setEnabled.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.flows.list.queryFilter()),
      onError: tellFailure,
    }),
  )
  const occasions = [
    ...(flow.schedule ? [scheduleText(flow.schedule)] : []),
    ...(flow.listens.length > 0 ? ['Real time'] : []),
  ]
  if (occasions.length === 0) {
    const when = flow.onlyCalled ? 'Called by other flows' : 'By hand'
    return <span style={{ color: 'var(--ink-dim)' }}>{when}</span>
  }
  return (
    <Switch
      size="xs"
      label={occasions.join(' · ')}
      aria-label={`Enabled: ${flow.name}`}
      checked={change.isPending ? change.variables.enabled : flow.enabled}
      disabled={!mayBuild || flow.publishedVersion === null || change.isPending}
      onChange={(event) => change.mutate({ flowId: flow.id, enabled: event.currentTarget.checked })}
    />
  )
}
