'use client'

import { Table } from '@mantine/core'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import type { Outputs } from '../_server/router.ts'
import { CountsBar } from '../_ui/counts-bar.tsx'
import { ListTable, NumberCell, type Column } from '../_ui/list-table.tsx'
import { RunBadge } from '../_ui/run-badge.tsx'
import { Duration, Time } from '../_ui/time.tsx'
import classes from './runs-table.module.css'
import { triggerText } from './trigger-text.ts'

type Run = Outputs['runs']['list'][number]

const COLUMNS: readonly Column[] = [
  { label: 'Run', width: 56 },
  { label: 'Flow' },
  { label: 'State', width: 154 },
  { label: 'Progress', width: 84 },
  { label: 'Read', width: 60, right: true },
  { label: 'Done', width: 60, right: true },
  { label: 'Unchanged', width: 88, right: true },
  { label: 'Filtered', width: 74, right: true },
  { label: 'Waiting', width: 70, right: true },
  { label: 'Failed', width: 62, right: true },
  { label: 'Started', width: 124 },
  { label: 'Duration', width: 96, right: true },
]

/** One line per run with its counts; a click opens the run. */
export function RunsTable({ runs }: { runs: readonly Run[] }) {
  return (
    <ListTable caption="Runs" columns={COLUMNS}>
      {runs.map((run) => (
        <RunRow key={run.id} run={run} />
      ))}
    </ListTable>
  )
}

function RunRow({ run }: { run: Run }) {
  const router = useRouter()
  const { counts } = run
  return (
    <Table.Tr className={classes.row} onClick={() => router.push(`/runs/${run.id}`)}>
      <Table.Td>
        <Link href={`/runs/${run.id}`} className={classes.number}>
          {run.id}
        </Link>
      </Table.Td>
      <Table.Td>
        <span className={classes.flow} title={run.flowName}>
          {run.flowName}
        </span>
        <span className={classes.about}>
          {triggerText(run.trigger)} · v{run.version}
          {run.dryRun && ' · dry run'}
          {run.failure && (
            <span className={classes.failure} title={run.failure}>
              {' '}
              · {run.failure}
            </span>
          )}
        </span>
      </Table.Td>
      <Table.Td>
        <RunBadge state={run.state} counts={run.counts} />
      </Table.Td>
      <Table.Td>
        <CountsBar counts={counts} />
      </Table.Td>
      <Count value={counts.read} />
      <Count value={counts.done} />
      <Count value={counts.unchanged} />
      <Count value={counts.filtered} />
      <Count value={counts.waiting} />
      <Count value={counts.failed} alarming />
      <Table.Td>
        <Time at={run.startedAt ?? run.createdAt} />
      </Table.Td>
      <NumberCell>
        <Duration from={run.startedAt} to={run.finishedAt} />
      </NumberCell>
    </Table.Tr>
  )
}

function Count({ value, alarming = false }: { value: number; alarming?: boolean }) {
  return (
    <NumberCell>
      <span className={classes.count} data-zero={value === 0} data-alarming={alarming && value > 0}>
        {value.toLocaleString()}
      </span>
    </NumberCell>
  )
}
