'use client'

import { useInterval } from '@mantine/hooks'
import { useState } from 'react'

/** When it is looked by itself whether the connection works again: “probe in 40 s”. */
export function NextProbe({ at }: { at: string | null }) {
  const [now, setNow] = useState(() => Date.now())
  useInterval(() => setNow(Date.now()), 1_000, { autoInvoke: true })
  if (at === null) return null
  return <span>{probeText(new Date(at).getTime() - now)}</span>
}

function probeText(ms: number): string {
  const seconds = Math.round(ms / 1_000)
  if (seconds <= 0) return 'probing now'
  return seconds < 120 ? `probe in ${seconds} s` : `probe in ${Math.round(seconds / 60)} min`
}
