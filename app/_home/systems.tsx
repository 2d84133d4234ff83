'use client'

import { Button, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import type { Outputs } from '../_server/router.ts'
import { useTRPC } from '../_client/trpc.tsx'
import { ConnectionState } from '../_connections/connection-state.tsx'
import { addressOf } from '../_connections/address-of.ts'
import { Failure } from '../_ui/failure.tsx'
import classes from './systems.module.css'

type Connection = Outputs['connections']['list'][number]

const TITLES = { stripe: 'Stripe', netsuite: 'NetSuite' } as const

/** Both systems and whether they can be reached. */
export function Systems() {
  const trpc = useTRPC()
  const list = useQuery(trpc.connections.list.queryOptions(undefined, { refetchInterval: 10_000 }))
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
  return (
    <Link href="/connections" className={classes.card} data-system={connection.system}>
      <span className={classes.words}>
        <span className={classes.name}>{connection.name}</span>
        <span className={classes.about}>
          {TITLES[connection.system]} · {addressOf(connection)}
        </span>
        {connection.stateReason && <span className={classes.reason}>{connection.stateReason}</span>}
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
