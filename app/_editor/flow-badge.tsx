import { Badge } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTRPC } from '../_client/trpc.tsx'
import type { SaveState } from './autosave.ts'
import { useEditor } from './editor-context.tsx'
import { useFlowId } from './flow-id.ts'

interface FlowBadgeProps {
  enabled: boolean
  publishedVersion: number | null
  saved: SaveState
}

/** How a flow stands: a draft, published, or enabled to run by itself. */
export function FlowBadge({ enabled, publishedVersion, saved }: FlowBadgeProps) {
  const edited = useIsEdited(publishedVersion, saved)
  if (publishedVersion === null) return <Badge color="gray">Draft</Badge>
  return (
    <>
      <Badge
        color="indigo"
        tt="none"
        title={edited ? 'What runs is the published version: publish the changes' : undefined}
      >
        Published v{publishedVersion}
        {edited && ' · edited'}
      </Badge>
      {enabled && (
        <Badge tt="none" c="var(--done)" bg="var(--done-surface)">
          Enabled
        </Badge>
      )}
    </>
  )
}

/**
 * Whether the draft differs from what runs. Asked of the server whenever all is saved: to compare 500
 * nodes here would take 40 ms of each key press.
 */
function useIsEdited(publishedVersion: number | null, saved: SaveState): boolean {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const flowId = useFlowId()
  const draft = useEditor((state) => state.history.present)
  const { data } = useQuery(
    trpc.flows.isEdited.queryOptions({ flowId }, { enabled: publishedVersion !== null }),
  )
  useEffect(() => {
    if (saved.state !== 'saved') return
    void queryClient.invalidateQueries({ queryKey: trpc.flows.isEdited.queryKey({ flowId }) })
    // The draft may be what others have changed, too, and the version one that was published just now.
  }, [draft, saved.state, publishedVersion, queryClient, trpc, flowId])
  return data ?? false
}
