'use client'

import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { IconExternalLink } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { tellFailure } from '../_client/tell.ts'
import { useTRPC } from '../_client/trpc.tsx'
import { useMay } from '../_shell/person.tsx'
import { Failure } from '../_ui/failure.tsx'
import { EditRecord } from './edit-record.tsx'
import { oneOf, SYSTEM_NAMES, type Place, type SandboxRecord } from './list-words.ts'
import { PayInvoice } from './pay-invoice.tsx'
import { RefundPayment } from './refund-payment.tsx'
import { SettlePayment } from './settle-payment.tsx'

interface RecordActionsProps {
  place: Place
  record: SandboxRecord
}

/** What the system lets its user do with the record as it stands. */
export function RecordActions({ place, record }: RecordActionsProps) {
  const mayChange = useMay('builder')
  const [asking, setAsking] = useState<'edit' | 'void' | 'refund' | null>(null)
  const close = () => setAsking(null)
  const may = (action: SandboxRecord['actions'][number]) =>
    mayChange && record.actions.includes(action)
  return (
    <Group gap="xs">
      {record.hostedUrl && (
        <Button
          component="a"
          href={record.hostedUrl}
          target="_blank"
          rel="noreferrer"
          variant="default"
          rightSection={<IconExternalLink size={14} />}
        >
          Open hosted invoice page
        </Button>
      )}
      {may('pay') && <PayInvoice id={record.id} />}
      {may('refund') && <Button onClick={() => setAsking('refund')}>Refund</Button>}
      {may('settle') && <SettlePayment id={record.id} />}
      {may('finalize') && <Finalize id={record.id} />}
      {may('edit') && (
        <Button variant="default" onClick={() => setAsking('edit')}>
          Edit
        </Button>
      )}
      {may('void') && (
        <Button variant="default" onClick={() => setAsking('void')}>
          Void
        </Button>
      )}
      {asking === 'edit' && <EditRecord place={place} record={record} onClose={close} />}
      {asking === 'void' && <VoidRecord place={place} record={record} onClose={close} />}
      {asking === 'refund' && <RefundPayment record={record} onClose={close} />}
    </Group>
  )
}

function Finalize({ id }: { id: string }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const finalize = useMutation(
    trpc.sandbox.finalize.mutationOptions({
      onError: tellFailure,
      onSettled: () => queryClient.invalidateQueries(trpc.sandbox.pathFilter()),
    }),
  )
  return (
    <Button loading={finalize.isPending} onClick={() => finalize.mutate({ id })}>
      Finalize
    </Button>
  )
}

interface VoidProps {
  place: Place
  record: SandboxRecord
  onClose: () => void
}

function VoidRecord({ place, record, onClose }: VoidProps) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const remove = useMutation(
    trpc.sandbox.void.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.sandbox.pathFilter())
        onClose()
      },
    }),
  )
  return (
    <Modal opened onClose={onClose} title={`Void ${oneOf(place).toLowerCase()} ${record.name}`}>
      <Stack gap="sm">
        <Text size="sm">
          It stays in {SYSTEM_NAMES[place.system]} and counts for nothing. This cannot be undone.
        </Text>
        {remove.error && <Failure error={remove.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button color="red" loading={remove.isPending} onClick={() => remove.mutate(place)}>
            Void it
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
