'use client'

import { Modal, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { tellDone } from '../_client/tell.ts'
import { useTRPC } from '../_client/trpc.tsx'
import { DialogButtons } from '../_ui/dialog-buttons.tsx'
import { Failure } from '../_ui/failure.tsx'
import type { SandboxRecord } from './list-words.ts'

/** Gives money of a payment back, all or a part of it. */
export function RefundPayment({ record, onClose }: { record: SandboxRecord; onClose: () => void }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [amount, setAmount] = useState('')
  const refund = useMutation(
    trpc.sandbox.refund.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.sandbox.pathFilter())
        tellDone('The refund is on its way.')
        onClose()
      },
    }),
  )
  const { id, currency } = record
  return (
    <Modal opened onClose={onClose} title="Refund this payment">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          const major = amount.trim() === '' ? null : amount.trim()
          refund.mutate({ id, major, currency: currency ?? 'USD' })
        }}
      >
        <Stack gap="sm">
          <TextInput
            label={`Amount in ${currency}`}
            description="Blank: all that is left of the payment."
            inputMode="decimal"
            value={amount}
            onChange={(event) => setAmount(event.currentTarget.value)}
          />
          {refund.error && <Failure error={refund.error} />}
          <DialogButtons submit="Refund now" pending={refund.isPending} onClose={onClose} />
        </Stack>
      </form>
    </Modal>
  )
}
