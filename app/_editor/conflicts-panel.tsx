'use client'

import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import type { DocumentChange } from '#engine/graph/changes.ts'
import type { MergeConflict } from '#engine/graph/merge.ts'
import classes from './conflicts-panel.module.css'

interface ConflictsPanelProps {
  conflicts: readonly MergeConflict[]
  onChoose: (conflict: MergeConflict, side: 'mine' | 'theirs') => void
}

/**
 * Fields that somebody else has changed as well. One's own is on the screen and is saved when it is
 * chosen; nothing of the other's is overwritten before.
 */
export function ConflictsPanel({ conflicts, onChoose }: ConflictsPanelProps) {
  if (conflicts.length === 0) return null
  return (
    <section className={classes.panel} aria-labelledby="conflicts-title" data-conflicts>
      <h2 id="conflicts-title" className={classes.title}>
        {conflicts.length === 1 ? 'One change needs' : `${conflicts.length} changes need`} your
        choice
      </h2>
      <p className={classes.help}>
        Somebody else saved the same first. Yours is on the screen, and saved when you keep it.
      </p>
      <ul className={classes.list}>
        {conflicts.map((conflict) => (
          <li key={conflict.place} className={classes.conflict}>
            <p className={classes.words}>{conflict.words}</p>
            <div className={classes.sides}>
              <Side name="Mine" change={conflict.change} before={conflict.other}>
                <Button
                  variant="default"
                  aria-label={`Keep mine: ${conflict.words}`}
                  onClick={() => onChoose(conflict, 'mine')}
                >
                  Keep mine
                </Button>
              </Side>
              <Side name="Theirs" change={conflict.other} before={conflict.change}>
                <Button
                  variant="default"
                  aria-label={`Take theirs: ${conflict.words}`}
                  onClick={() => onChoose(conflict, 'theirs')}
                >
                  Take theirs
                </Button>
              </Side>
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}

interface SideProps {
  name: string
  change: DocumentChange
  /** The same field on the other side: what both begin and end with is left out. */
  before: DocumentChange
  children: ReactNode
}

function Side({ name, change, before, children }: SideProps) {
  const { start, middle, end } = apart(valueOf(change), valueOf(before))
  return (
    <div className={classes.side}>
      <h3 className={classes.name}>{name}</h3>
      <pre className={classes.value} tabIndex={0} aria-label={`${name}, as it is`}>
        {start}
        <mark className={classes.mark}>{middle}</mark>
        {end}
      </pre>
      <div>{children}</div>
    </div>
  )
}

/** What a change sets, as text that two sides can be compared by. */
function valueOf(change: DocumentChange): string {
  switch (change.type) {
    case 'configure-node':
    case 'set-value':
      return textOf(change.value)
    case 'change-node':
    case 'change-flow':
      return Object.values(change.set).map(textOf).join('\n')
    case 'put-sample':
      return textOf(change.sample.record)
    case 'put-test':
      return textOf(change.test)
    case 'put-setting':
      return textOf(change.field)
    case 'put-preset':
      return textOf(change.preset)
    case 'add-edge':
      return 'The connection is there.'
    default:
      return change.type.startsWith('remove') ? 'Removed' : 'Changed'
  }
}

function textOf(value: unknown): string {
  if (value === undefined) return 'Not set'
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2)
}

/** So much of what both have in common is shown, in characters. */
const AROUND = 60

function apart(text: string, other: string): { start: string; middle: string; end: string } {
  const shorter = Math.min(text.length, other.length)
  let from = 0
  while (from < shorter && text[from] === other[from]) from += 1
  let tail = 0
  while (tail < shorter - from && text.at(-1 - tail) === other.at(-1 - tail)) tail += 1
  const to = text.length - tail
  const start = text.slice(Math.max(0, from - AROUND), from)
  const end = text.slice(to, to + AROUND)
  return {
    start: from > AROUND ? `…${start}` : start,
    middle: text.slice(from, to),
    end: tail > AROUND ? `${end}…` : end,
  }
}
