'use client'

import { Modal, NumberInput, Select, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPC } from '../_client/trpc.tsx'
import { DialogButtons } from '../_ui/dialog-buttons.tsx'
import { Failure } from '../_ui/failure.tsx'
import { HOW_OFTEN, PLACES, type Trouble } from './fault-text.ts'
import { SYSTEM_NAMES, type SandboxSystem } from './list-words.ts'

interface FaultFormProps {
  system: SandboxSystem
  trouble: Trouble
  onClose: () => void
}

const STATUSES = ['500', '502', '503', '504']

/** Asks where and how often trouble is to strike, and sets it. */
export function FaultForm({ system, trouble, onClose }: FaultFormProps) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const places: readonly { name: string; method?: string; path: string }[] = PLACES[system]
  const [place, setPlace] = useState(places[0]?.name ?? '')
  const [often, setOften] = useState(HOW_OFTEN[0]?.name ?? '')
  const [seconds, setSeconds] = useState(3)
  const [status, setStatus] = useState(STATUSES[0] ?? '500')
  const add = useMutation(
    trpc.sandbox.addFault.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.sandbox.overview.queryFilter())
        onClose()
      },
    }),
  )
  const save = () => {
    const where = places.find(({ name }) => name === place)
    const frequency = HOW_OFTEN.find(({ name }) => name === often)
    add.mutate({
      system,
      fault: {
        kind: trouble.kind,
        ...(trouble.kind === 'latency' && { delayMs: seconds * 1_000 }),
        ...(trouble.kind === 'status' && {
          status: trouble.status === 429 ? 429 : Number(status),
        }),
        method: where?.method,
        path: where?.path,
        times: frequency?.times,
        probability: frequency?.probability,
      },
    })
  }
  return (
    <Modal opened onClose={onClose} title={`${trouble.name} in ${SYSTEM_NAMES[system]}`}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          save()
        }}
      >
        <Stack gap="sm">
          <Text size="sm">{trouble.about}</Text>
          {trouble.kind === 'latency' && (
            <NumberInput
              label="Seconds to wait"
              min={0}
              max={600}
              value={seconds}
              onChange={(value) => setSeconds(Number(value))}
            />
          )}
          {trouble.name === 'Error' && (
            <Select
              label="Status"
              allowDeselect={false}
              data={STATUSES}
              value={status}
              onChange={(value) => value && setStatus(value)}
            />
          )}
          <Select
            label="Where"
            allowDeselect={false}
            data={places.map(({ name }) => name)}
            value={place}
            onChange={(value) => value && setPlace(value)}
          />
          <Select
            label="How often"
            allowDeselect={false}
            data={HOW_OFTEN.map(({ name }) => name)}
            value={often}
            onChange={(value) => value && setOften(value)}
          />
          {add.error && <Failure error={add.error} />}
          <DialogButtons submit="Set" pending={add.isPending} onClose={onClose} />
        </Stack>
      </form>
    </Modal>
  )
}
