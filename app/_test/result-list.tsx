'use client'

import type { KeyboardEvent } from 'react'
import { cardOf } from '../_runs/node-counts.ts'
import { Money } from '../_ui/money.tsx'
import { WouldBadge, wouldWord } from '../_ui/would-badge.tsx'
import classes from './result-list.module.css'
import type { Place } from './tests.tsx'
import type { TestedRecord } from './use-test.ts'
import { verdictOf } from './verdicts.ts'

interface ResultListProps {
  records: readonly TestedRecord[]
  chosen: TestedRecord | null
  onChoose: (place: Place) => void
  stale: ReadonlySet<string>
}

/** One line per tested record; Up and Down move the choice. */
export function ResultList({ records, chosen, onChoose, stale }: ResultListProps) {
  const move = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step === undefined) return
    const next = records[(chosen ? records.indexOf(chosen) : -1) + step]
    if (!next) return
    event.preventDefault()
    onChoose(next)
    const row = event.currentTarget.querySelector(`[data-place="${placeOf(next)}"] button`)
    if (row instanceof HTMLElement) row.focus()
  }
  const withAmounts = records.some(({ amount }) => amount !== null)
  return (
    <div className={classes.frame}>
      <table className={classes.table} aria-label="Tested records" onKeyDown={move}>
        <thead>
          <tr>
            <th className={classes.verdict}>Outcome</th>
            <th className={classes.record}>Record</th>
            {withAmounts && <th className={classes.amount}>Amount</th>}
            <th>What would happen</th>
          </tr>
        </thead>
        <tbody>
          {records.map((record) => (
            <tr
              key={placeOf(record)}
              data-place={placeOf(record)}
              data-chosen={record === chosen || undefined}
              data-stale={record.nodes.some((node) => stale.has(cardOf(node))) || undefined}
              onClick={() => onChoose(record)}
            >
              <td>
                <WouldBadge would={verdictOf(record)} />
              </td>
              <td>
                <button type="button" className={classes.name} aria-pressed={record === chosen}>
                  {record.name ?? record.key}
                </button>
                {record.name !== null && <span className={classes.key}>{record.key}</span>}
              </td>
              {withAmounts && (
                <td className={classes.amount}>
                  <Money amount={record.amount} currency={record.currency} />
                </td>
              )}
              <td className={classes.what} title={whatOf(record)}>
                {whatOf(record)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {records.length === 0 && <p className={classes.none}>No record fits the filter.</p>}
    </div>
  )
}

function placeOf({ page, position }: Place): string {
  return `${page}.${position}`
}

/** Per write what would happen there; else why the record's way ended. */
function whatOf({ writes, reason, nodeName }: TestedRecord): string {
  const words = writes
    .filter(({ would }) => would !== 'fail')
    .map(({ nodeName: name, would, fields }) => {
      const count = would === 'update' ? ` (${fields === 1 ? '1 field' : `${fields} fields`})` : ''
      return `${name}: ${wouldWord(would).toLowerCase()}${count}`
    })
  const end = reason === null ? [] : [`${nodeName ?? ''}: ${reason}`]
  return [...end, ...words].join(' · ')
}
