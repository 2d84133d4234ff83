'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { tellFailure } from '../_client/tell.ts'
import { useTRPC } from '../_client/trpc.tsx'

/** Makes another flow like one's draft, and opens it in the designer. */
export function useCloneFlow(flowId: string) {
  const trpc = useTRPC()
  const router = useRouter()
  const queryClient = useQueryClient()
  const { mutate, isPending } = useMutation(
    trpc.flows.clone.mutationOptions({
      onSuccess: async (made) => {
        await queryClient.invalidateQueries(trpc.flows.list.queryFilter())
        router.push(`/flows/${made.flowId}`)
      },
      onError: tellFailure,
    }),
  )
  return { clone: () => mutate({ flowId }), isPending }
}
