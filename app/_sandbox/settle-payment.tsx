'use client'

import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { tellFailure } from '../_client/tell.ts'
import { useTRPC } from '../_client/trpc.tsx'

/** A bank debit that is under way: ends it now, one way or the other. */
export function SettlePayment({ id }: { id: string }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const settle = useMutation(
    trpc.sandbox.settle.mutationOptions({
      onError: tellFailure,
      onSettled: () => queryClient.invalidateQueries(trpc.sandbox.pathFilter()),
    }),
  )
  return (
    <>
      <Button loading={settle.isPending} onClick={() => settle.mutate({ id, how: 'settle' })}>
        Settle now
      </Button>
      <Button
        variant="default"
        loading={settle.isPending}
        onClick={() => settle.mutate({ id, how: 'fail' })}
      >
        Let it fail
      </Button>
    </>
  )
}
