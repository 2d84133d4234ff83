'use client'

import { useMemo } from 'react'
import { useTRPCClient } from '../_client/trpc.tsx'
import type { TogetherDoors } from '../_editor/use-together.ts'

/** What the designer asks of the server about the others who have the flow open. */
export function useTogetherDoors(flowId: string): TogetherDoors {
  const client = useTRPCClient()
  return useMemo(
    () => ({
      follow(since, onNews, onEnd) {
        const subscription = client.flows.onDraft.subscribe(
          { flowId, since },
          { onData: ({ data }) => onNews(data), onError: onEnd, onComplete: onEnd },
        )
        return () => subscription.unsubscribe()
      },
      loadDraft: () => client.flows.draft.query({ flowId }),
      beHere: (here) => client.flows.beHere.mutate({ flowId, ...here }),
      leave: (tab) => client.flows.leave.mutate({ tab }),
    }),
    [client, flowId],
  )
}
