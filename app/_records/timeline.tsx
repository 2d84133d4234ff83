'use client'

import Link from 'next/link'
import type { Outputs } from '../_server/router.ts'
import { IdText } from '../_ui/id-text.tsx'
import { Money } from '../_ui/money.tsx'
import { OutcomeBadge } from '../_ui/outcome-badge.tsx'
import { Time } from '../_ui/time.tsx'
import classes from './timeline.module.css'

type RecordRow = Outputs['records']['search'][number]

interface TimelineProps {
  /** One record's way through runs, newest first. */
  records: readonly [RecordRow, ...RecordRow[]]
  chosen: { runId: number; page: number; position: number } | null
  onChoose: (record: RecordRow) => void
}

/** Everything that happened to one record, in all flows and runs. */
export function Timeline({ records, chosen, onChoose }: TimelineProps) {
  const [newest] = records
  return (
    <section className={classes.record} aria-label={`${newest.name ?? ''} ${newest.key}`}>
      <header className={classes.head}>
        <h2 className={classes.name}>{newest.name ?? newest.key}</h2>
        <Money amount={newest.amount} currency={newest.currency} />
        <span className={classes.key}>
          <IdText id={newest.key} what="the key" />
        </span>
      </header>
      <ol className={classes.list}>
        {records.map((record) => (
          <li
            key={`${record.runId}.${record.page}.${record.position}`}
            className={classes.event}
            data-chosen={
              record.runId === chosen?.runId &&
              record.page === chosen.page &&
              record.position === chosen.position
            }
            onClick={() => onChoose(record)}
          >
            <span className={classes.when}>
              <Time at={record.at} />
            </span>
            <OutcomeBadge outcome={record.outcome} />
            <span className={classes.what}>
              <button type="button" className={classes.open}>
                {record.flowName}
              </button>
              {record.dryRun && <span className={classes.dim}> · dry run</span>}
              {record.reason && <span className={classes.reason}>{record.reason}</span>}
            </span>
            {record.targetId !== null && (
              <span onClick={(event) => event.stopPropagation()}>
                <IdText id={record.targetId} what="the id at the destination" />
              </span>
            )}
            <Link
              href={`/runs/${record.runId}?record=${record.page}.${record.position}`}
              className={classes.run}
              onClick={(event) => event.stopPropagation()}
            >
              Run {record.runId}
            </Link>
          </li>
        ))}
      </ol>
    </section>
  )
}

/** Puts what happened to the same record together; the order of the first occurrences stays. */
export function groupByKey(records: readonly RecordRow[]): [RecordRow, ...RecordRow[]][] {
  const groups = new Map<string, [RecordRow, ...RecordRow[]]>()
  for (const record of records) {
    const group = groups.get(record.key)
    if (group) group.push(record)
    else groups.set(record.key, [record])
  }
  return [...groups.values()]
}
