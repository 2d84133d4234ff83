'use client'

import { Button, Skeleton } from '@mantine/core'
import Link from 'next/link'
import { ConnectionState } from '../_connections/connection-state.tsx'
import { addressOf } from '../_connections/address-of.ts'
import { MissedNote } from '../_connections/missed-note.tsx'
import { NextProbe } from '../_connections/next-probe.tsx'
import { useConnections, type Connection } from '../_connections/use-connections.ts'
import { useWebhookState } from '../_connections/use-webhook-state.ts'
import { Failure } from '../_ui/failure.tsx'
import classes from './systems.module.css'

const TITLES = { stripe: 'Stripe', netsuite: 'NetSuite' } as const

/** Both systems and whether they can be reached. */
export function Systems() {
  const list = useConnections()
  if (list.error) return <Failure error={list.error} retry={() => void list.refetch()} />
  if (!list.data) return <Skeleton height={66} radius="md" />
  return (
    <div className={classes.systems}>
      {(['stripe', 'netsuite'] as const).flatMap((system) => {
        const connections = list.data.filter((one) => one.system === system)
        return connections.length === 0
          ? [<MissingSystem key={system} system={system} />]
          : connections.map((one) => <SystemCard key={one.id} connection={one} />)
      })}
    </div>
  )
}

function SystemCard({ connection }: { connection: Connection }) {
  const missed = useWebhookState(connection.id)?.missed ?? 0
  return (
    <Link
      href={`/connections/${connection.id}`}
      className={classes.card}
      data-system={connection.system}
    >
      <span className={classes.words}>
        <span className={classes.name}>{connection.name}</span>
        <span className={classes.about}>
          {TITLES[connection.system]} · {addressOf(connection)}
        </span>
        <MissedNote count={missed} ofDay />
        {connection.stateReason && (
          <span className={classes.reason}>
            {connection.stateReason}
            {connection.flowsPaused > 0 && ` Flows that wait: ${connection.flowsPaused}. `}
            <NextProbe at={connection.nextProbeAt} />
          </span>
        )}
      </span>
      <ConnectionState state={connection.state} />
    </Link>
  )
}

function MissingSystem({ system }: { system: keyof typeof TITLES }) {
  return (
    <div className={classes.card} data-system={system}>
      <span className={classes.words}>
        <span className={classes.name}>{TITLES[system]}</span>
        <span className={classes.about}>No connection yet.</span>
      </span>
      <Button component={Link} href="/connections" variant="default">
        Add connection
      </Button>
    </div>
  )
}
