'use client'

import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Outputs } from '../_server/router.ts'
import { tellFailure } from '../_client/tell.ts'
import { useTRPC } from '../_client/trpc.tsx'
import { useMay } from '../_shell/person.tsx'

/** Ends a run after the pages it is working on; what is written stays written. */
export function CancelRun({ run }: { run: Outputs['runs']['byId'] }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const mayRun = useMay('operator')
  const cancel = useMutation(
    trpc.runs.cancel.mutationOptions({
      onSuccess: (snapshot) => {
        queryClient.setQueryData(trpc.runs.byId.queryKey({ runId: run.id }), snapshot)
        void queryClient.invalidateQueries(trpc.runs.list.queryFilter())
      },
      onError: tellFailure,
    }),
  )
  if (!mayRun) return null
  return (
    <Button
      variant="default"
      loading={cancel.isPending}
      disabled={run.cancelRequested}
      title="Stops after the records under way. What is written stays written."
      onClick={() => cancel.mutate({ runId: run.id })}
    >
      {run.cancelRequested ? 'Cancelling …' : 'Cancel'}
    </Button>
  )
}
