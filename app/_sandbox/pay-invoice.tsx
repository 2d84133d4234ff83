'use client'

import { Button, Menu } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { tellDone, tellFailure } from '../_client/tell.ts'
import { useTRPC } from '../_client/trpc.tsx'

const METHODS = [
  { method: 'card', label: 'By card' },
  { method: 'declined card', label: 'By a card that is declined' },
  { method: 'ach', label: 'By bank debit (ACH), settles in four business days' },
  { method: 'out of band', label: 'Out of band, such as by check' },
] as const

/** Pays an open invoice, as its customer or its office would. */
export function PayInvoice({ id }: { id: string }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const pay = useMutation(
    trpc.sandbox.pay.mutationOptions({
      onSuccess: () => tellDone('The payment was taken.'),
      onError: tellFailure,
      onSettled: () => queryClient.invalidateQueries(trpc.sandbox.pathFilter()),
    }),
  )
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button loading={pay.isPending} rightSection={<IconChevronDown size={14} />}>
          Pay
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {METHODS.map(({ method, label }) => (
          <Menu.Item key={method} onClick={() => pay.mutate({ id, method })}>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
