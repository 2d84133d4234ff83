'use client'

import { Button } from '@mantine/core'
import { IconPlayerPlay } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import type { Outputs } from '../_server/router.ts'
import { tellFailure } from '../_client/tell.ts'
import { useTRPC } from '../_client/trpc.tsx'
import { useMay } from '../_shell/person.tsx'

interface RunAgainProps {
  run: Outputs['runs']['byId']
  /** The run tried the draft out: the next one tries what the draft is now. */
  draft: boolean
}

/** Starts the same kind of run over the same period, with the flow as it is now. */
export function RunAgain({ run, draft }: RunAgainProps) {
  const trpc = useTRPC()
  const router = useRouter()
  const mayRun = useMay('operator')
  const start = useMutation(
    trpc.runs.start.mutationOptions({
      onSuccess: (started) => {
        if (started.ok) return router.push(`/runs/${started.runId}`)
        tellFailure({ message: started.problems.map((problem) => problem.message).join(' ') })
      },
      onError: tellFailure,
    }),
  )
  if (!mayRun) return null
  return (
    <Button
      leftSection={<IconPlayerPlay size={14} />}
      loading={start.isPending}
      onClick={() =>
        start.mutate({
          flowId: run.flowId,
          dryRun: run.dryRun,
          draft,
          since: run.since ?? undefined,
        })
      }
    >
      Run again
    </Button>
  )
}
