import {
  IconAlertTriangle,
  IconBan,
  IconCheck,
  IconClock,
  IconPlayerPlayFilled,
  type Icon,
} from '@tabler/icons-react'
import type { Outputs } from '../_server/router.ts'
import classes from './outcome-badge.module.css'

export type RunState = Outputs['runs']['byId']['state']

/** In the order of the filter. */
export const RUN_STATES: readonly RunState[] = ['queued', 'running', 'done', 'failed', 'cancelled']

const LOOKS: Record<RunState, { word: string; icon: Icon; tone: string }> = {
  queued: { word: 'Queued', icon: IconClock, tone: 'unchanged' },
  running: { word: 'Running', icon: IconPlayerPlayFilled, tone: 'running' },
  done: { word: 'Done', icon: IconCheck, tone: 'done' },
  failed: { word: 'Failed', icon: IconAlertTriangle, tone: 'failed' },
  cancelled: { word: 'Cancelled', icon: IconBan, tone: 'unchanged' },
}

const DONE_WITH_ERRORS = { word: 'Done with errors', icon: IconAlertTriangle, tone: 'waiting' }

const DONE_SOME_WAIT = { word: 'Done, some wait', icon: IconClock, tone: 'waiting' }

interface RunBadgeProps {
  state: RunState
  /** Records that failed or wait: a run that is done may still leave work to do. */
  counts?: { failed: number; waiting: number }
}

/** The state of a run: a colour, a shape and a word. */
export function RunBadge({ state, counts }: RunBadgeProps) {
  const look = lookOf(state, counts)
  const StateIcon = look.icon
  return (
    <span className={classes.badge} data-outcome={look.tone}>
      <StateIcon size={12} stroke={2.2} aria-hidden="true" />
      {look.word}
    </span>
  )
}

function lookOf(state: RunState, counts: RunBadgeProps['counts']) {
  if (state !== 'done' || !counts) return LOOKS[state]
  if (counts.failed > 0) return DONE_WITH_ERRORS
  return counts.waiting > 0 ? DONE_SOME_WAIT : LOOKS.done
}

export function isActive(state: RunState): boolean {
  return state === 'queued' || state === 'running'
}

export function runStateWord(state: RunState): string {
  return LOOKS[state].word
}
