'use client'

import { Button, Group, Modal, NumberInput, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { tellDone } from '../_client/tell.ts'
import { useTRPC } from '../_client/trpc.tsx'
import { Failure } from '../_ui/failure.tsx'

/** Empties both systems, or fills them with a make-believe company; asks first. */
export function ResetAndSeed({ onDone }: { onDone: () => void }) {
  const [asking, setAsking] = useState<'reset' | 'seed' | null>(null)
  const close = () => setAsking(null)
  const done = () => {
    close()
    onDone()
  }
  return (
    <>
      <Button variant="default" onClick={() => setAsking('seed')}>
        Seed
      </Button>
      <Button variant="default" onClick={() => setAsking('reset')}>
        Reset
      </Button>
      {asking === 'reset' && <AskReset onClose={close} onDone={done} />}
      {asking === 'seed' && <AskSeed onClose={close} onDone={done} />}
    </>
  )
}

interface AskProps {
  onClose: () => void
  onDone: () => void
}

function AskReset({ onClose, onDone }: AskProps) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const reset = useMutation(
    trpc.sandbox.reset.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.sandbox.pathFilter())
        tellDone('Both systems are empty. Seed fills them.')
        onDone()
      },
    }),
  )
  return (
    <Modal opened onClose={onClose} title="Reset the sandbox">
      <Stack gap="sm">
        <Text size="sm">
          Every record of both systems is deleted, and so are the faults. This cannot be undone.
          Flows, runs and errors stay as they are.
        </Text>
        {reset.error && <Failure error={reset.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button color="red" loading={reset.isPending} onClick={() => reset.mutate()}>
            Delete every record
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

function AskSeed({ onClose, onDone }: AskProps) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [customers, setCustomers] = useState(40)
  const [invoices, setInvoices] = useState(400)
  const seed = useMutation(
    trpc.sandbox.seed.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.sandbox.pathFilter())
        tellDone('Both systems are filled.')
        onDone()
      },
    }),
  )
  return (
    <Modal opened onClose={onClose} title="Seed the sandbox">
      <Stack gap="sm">
        <Text size="sm">
          Fills both systems with a make-believe company. Reset first: a system that holds records
          may refuse to be filled again.
        </Text>
        <NumberInput
          label="Customers"
          min={1}
          max={1_000}
          value={customers}
          onChange={(value) => setCustomers(Number(value))}
        />
        <NumberInput
          label="Invoices in Stripe"
          min={0}
          max={5_000}
          value={invoices}
          onChange={(value) => setInvoices(Number(value))}
        />
        {seed.error && <Failure error={seed.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button loading={seed.isPending} onClick={() => seed.mutate({ customers, invoices })}>
            Fill both systems
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
