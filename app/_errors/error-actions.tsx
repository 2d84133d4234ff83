'use client'

import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconChecks, IconRefresh } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { tellDone, tellFailure } from '../_client/tell.ts'
import { useTRPC } from '../_client/trpc.tsx'
import { useMay } from '../_shell/person.tsx'
import { DialogButtons } from '../_ui/dialog-buttons.tsx'
import { Failure } from '../_ui/failure.tsx'

interface ErrorActionsProps {
  /** The chosen errors. */
  ids: number[]
  onDone: () => void
}

/** Tries the chosen records again, or closes their errors with a reason. */
export function ErrorActions({ ids, onDone }: ErrorActionsProps) {
  const trpc = useTRPC()
  const refresh = useRefresh()
  const mayAct = useMay('operator')
  const [opened, { open, close }] = useDisclosure()
  const retry = useMutation(
    trpc.errors.retry.mutationOptions({
      onSuccess: async ({ runIds }) => {
        tellDone(`Trying ${records(ids.length)} again in run ${runIds.join(', ')}.`)
        onDone()
        await refresh()
      },
      onError: tellFailure,
    }),
  )
  if (!mayAct) return null
  const none = ids.length === 0
  return (
    <Group gap="xs" ml="auto">
      <Text size="xs" c="dimmed" aria-live="polite">
        {none ? 'Choose errors to act on' : `${ids.length.toLocaleString()} chosen`}
      </Text>
      <Button
        variant="default"
        leftSection={<IconRefresh size={14} />}
        disabled={none}
        loading={retry.isPending}
        onClick={() => retry.mutate({ ids })}
      >
        Retry
      </Button>
      <Button
        variant="default"
        leftSection={<IconChecks size={14} />}
        disabled={none}
        onClick={open}
      >
        Resolve
      </Button>
      {opened && <ResolveForm ids={ids} onClose={close} onDone={onDone} />}
    </Group>
  )
}

function ResolveForm({ ids, onClose, onDone }: ErrorActionsProps & { onClose: () => void }) {
  const trpc = useTRPC()
  const refresh = useRefresh()
  const [resolution, setResolution] = useState('')
  const resolve = useMutation(
    trpc.errors.resolve.mutationOptions({
      onSuccess: async () => {
        onClose()
        onDone()
        await refresh()
      },
    }),
  )
  return (
    <Modal opened onClose={onClose} title={`Resolve ${records(ids.length)}`}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          resolve.mutate({ ids, resolution })
        }}
      >
        <Stack gap="sm">
          <Text size="sm" c="dimmed">
            The records are not tried again. The reason is kept with them.
          </Text>
          <Textarea
            label="Reason"
            required
            autosize
            minRows={2}
            data-autofocus
            placeholder="Booked by hand in NetSuite as invoice 1042."
            value={resolution}
            onChange={(event) => setResolution(event.currentTarget.value)}
          />
          {resolve.error && <Failure error={resolve.error} />}
          <DialogButtons submit="Resolve" pending={resolve.isPending} onClose={onClose} />
        </Stack>
      </form>
    </Modal>
  )
}

function useRefresh() {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  return async () => {
    await queryClient.invalidateQueries(trpc.errors.pathFilter())
    await queryClient.invalidateQueries(trpc.flows.list.queryFilter())
  }
}

function records(count: number): string {
  return `${count.toLocaleString()} ${count === 1 ? 'record' : 'records'}`
}
