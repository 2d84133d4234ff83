'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, type KeyboardEvent } from 'react'
import type { Outputs } from '../_server/router.ts'
import { Money } from '../_ui/money.tsx'
import { OutcomeBadge } from '../_ui/outcome-badge.tsx'
import classes from './record-list.module.css'
import type { Place } from './run-screen.tsx'

type RecordRow = Outputs['records']['ofRun']['records'][number]

interface RecordListProps {
  records: readonly RecordRow[]
  chosen: Place | null
  onChoose: (place: Place) => void
  /** The end of the list came into sight. */
  onEnd: () => void
}

const ROW = 36
const NEAR_END = 20

/** Records as lines; only those in sight are drawn. Up and Down move the choice. */
export function RecordList({ records, chosen, onChoose, onEnd }: RecordListProps) {
  const frame = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: records.length,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW,
    overscan: 12,
  })
  const rows = virtual.getVirtualItems()
  const last = rows.at(-1)?.index ?? 0
  useEffect(() => {
    if (last >= records.length - NEAR_END) onEnd()
  }, [last, records.length, onEnd])

  const move = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step === undefined) return
    const here = records.findIndex((record) => isAt(record, chosen))
    const next = records[here === -1 ? 0 : here + step]
    if (!next) return
    event.preventDefault()
    virtual.scrollToIndex(records.indexOf(next))
    onChoose({ page: next.page, position: next.position })
  }

  return (
    <div className={classes.table} role="table" aria-label="Records" aria-rowcount={records.length}>
      <div role="rowgroup">
        <div className={classes.head} role="row">
          <span role="columnheader">Outcome</span>
          <span role="columnheader">Record</span>
          <span role="columnheader" className={classes.key}>
            Key
          </span>
          <span role="columnheader" className={classes.amount}>
            Amount
          </span>
          <span role="columnheader" className={classes.target}>
            Written as
          </span>
          <span role="columnheader" className={classes.reason}>
            Reason
          </span>
        </div>
      </div>
      <div ref={frame} className={classes.frame} role="rowgroup" onKeyDown={move}>
        <div style={{ height: virtual.getTotalSize() }} className={classes.all} role="presentation">
          {rows.map(({ index, start }) => {
            const record = records[index]
            return (
              record && (
                <Row
                  key={`${record.page}.${record.position}`}
                  record={record}
                  top={start}
                  chosen={isAt(record, chosen)}
                  onChoose={onChoose}
                />
              )
            )
          })}
        </div>
      </div>
    </div>
  )
}

interface RowProps {
  record: RecordRow
  /** Px from the top of the list. */
  top: number
  chosen: boolean
  onChoose: (place: Place) => void
}

function Row({ record, top, chosen, onChoose }: RowProps) {
  return (
    <div
      className={classes.row}
      role="row"
      data-chosen={chosen}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => onChoose({ page: record.page, position: record.position })}
    >
      <span role="cell">
        <OutcomeBadge outcome={record.outcome} />
      </span>
      <span role="cell">
        <button type="button" className={classes.name} aria-expanded={chosen}>
          {record.name ?? record.key}
        </button>
      </span>
      <span role="cell" className={classes.key} title={record.key}>
        {record.key}
      </span>
      <span role="cell" className={classes.amount}>
        <Money amount={record.amount} currency={record.currency} />
      </span>
      <span role="cell" className={classes.target}>
        {record.targetId}
      </span>
      <span role="cell" className={classes.reason} title={record.reason ?? undefined}>
        {record.reason}
      </span>
    </div>
  )
}

function isAt(record: RecordRow, place: Place | null): boolean {
  return place !== null && record.page === place.page && record.position === place.position
}
