'use client'

import { Button, Group } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Outputs } from '../_server/router.ts'
import { tellDone, tellFailure } from '../_client/tell.ts'
import { useTRPC } from '../_client/trpc.tsx'

type Replaced = Outputs['search']['replace']

/** Long enough to look at the places once more, in ms. */
const UNDO_MS = 30_000

/** Replaces in flows, says what became of it, and offers to undo it. */
export function useReplace(onDone: () => void) {
  const trpc = useTRPC()
  const client = useQueryClient()
  const refresh = () => client.invalidateQueries({ queryKey: trpc.search.flows.queryKey() })
  const undo = useMutation(
    trpc.search.undoReplace.mutationOptions({
      onSuccess: ({ undone, kept, failed }) => {
        void refresh()
        const rest = kept > 0 ? ` ${kept} stay, because they were changed since.` : ''
        tellDone(`${fields(undone)} put back.${rest}`)
        for (const one of failed) tellFailure(one)
      },
      onError: tellFailure,
    }),
  )
  const replace = useMutation(
    trpc.search.replace.mutationOptions({
      onSuccess: (replaced) => {
        void refresh()
        onDone()
        for (const one of replaced.failed) tellFailure(one)
        if (replaced.fields.length > 0) offerUndo(replaced, (all) => undo.mutate(all))
      },
      onError: tellFailure,
    }),
  )
  return { replace: replace.mutate, pending: replace.isPending }
}

function offerUndo(
  { count, fields: changed }: Replaced,
  undo: (all: { fields: Replaced['fields'] }) => void,
): void {
  const flows = new Set(changed.map(({ flowId }) => flowId)).size
  const id = notifications.show({
    color: 'teal',
    autoClose: UNDO_MS,
    message: (
      <Group justify="space-between" wrap="nowrap" gap="sm">
        <span>
          Replaced in {count === 1 ? '1 place' : `${count} places`} of{' '}
          {flows === 1 ? '1 flow' : `${flows} flows`}.
        </span>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => {
            notifications.hide(id)
            undo({ fields: changed })
          }}
        >
          Undo
        </Button>
      </Group>
    ),
  })
}

function fields(count: number): string {
  return count === 1 ? '1 field was' : `${count} fields were`
}
