import {
  IconAlertTriangle,
  IconClock,
  IconEqual,
  IconFilter,
  IconArrowRight,
  IconPencil,
  IconPlus,
  type Icon,
} from '@tabler/icons-react'
import classes from './outcome-badge.module.css'

/** What a test says would become of a record. */
type Foreseen = 'create' | 'update' | 'none' | 'fail' | 'waiting' | 'filtered' | 'through'

const LOOKS: Record<Foreseen, { word: string; icon: Icon; tone: string }> = {
  create: { word: 'Would create', icon: IconPlus, tone: 'done' },
  update: { word: 'Would update', icon: IconPencil, tone: 'running' },
  none: { word: 'No change', icon: IconEqual, tone: 'unchanged' },
  fail: { word: 'Would fail', icon: IconAlertTriangle, tone: 'failed' },
  waiting: { word: 'Would wait', icon: IconClock, tone: 'waiting' },
  filtered: { word: 'Filtered', icon: IconFilter, tone: 'filtered' },
  through: { word: 'Went through', icon: IconArrowRight, tone: 'unchanged' },
}

/** What would happen, were it no dry run: a colour, a shape and a word. */
export function WouldBadge({ would }: { would: Foreseen }) {
  const { word, icon: WouldIcon, tone } = LOOKS[would]
  return (
    <span className={classes.badge} data-outcome={tone}>
      <WouldIcon size={12} stroke={2.4} aria-hidden="true" />
      {word}
    </span>
  )
}

export function wouldWord(would: Foreseen): string {
  return LOOKS[would].word
}
