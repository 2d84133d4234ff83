'use client'

import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { tellFailure } from '../_client/tell.ts'
import { useTRPC } from '../_client/trpc.tsx'

/** Makes an empty flow and opens it in the designer. */
export function NewFlow() {
  const trpc = useTRPC()
  const router = useRouter()
  const queryClient = useQueryClient()
  const create = useMutation(
    trpc.flows.import.mutationOptions({
      onSuccess: async ({ flowId }) => {
        await queryClient.invalidateQueries(trpc.flows.list.queryFilter())
        router.push(`/flows/${flowId}`)
      },
      onError: tellFailure,
    }),
  )
  return (
    <Button
      leftSection={<IconPlus size={14} aria-hidden />}
      loading={create.isPending}
      onClick={() => create.mutate({ document: EMPTY })}
    >
      New flow
    </Button>
  )
}

const EMPTY = { format: 1, name: 'New flow', nodes: [], edges: [] }
