'use client'

import { IconCheck, IconX } from '@tabler/icons-react'
import { useTestResults } from '../_samples/test-results.tsx'
import classes from './test-state.module.css'

/** How many of the node's tests pass. */
export function TestState({ nodeId }: { nodeId: string }) {
  const { results } = useTestResults()
  const own = results.filter(({ node }) => node === nodeId)
  const failing = own.filter(({ ok }) => !ok)
  if (own.length === 0) return <span className={classes.state}>No tests yet</span>
  const Shape = failing.length > 0 ? IconX : IconCheck
  return (
    <span
      className={classes.state}
      role="status"
      data-failing={failing.length > 0 || undefined}
      title={failing.map(({ name }) => name).join('\n') || undefined}
    >
      <Shape size={14} aria-hidden />
      {failing.length > 0
        ? `${failing.length} of ${testsText(own.length)} fail${failing.length === 1 ? 's' : ''}`
        : `${testsText(own.length)} pass${own.length === 1 ? 'es' : ''}`}
    </span>
  )
}

function testsText(count: number): string {
  return count === 1 ? '1 test' : `${count} tests`
}
