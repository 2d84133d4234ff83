'use client'

import { Button, Checkbox } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { tellFailure } from '../_client/tell.ts'
import { useTRPC } from '../_client/trpc.tsx'
import { useMay } from '../_shell/person.tsx'
import classes from './trouble.module.css'

/** How Stripe's webhooks misbehave: twice, out of order, or not until they are let go. */
export function WebhookTrouble() {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const mayChange = useMay('builder')
  const overview = useQuery(
    trpc.sandbox.overview.queryOptions(undefined, { refetchInterval: 3_000 }),
  )
  const settled = {
    onError: tellFailure,
    onSettled: () => queryClient.invalidateQueries(trpc.sandbox.overview.queryFilter()),
  }
  const change = useMutation(trpc.sandbox.changeWebhooks.mutationOptions(settled))
  const deliver = useMutation(trpc.sandbox.deliverWebhooks.mutationOptions(settled))
  if (!overview.data) return null
  const { duplicate, reorder, hold, waiting } = overview.data.webhooks
  return (
    <div className={classes.webhooks} role="group" aria-label="Webhooks">
      <span className={classes.label}>Webhooks</span>
      <Checkbox
        label="Duplicate"
        disabled={!mayChange}
        checked={duplicate > 0}
        onChange={(event) => change.mutate({ duplicate: event.currentTarget.checked ? 1 : 0 })}
      />
      <Checkbox
        label="Reorder"
        disabled={!mayChange}
        checked={reorder}
        onChange={(event) => change.mutate({ reorder: event.currentTarget.checked })}
      />
      <Checkbox
        label="Hold"
        disabled={!mayChange}
        checked={hold}
        onChange={(event) => change.mutate({ hold: event.currentTarget.checked })}
      />
      {mayChange && waiting > 0 && (
        <Button
          variant="default"
          size="compact-xs"
          loading={deliver.isPending}
          onClick={() => deliver.mutate()}
        >
          Deliver {waiting} waiting
        </Button>
      )}
    </div>
  )
}
