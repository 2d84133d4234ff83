'use client'

import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Outputs } from '../_server/router.ts'
import { tellFailure } from '../_client/tell.ts'
import { useTRPC } from '../_client/trpc.tsx'
import { useMay } from '../_shell/person.tsx'
import { IdText } from '../_ui/id-text.tsx'
import { addressOf } from './address-of.ts'
import classes from './connection-card.module.css'
import { CONNECTION_TYPES } from './connection-types.ts'
import { ConnectionChecks } from './connection-checks.tsx'
import { ConnectionState } from './connection-state.tsx'

interface ConnectionCardProps {
  connection: Outputs['connections']['list'][number]
  onEdit: () => void
  onReplaceSecret: () => void
}

/** One connection: where it leads, whether it works, and what can be done about it. */
export function ConnectionCard({ connection, onEdit, onReplaceSecret }: ConnectionCardProps) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const mayChange = useMay('admin')
  const test = useMutation(
    trpc.connections.test.mutationOptions({
      onError: tellFailure,
      onSettled: () => queryClient.invalidateQueries(trpc.connections.list.queryFilter()),
    }),
  )
  return (
    <article className={classes.card} data-system={connection.system}>
      <div className={classes.head}>
        <div className={classes.words}>
          <h2 className={classes.name}>{connection.name}</h2>
          <p className={classes.about}>{CONNECTION_TYPES[connection.system].title}</p>
        </div>
        <ConnectionState state={connection.state} />
      </div>
      {connection.stateReason && <p className={classes.reason}>{connection.stateReason}</p>}
      <dl className={classes.facts}>
        <dt>Account</dt>
        <dd>{addressOf(connection)}</dd>
        <dt>Requests at once</dt>
        <dd>{connection.concurrencyLimit}</dd>
        <dt>Id</dt>
        <dd>
          <IdText id={connection.id} what="the connection's id" />
        </dd>
      </dl>
      {test.data && <ConnectionChecks checks={test.data} />}
      {mayChange && (
        <div className={classes.actions}>
          <Button
            variant="default"
            loading={test.isPending}
            onClick={() => test.mutate({ connectionId: connection.id })}
          >
            Test connection
          </Button>
          <Button variant="default" onClick={onEdit}>
            Edit
          </Button>
          <Button variant="default" onClick={onReplaceSecret}>
            Replace secret
          </Button>
        </div>
      )}
    </article>
  )
}
