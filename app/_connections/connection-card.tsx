'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTRPC } from '../_client/trpc.tsx'
import { addressOf } from './address-of.ts'
import { Bars } from './bars.tsx'
import classes from './connection-card.module.css'
import { CONNECTION_TYPES } from './connection-types.ts'
import { ConnectionState } from './connection-state.tsx'
import { OfflineNote } from './offline-note.tsx'
import { sumUse } from './sum-use.ts'
import type { Connection } from './use-connections.ts'

const HOURS = 6
const PARTS = 48

/** One connection: where it leads, whether it works, and how much it is used. */
export function ConnectionCard({ connection }: { connection: Connection }) {
  const { id, name, system, state } = connection
  return (
    <article className={classes.card} data-system={system}>
      <div className={classes.head}>
        <div className={classes.words}>
          <h2 className={classes.name}>
            <Link href={`/connections/${id}`}>{name}</Link>
          </h2>
          <p className={classes.about}>
            {CONNECTION_TYPES[system].title} · {addressOf(connection)}
          </p>
        </div>
        <ConnectionState state={state} />
      </div>
      <OfflineNote connection={connection} />
      <Use connection={connection} />
    </article>
  )
}

function Use({ connection: { id, concurrencyLimit } }: { connection: Connection }) {
  const trpc = useTRPC()
  const use = useQuery(
    trpc.connections.use.queryOptions(
      { connectionId: id, hours: HOURS },
      { refetchInterval: 30_000 },
    ),
  )
  if (!use.data) return <div className={classes.use} />
  const parts = sumUse(use.data, { now: use.dataUpdatedAt, hours: HOURS, parts: PARTS })
  const peak = Math.max(...parts.map((part) => part.peak))
  const requests = parts.reduce((sum, part) => sum + part.requests, 0)
  const limited = parts.reduce((sum, part) => sum + part.rateLimited, 0)
  const words = `${requests.toLocaleString()} requests in ${HOURS} hours, at most ${peak} of ${concurrencyLimit} at once`
  return (
    <div className={classes.use}>
      <Bars
        label={words}
        height={32}
        bars={parts.map((part) => ({
          title: `${new Date(part.at).toLocaleTimeString()}: at most ${part.peak} at once`,
          value: part.peak,
        }))}
        line={{ value: concurrencyLimit, label: '' }}
      />
      <p className={classes.about}>
        {words}
        {limited > 0 && <span className={classes.limited}> · {limited} rate-limit hits</span>}
      </p>
    </div>
  )
}
