'use client'

import { Tooltip } from '@mantine/core'
import { useInterval } from '@mantine/hooks'
import { useState } from 'react'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** A moment in the viewer's zone: near ones as a distance, far ones as a date; exact on hover. */
export function Time({ at }: { at: string | null }) {
  const now = useNow()
  if (at === null) return null
  const moment = new Date(at)
  return (
    <Tooltip label={exactTime(moment)} openDelay={200}>
      <time dateTime={at} style={{ whiteSpace: 'nowrap' }}>
        {nearTime(moment, now)}
      </time>
    </Tooltip>
  )
}

/** How long something took, or has been running. */
export function Duration({ from, to }: { from: string | null; to: string | null }) {
  const now = useNow()
  if (from === null) return null
  const end = to === null ? now : new Date(to)
  return (
    <span style={{ whiteSpace: 'nowrap' }}>
      {durationText(Math.max(0, end.getTime() - new Date(from).getTime()))}
    </span>
  )
}

/** Milliseconds as a person says them: `830 ms`, `12.4 s`, `3 min 20 s`, `2 h 5 min`. */
export function durationText(ms: number): string {
  if (ms < SECOND) return `${Math.round(ms)} ms`
  if (ms < MINUTE) return `${(ms / SECOND).toFixed(1)} s`
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min ${Math.floor((ms % MINUTE) / SECOND)} s`
  return `${Math.floor(ms / HOUR)} h ${Math.floor((ms % HOUR) / MINUTE)} min`
}

/** The moment with seconds and zone, in the viewer's zone. */
function exactTime(moment: Date): string {
  return new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' }).format(moment)
}

/** A moment in the viewer’s zone as a person says it at `now`. */
export function nearTime(moment: Date, now: Date): string {
  const age = now.getTime() - moment.getTime()
  if (age < 45 * SECOND) return 'just now'
  if (age < HOUR) return `${Math.max(1, Math.round(age / MINUTE))} min ago`
  const time = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' }).format(moment)
  if (age < DAY && moment.getDate() === now.getDate()) return `today, ${time}`
  const sameYear = moment.getFullYear() === now.getFullYear()
  const day = new Intl.DateTimeFormat(undefined, {
    day: 'numeric',
    month: 'short',
    year: sameYear ? undefined : 'numeric',
  }).format(moment)
  return `${day}, ${time}`
}

function useNow(): Date {
  const [now, setNow] = useState(() => new Date())
  useInterval(() => setNow(new Date()), SECOND, { autoInvoke: true })
  return now
}
