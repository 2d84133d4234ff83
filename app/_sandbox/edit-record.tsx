'use client'

import { Modal, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPC } from '../_client/trpc.tsx'
import { DialogButtons } from '../_ui/dialog-buttons.tsx'
import { Failure } from '../_ui/failure.tsx'
import { oneOf, type Place, type SandboxRecord } from './list-words.ts'

interface EditRecordProps {
  place: Place
  record: SandboxRecord
  onClose: () => void
}

/** Changes what people change most: name and e-mail of a customer, the note of the others. */
export function EditRecord({ place, record, onClose }: EditRecordProps) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const factOf = (...labels: string[]) =>
    record.facts.find(({ label }) => labels.includes(label))?.value ?? ''
  const customer = place.list === 'customer'
  const [name, setName] = useState(factOf('Company') || record.name)
  const [email, setEmail] = useState(factOf('E-mail'))
  const [memo, setMemo] = useState(factOf('Memo', 'Description'))
  const edit = useMutation(
    trpc.sandbox.edit.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.sandbox.pathFilter())
        onClose()
      },
    }),
  )
  return (
    <Modal opened onClose={onClose} title={`Edit ${oneOf(place).toLowerCase()} ${record.name}`}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          edit.mutate({ place, changes: customer ? { name, email } : { memo } })
        }}
      >
        <Stack gap="sm">
          {customer ? (
            <>
              <TextInput
                label="Name"
                required
                value={name}
                onChange={(event) => setName(event.currentTarget.value)}
              />
              <TextInput
                label="E-mail"
                type="email"
                value={email}
                onChange={(event) => setEmail(event.currentTarget.value)}
              />
            </>
          ) : (
            <TextInput
              label={place.system === 'stripe' ? 'Description' : 'Memo'}
              value={memo}
              onChange={(event) => setMemo(event.currentTarget.value)}
            />
          )}
          {edit.error && <Failure error={edit.error} />}
          <DialogButtons submit="Save" pending={edit.isPending} onClose={onClose} />
        </Stack>
      </form>
    </Modal>
  )
}
