'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { SaveRequest } from '../_editor/autosave.ts'
import type { RunRequest } from '../_editor/use-flow-actions.ts'
import { useTRPC, useTRPCClient } from '../_client/trpc.tsx'
import { saveAnswer } from './save-answer.ts'

/** What the designer asks of the server. `onRun` is told the number of a run that was started. */
export function useFlowActions(flowId: string, onRun: (runId: number) => void) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  return useMemo(() => {
    const refresh = () => queryClient.invalidateQueries(trpc.flows.list.queryFilter())
    return {
      saveEdits: (request: SaveRequest) =>
        saveAnswer(client.flows.saveEdits.mutate({ flowId, ...request })),
      calledFlows: (names: string[]) => client.flows.called.query({ flowId, names }),
      publish: async (note: string) => {
        const published = await client.flows.publish.mutate({ flowId, note })
        await refresh()
        return published.ok ? { version: published.version } : { problems: published.problems }
      },
      run: async (request: RunRequest) => {
        const started = await client.runs.start.mutate({
          flowId,
          ...request,
          // A test tries out what is on the screen; a run executes what is published.
          draft: request.dryRun,
        })
        if (!started.ok) {
          throw new Error(started.problems.map((problem) => problem.message).join(' '))
        }
        onRun(started.runId)
        await refresh()
        return { runId: String(started.runId) }
      },
    }
  }, [flowId, onRun, client, queryClient, trpc])
}
