import {
  IconAlertTriangle,
  IconCheck,
  IconCircleX,
  IconInfoCircle,
  IconMinus,
} from '@tabler/icons-react'
import type { LineState } from './line-state.ts'
import classes from './row-status.module.css'

/** A tick, or the mark of what is wrong; the reason is its name and its tooltip. */
export function RowStatus({ name, state }: { name: string; state: LineState }) {
  const { tone, message } = state
  if (tone === 'waiting') return <span className={classes.mark} />
  const Shape = SHAPES[tone]
  return (
    <span
      className={classes.mark}
      data-tone={tone}
      role="img"
      aria-label={`${name}: ${message || 'good'}`}
      title={message || undefined}
    >
      <Shape size={15} stroke={2} aria-hidden />
    </span>
  )
}

const SHAPES = {
  ok: IconCheck,
  nothing: IconMinus,
  hint: IconInfoCircle,
  warning: IconAlertTriangle,
  error: IconCircleX,
} as const
