'use client'

import { useQuery } from '@tanstack/react-query'
import { IconCircleCheck } from '@tabler/icons-react'
import Link from 'next/link'
import { useTRPC } from '../_client/trpc.tsx'
import { classTitle } from '../_errors/class-title.ts'
import { EmptyState } from '../_ui/empty-state.tsx'
import { Failure } from '../_ui/failure.tsx'
import { Panel } from '../_ui/panel.tsx'
import { WaitingRows } from '../_ui/waiting-rows.tsx'
import classes from './open-errors.module.css'

const MOST = 500

/** Open errors, counted by class; each leads to its list. */
export function OpenErrors() {
  const trpc = useTRPC()
  const errors = useQuery(
    trpc.errors.list.queryOptions({ state: 'open', limit: MOST }, { refetchInterval: 10_000 }),
  )
  if (errors.error) return <Failure error={errors.error} retry={() => void errors.refetch()} />
  const counts = countBy(errors.data ?? [], (error) => error.class)
  return (
    <Panel title="Open errors" aside={<Link href="/errors">All errors</Link>}>
      {!errors.data && <WaitingRows rows={3} />}
      {errors.data?.length === 0 && (
        <EmptyState icon={IconCircleCheck} title="No open errors">
          Every record found its way.
        </EmptyState>
      )}
      {counts.map(([name, count]) => (
        <Link key={name} href={`/errors?class=${encodeURIComponent(name)}`} className={classes.row}>
          <span className={classes.name}>{classTitle(name)}</span>
          <span className={classes.count}>
            {count === MOST ? `${MOST}+` : count.toLocaleString()}
          </span>
        </Link>
      ))}
    </Panel>
  )
}

function countBy<T>(items: readonly T[], keyOf: (item: T) => string): [string, number][] {
  const counts = new Map<string, number>()
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1)
  return [...counts].sort(([, one], [, other]) => other - one)
}
