'use client'

import { useQuery } from '@tanstack/react-query'
import { IconArrowsSplit2 } from '@tabler/icons-react'
import Link from 'next/link'
import type { Outputs } from '../_server/router.ts'
import { useTRPC } from '../_client/trpc.tsx'
import { FlowState } from '../_flows/flow-state.tsx'
import { LastRun } from '../_flows/last-run.tsx'
import { EmptyState } from '../_ui/empty-state.tsx'
import { Failure } from '../_ui/failure.tsx'
import { Panel } from '../_ui/panel.tsx'
import { isActive } from '../_ui/run-badge.tsx'
import { WaitingRows } from '../_ui/waiting-rows.tsx'
import classes from './flow-groups.module.css'
import { groupFlows } from './group-flows.ts'

type Flow = Outputs['flows']['list'][number]

/** The flows by what they carry, each with its last run. */
export function FlowGroups() {
  const trpc = useTRPC()
  const flows = useQuery(
    trpc.flows.list.queryOptions(undefined, {
      refetchInterval: ({ state }) => (state.data?.some(runs) ? 1_500 : 10_000),
    }),
  )
  if (flows.error) return <Failure error={flows.error} retry={() => void flows.refetch()} />
  return (
    <Panel title="Flows" aside={<Link href="/flows">All flows</Link>}>
      {!flows.data && <WaitingRows />}
      {flows.data?.length === 0 && (
        <EmptyState icon={IconArrowsSplit2} title="No flows yet">
          Import a flow on the <Link href="/flows">Flows</Link> page.
        </EmptyState>
      )}
      {groupFlows(flows.data ?? []).map(([group, members]) => (
        <div key={group} className={classes.group}>
          <h3 className={classes.title}>{group}</h3>
          {members.map((flow) => (
            <FlowRow key={flow.id} flow={flow} />
          ))}
        </div>
      ))}
    </Panel>
  )
}

function FlowRow({ flow }: { flow: Flow }) {
  return (
    <div className={classes.row}>
      <Link href={`/flows/${flow.id}`} className={classes.name}>
        {flow.name}
      </Link>
      <FlowState flow={flow} />
      <LastRun run={flow.lastRun} />
    </div>
  )
}

function runs(flow: Flow): boolean {
  return flow.lastRun !== null && isActive(flow.lastRun.state)
}
