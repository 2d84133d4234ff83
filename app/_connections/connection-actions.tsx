'use client'

import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { tellDone } from '../_client/tell.ts'
import { useTRPC } from '../_client/trpc.tsx'
import { useMay } from '../_shell/person.tsx'
import { Failure } from '../_ui/failure.tsx'
import { ConnectionForm } from './connection-form.tsx'
import type { Connection } from './use-connections.ts'

/** What an administrator does with a connection. */
export function ConnectionActions({ connection }: { connection: Connection }) {
  const mayChange = useMay('admin')
  const [asking, setAsking] = useState<'edit' | 'replace-secret' | 'delete' | null>(null)
  if (!mayChange) return null
  const close = () => setAsking(null)
  return (
    <>
      <Button variant="default" onClick={() => setAsking('replace-secret')}>
        Replace secret
      </Button>
      <Button variant="default" onClick={() => setAsking('edit')}>
        Edit
      </Button>
      <Button variant="default" onClick={() => setAsking('delete')}>
        Delete
      </Button>
      {(asking === 'edit' || asking === 'replace-secret') && (
        <ConnectionForm what={asking} connection={connection} onClose={close} />
      )}
      {asking === 'delete' && <DeleteConnection connection={connection} onClose={close} />}
    </>
  )
}

interface DeleteProps {
  connection: Connection
  onClose: () => void
}

function DeleteConnection({ connection, onClose }: DeleteProps) {
  const trpc = useTRPC()
  const router = useRouter()
  const queryClient = useQueryClient()
  const remove = useMutation(
    trpc.connections.remove.mutationOptions({
      onSuccess: async () => {
        router.push('/connections')
        tellDone(`“${connection.name}” is deleted.`)
        await queryClient.invalidateQueries(trpc.connections.list.queryFilter())
      },
    }),
  )
  return (
    <Modal opened onClose={onClose} title={`Delete ${connection.name}`}>
      <Stack gap="sm">
        <Text size="sm">
          Its secret, exchange log and field lists are deleted as well. This cannot be undone.
        </Text>
        {remove.error && <Failure error={remove.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            color="red"
            loading={remove.isPending}
            onClick={() => remove.mutate({ connectionId: connection.id })}
          >
            Delete connection
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
