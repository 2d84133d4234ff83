'use client'

import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { tellFailure } from '../_client/tell.ts'
import { useTRPC } from '../_client/trpc.tsx'
import { useMay } from '../_shell/person.tsx'
import { IdText } from '../_ui/id-text.tsx'
import { Panel } from '../_ui/panel.tsx'
import { Time } from '../_ui/time.tsx'
import { ConnectionChecks } from './connection-checks.tsx'
import { CONNECTION_TYPES } from './connection-types.ts'
import { OfflineNote } from './offline-note.tsx'
import classes from './overview.module.css'
import { PermissionList } from './permission-list.tsx'
import type { Connection } from './use-connections.ts'
import { WebhookPanel } from './webhook-panel.tsx'

/** Whether a connection works, what it is set to, and what it must be allowed. */
export function Overview({ connection }: { connection: Connection }) {
  return (
    <div className={classes.columns}>
      <div className={classes.stack}>
        <State connection={connection} />
        <WebhookPanel connection={connection} />
      </div>
      <div className={classes.stack}>
        <Settings connection={connection} />
        <Permissions connection={connection} />
      </div>
    </div>
  )
}

function State({ connection }: { connection: Connection }) {
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
    <Panel
      title="State"
      aside={
        mayChange && (
          <Button
            variant="default"
            size="compact-xs"
            loading={test.isPending}
            onClick={() => test.mutate({ connectionId: connection.id })}
          >
            Test connection
          </Button>
        )
      }
    >
      <div className={classes.body}>
        <OfflineNote connection={connection} />
        {connection.state === 'online' && !test.data && (
          <p className={classes.calm}>
            Online: flows use it.
            {mayChange && ' Test connection says what works and what does not.'}
          </p>
        )}
        {test.data && <ConnectionChecks checks={test.data} />}
      </div>
    </Panel>
  )
}

function Settings({ connection }: { connection: Connection }) {
  const { fields } = CONNECTION_TYPES[connection.system]
  return (
    <Panel title="Settings">
      <dl className={classes.facts}>
        {Object.entries(fields).map(([name, field]) => {
          const value = connection.config[name] ?? field.initial
          if (value === null || value === '') return null
          const shown =
            field.widget === 'choice'
              ? (field.options.find((option) => option.value === value)?.label ?? value)
              : value
          return (
            <Fact key={name} label={field.label}>
              {String(shown)}
            </Fact>
          )
        })}
        {!('concurrencyLimit' in fields) && (
          <Fact label="Requests at once">{connection.concurrencyLimit}</Fact>
        )}
        <Fact label="Secret replaced">
          <Time at={connection.secretReplacedAt} />
        </Fact>
        <Fact label="Id">
          <IdText id={connection.id} what="the connection's id" />
        </Fact>
      </dl>
    </Panel>
  )
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  )
}

function Permissions({ connection: { id, system } }: { connection: Connection }) {
  const trpc = useTRPC()
  const permissions = useQuery(
    trpc.connections.permissions.queryOptions({ system, connectionId: id }),
  )
  return (
    <Panel title="Permissions its flows need">
      <div className={classes.body}>
        {permissions.data && <PermissionList system={system} permissions={permissions.data} />}
      </div>
    </Panel>
  )
}
