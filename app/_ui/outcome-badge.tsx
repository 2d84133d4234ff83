import {
  IconAlertTriangle,
  IconCheck,
  IconClock,
  IconEqual,
  IconFilter,
  type Icon,
} from '@tabler/icons-react'
import type { Outputs } from '../_server/router.ts'
import classes from './outcome-badge.module.css'

export type Outcome = Outputs['records']['search'][number]['outcome']

const LOOKS: Record<Outcome, { word: string; icon: Icon }> = {
  done: { word: 'Done', icon: IconCheck },
  unchanged: { word: 'Unchanged', icon: IconEqual },
  filtered: { word: 'Filtered', icon: IconFilter },
  waiting: { word: 'Waiting', icon: IconClock },
  failed: { word: 'Failed', icon: IconAlertTriangle },
}

/** Outcomes in the order in which they are listed everywhere. */
export const OUTCOME_ORDER: readonly Outcome[] = [
  'done',
  'unchanged',
  'filtered',
  'waiting',
  'failed',
]

/** What became of a record: a colour, a shape and a word. */
export function OutcomeBadge({ outcome }: { outcome: Outcome }) {
  const { word, icon: OutcomeIcon } = LOOKS[outcome]
  return (
    <span className={classes.badge} data-outcome={outcome}>
      <OutcomeIcon size={12} stroke={2.4} aria-hidden="true" />
      {word}
    </span>
  )
}

export function outcomeWord(outcome: Outcome): string {
  return LOOKS[outcome].word
}
