'use client'

import { Button, Switch } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { FlowDocument } from '#engine/graph/schema.ts'
import { tellDone } from '../_client/tell.ts'
import { useTRPC } from '../_client/trpc.tsx'
import { ScheduleInput } from '../_editor/schedule-input.tsx'
import { Failure } from '../_ui/failure.tsx'
import classes from './use-template-screen.module.css'

interface LiveStepProps {
  flowId: string
  /** What the template suggests. */
  schedule: FlowDocument['schedule']
  onBack: () => void
}

/** When the flow runs by itself, and the switch. */
export function LiveStep({ flowId, schedule: suggested, onBack }: LiveStepProps) {
  const trpc = useTRPC()
  const router = useRouter()
  const queryClient = useQueryClient()
  const [schedule, setSchedule] = useState(suggested)
  const [enabled, setEnabled] = useState(true)
  const live = useMutation(
    trpc.templates.goLive.mutationOptions({
      onSuccess: async (answer) => {
        if (!answer.ok) return
        await queryClient.invalidateQueries()
        tellDone(
          enabled ? 'The flow is live.' : 'The flow is published. Run it by hand, or enable it.',
        )
        router.push(`/flows/${flowId}`)
      },
    }),
  )
  const problems = live.data && !live.data.ok ? live.data.problems : []
  return (
    <>
      <p className={classes.lead}>
        Publishing freezes the flow as version 1. Enabled, it runs by itself; everything stays yours
        to change in the designer.
      </p>
      <ScheduleInput value={schedule} readOnly={false} onChange={setSchedule} />
      <Switch
        mt="md"
        size="sm"
        label="Enable the flow now"
        checked={enabled}
        onChange={(event) => setEnabled(event.currentTarget.checked)}
      />
      {live.error && <Failure error={live.error} />}
      {problems.map(({ message }) => (
        <Failure key={message} error={{ message }} />
      ))}
      <div className={classes.foot}>
        <Button variant="default" onClick={onBack}>
          Back
        </Button>
        <Button loading={live.isPending} onClick={() => live.mutate({ flowId, schedule, enabled })}>
          Go live
        </Button>
      </div>
    </>
  )
}
