'use client'

import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { tellDone, tellFailure } from '../_client/tell.ts'
import { useTRPC } from '../_client/trpc.tsx'
import { useMay } from '../_shell/person.tsx'
import { IdText } from '../_ui/id-text.tsx'
import { Panel } from '../_ui/panel.tsx'
import { Time } from '../_ui/time.tsx'
import { MissedNote } from './missed-note.tsx'
import classes from './overview.module.css'
import type { Connection } from './use-connections.ts'
import { useWebhookState } from './use-webhook-state.ts'

/** Where the other system calls when something happens there. */
export function WebhookPanel({ connection }: { connection: Connection }) {
  const trpc = useTRPC()
  const { id, system, webhook } = connection
  const url = useQuery(trpc.connections.webhookUrl.queryOptions({ connectionId: id, system }))
  return (
    <Panel title="Webhook">
      <div className={classes.body}>
        {url.data && <IdText id={webhook?.url ?? url.data} what="the webhook's address" />}
        {system === 'stripe' ? (
          <StripeWebhook connection={connection} />
        ) : (
          <p className={classes.calm}>
            For real-time flows:{' '}
            <a href="/netsuite/tributary-user-event.js" download>
              a script in NetSuite
            </a>{' '}
            calls this address with the hook token of this connection (header X-Hook-Token). Replace
            secret takes the token.
          </p>
        )}
        <WebhookTroubles connectionId={id} />
      </div>
    </Panel>
  )
}

/** What did not come through, or will not. */
function WebhookTroubles({ connectionId }: { connectionId: string }) {
  const state = useWebhookState(connectionId)
  if (!state) return null
  const { unheard, refused, missed } = state
  return (
    <>
      {unheard.length > 0 && (
        <p className={classes.calm} role="status" aria-label="Events that are not sent">
          Published flows listen for {unheard.join(', ')}, and the endpoint is not called for{' '}
          {unheard.length === 1 ? 'it' : 'them'} yet. Register again renews its list.
        </p>
      )}
      {refused && (
        <p className={classes.calm} role="status" aria-label="Refused deliveries">
          {refused.count === 1 ? '1 delivery was' : `${refused.count} deliveries were`} refused
          within a day, the last one <Time at={refused.lastAt} />: {refused.reason}
        </p>
      )}
      <MissedNote count={missed} ofDay />
    </>
  )
}

function StripeWebhook({ connection: { id, webhook } }: { connection: Connection }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const mayChange = useMay('admin')
  const settled = {
    onError: tellFailure,
    onSettled: async () => {
      await queryClient.invalidateQueries(trpc.connections.list.queryFilter())
      await queryClient.invalidateQueries(trpc.connections.webhooks.queryFilter())
    },
  }
  const register = useMutation(
    trpc.connections.registerWebhook.mutationOptions({
      ...settled,
      onSuccess: () => tellDone('Stripe calls this address from now on.'),
    }),
  )
  const roll = useMutation(
    trpc.connections.rollWebhookSecret.mutationOptions({
      ...settled,
      onSuccess: () => tellDone('The new secret is used; the old one is taken for a day.'),
    }),
  )
  const remove = useMutation(trpc.connections.removeWebhook.mutationOptions(settled))
  return (
    <>
      <p className={classes.calm}>
        {webhook ? (
          <>
            Registered at Stripe <Time at={webhook.registeredAt} />.
            {webhook.previous && (
              <>
                {' '}
                The secret before is taken until <Time at={webhook.previous.removeAt} />.
              </>
            )}
          </>
        ) : (
          'Not registered: flows that begin with a Stripe event wait for their schedule. Stripe has to reach this address from outside.'
        )}
      </p>
      {mayChange && (
        <div className={classes.buttons}>
          <Button
            variant="default"
            loading={register.isPending}
            onClick={() => register.mutate({ connectionId: id })}
          >
            {webhook ? 'Register again' : 'Register webhook'}
          </Button>
          {webhook && (
            <>
              <Button
                variant="default"
                loading={roll.isPending}
                onClick={() => roll.mutate({ connectionId: id })}
              >
                Roll secret
              </Button>
              <Button
                variant="default"
                loading={remove.isPending}
                onClick={() => remove.mutate({ connectionId: id })}
              >
                Remove webhook
              </Button>
            </>
          )}
        </div>
      )}
    </>
  )
}
