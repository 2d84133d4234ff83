'use client'

import { UnstyledButton } from '@mantine/core'
import { wouldWord } from '../_ui/would-badge.tsx'
import classes from './verdict-tabs.module.css'
import type { TestResults } from './use-test.ts'
import { VERDICTS, type Verdict } from './verdicts.ts'

interface VerdictTabsProps {
  counts: TestResults['counts']
  /** Null = all. */
  value: Verdict | null
  onChange: (value: Verdict | null) => void
}

/** How many records would become what; each filters the list. */
export function VerdictTabs({ counts, value, onChange }: VerdictTabsProps) {
  const all = VERDICTS.reduce((sum, verdict) => sum + counts[verdict], 0)
  const shown = VERDICTS.filter((verdict) => counts[verdict] > 0 || verdict === value)
  return (
    <div className={classes.tabs} role="group" aria-label="What would happen">
      <UnstyledButton
        className={classes.tab}
        aria-pressed={value === null}
        onClick={() => onChange(null)}
      >
        All <b>{all.toLocaleString()}</b>
      </UnstyledButton>
      {shown.map((verdict) => (
        <UnstyledButton
          key={verdict}
          className={classes.tab}
          data-verdict={verdict}
          aria-pressed={verdict === value}
          onClick={() => onChange(verdict === value ? null : verdict)}
        >
          {wouldWord(verdict)} <b>{counts[verdict].toLocaleString()}</b>
        </UnstyledButton>
      ))}
    </div>
  )
}
