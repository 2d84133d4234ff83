'use client'

import { Checkbox, Table } from '@mantine/core'
import { IconClock } from '@tabler/icons-react'
import Link from 'next/link'
import type { Outputs } from '../_server/router.ts'
import { ListTable } from '../_ui/list-table.tsx'
import { Time } from '../_ui/time.tsx'
import { classTitle } from './class-title.ts'
import classes from './errors-table.module.css'

type ErrorRow = Outputs['errors']['list'][number]

interface ErrorsTableProps {
  errors: readonly ErrorRow[]
  chosen: ReadonlySet<number>
  /** Left out where nothing can be done with the errors shown. */
  onChoose?: (chosen: ReadonlySet<number>) => void
}

/** One line per error: the sentence first, then where and when. */
export function ErrorsTable({ errors, chosen, onChoose }: ErrorsTableProps) {
  const all = errors.every(({ id }) => chosen.has(id))
  const some = errors.some(({ id }) => chosen.has(id))
  return (
    <ListTable
      caption="Errors"
      columns={[
        {
          width: 44,
          label: '',
          header: onChoose && (
            <Checkbox
              aria-label="Choose all"
              checked={all}
              indeterminate={some && !all}
              onChange={() => onChoose(new Set(all ? [] : errors.map(({ id }) => id)))}
            />
          ),
        },
        { label: 'What is wrong' },
        { label: 'Class', width: 148 },
        { label: 'Record', width: 156 },
        { label: 'At', width: 220 },
        { label: 'Tries', width: 60, right: true },
        { label: 'When', width: 130 },
      ]}
    >
      {errors.map((error) => (
        <ErrorLine
          key={error.id}
          error={error}
          chosen={chosen.has(error.id)}
          onToggle={onChoose && (() => onChoose(toggled(chosen, error.id)))}
        />
      ))}
    </ListTable>
  )
}

interface ErrorLineProps {
  error: ErrorRow
  chosen: boolean
  onToggle?: () => void
}

function ErrorLine({ error, chosen, onToggle }: ErrorLineProps) {
  const trace = `/runs/${error.runId}?record=${error.page}.${error.position}`
  return (
    <Table.Tr className={classes.row} data-chosen={chosen}>
      <Table.Td>
        {onToggle && (
          <Checkbox
            aria-label={`Choose the error of ${error.recordName ?? error.recordKey}`}
            checked={chosen}
            onChange={onToggle}
          />
        )}
      </Table.Td>
      <Table.Td className={classes.message}>
        {error.message}
        {error.field && <code className={classes.field}>{error.field}</code>}
        {error.state === 'waiting' && error.waitsFor && <Waits error={error} />}
        {error.resolution && <span className={classes.resolution}>{error.resolution}</span>}
      </Table.Td>
      <Table.Td>{classTitle(error.class)}</Table.Td>
      <Table.Td>
        <Link href={trace} title={error.recordKey}>
          {error.recordName ?? error.recordKey}
        </Link>
      </Table.Td>
      <Table.Td>
        <span className={classes.node}>{error.nodeName}</span>
        <Link href={`/flows/${error.flowId}`} className={classes.flow} title={error.flowName}>
          {error.flowName}
        </Link>
      </Table.Td>
      <Table.Td className={classes.tries}>{error.tries}</Table.Td>
      <Table.Td>
        <Time at={error.occurredAt} />
      </Table.Td>
    </Table.Tr>
  )
}

/** For which record it waits, and since when. */
function Waits({ error }: { error: ErrorRow }) {
  const { waitsFor, waitingSince } = error
  if (!waitsFor) return null
  return (
    <span className={classes.waits}>
      <IconClock size={12} stroke={2.4} aria-hidden="true" />
      Waits for {waitsFor.system === 'netsuite' ? 'NetSuite' : 'Stripe'}
      <Link href={`/records?q=${encodeURIComponent(waitsFor.id)}`}>{waitsFor.id}</Link>
      since <Time at={waitingSince} />
    </span>
  )
}

function toggled(chosen: ReadonlySet<number>, id: number): ReadonlySet<number> {
  const next = new Set(chosen)
  if (!next.delete(id)) next.add(id)
  return next
}
