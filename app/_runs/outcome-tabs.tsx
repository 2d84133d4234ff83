'use client'

import { UnstyledButton } from '@mantine/core'
import type { Counts } from '../_ui/counts-bar.tsx'
import { OUTCOME_ORDER, outcomeWord, type Outcome } from '../_ui/outcome-badge.tsx'
import classes from './outcome-tabs.module.css'

interface OutcomeTabsProps {
  counts: Counts
  /** Null = all. */
  value: Outcome | null
  onChange: (value: Outcome | null) => void
}

/** Filters records by outcome; each button says how many there are. */
export function OutcomeTabs({ counts, value, onChange }: OutcomeTabsProps) {
  return (
    <div className={classes.tabs} role="group" aria-label="Outcome">
      <Choice label="All" count={counts.read} on={value === null} onClick={() => onChange(null)} />
      {OUTCOME_ORDER.map((outcome) => (
        <Choice
          key={outcome}
          label={outcomeWord(outcome)}
          outcome={outcome}
          count={counts[outcome]}
          on={value === outcome}
          onClick={() => onChange(outcome)}
        />
      ))}
    </div>
  )
}

interface ChoiceProps {
  label: string
  count: number
  on: boolean
  outcome?: Outcome
  onClick: () => void
}

function Choice({ label, count, on, outcome, onClick }: ChoiceProps) {
  return (
    <UnstyledButton className={classes.tab} aria-pressed={on} onClick={onClick}>
      {outcome && <span className={classes.mark} data-outcome={outcome} aria-hidden="true" />}
      {label}
      <span className={classes.count}>{count.toLocaleString()}</span>
    </UnstyledButton>
  )
}
