'use client'

import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Outputs } from '../_server/router.ts'
import { tellFailure } from '../_client/tell.ts'
import { useTRPC } from '../_client/trpc.tsx'
import { MissedNote } from '../_connections/missed-note.tsx'
import { useMay } from '../_shell/person.tsx'
import classes from './real-time-notes.module.css'

interface RealTimeNotesProps {
  flow: Outputs['flows']['list'][number]
  /** Told the number of a run that was started. */
  onRun: (runId: number) => void
}

/** On a flow: webhook events that are held, and changes that came by no webhook. */
export function RealTimeNotes({ flow, onRun }: RealTimeNotesProps) {
  if (flow.heldEvents === 0 && flow.missedEvents === 0) return null
  return (
    <div className={classes.notes}>
      <MissedNote count={flow.missedEvents} ofDay />
      {flow.heldEvents > 0 && <HeldEvents flow={flow} onRun={onRun} />}
    </div>
  )
}

function HeldEvents({ flow, onRun }: RealTimeNotesProps) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const mayRun = useMay('operator')
  const start = useMutation(
    trpc.runs.start.mutationOptions({
      onSuccess: (started) => {
        if (started.ok) return onRun(started.runId)
        tellFailure({ message: started.problems.map((problem) => problem.message).join(' ') })
      },
      onError: tellFailure,
      onSettled: () => queryClient.invalidateQueries(trpc.flows.list.queryFilter()),
    }),
  )
  const { heldEvents, enabled } = flow
  return (
    <>
      <span className={classes.held} role="status" aria-label="Held events">
        {heldEvents === 1 ? '1 event' : `${heldEvents.toLocaleString()} events`} held.{' '}
        {enabled
          ? 'The run that was to take them did not get to its end.'
          : 'They run when the flow is enabled.'}
      </span>
      {mayRun && (
        <Button
          variant="default"
          loading={start.isPending}
          onClick={() => start.mutate({ flowId: flow.id, held: true })}
        >
          Run held events
        </Button>
      )}
    </>
  )
}
