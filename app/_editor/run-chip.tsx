'use client'

import { Loader } from '@mantine/core'
import Link from 'next/link'
import { useOverlay } from './editor-context.tsx'
import { isActive, type RunState } from './run-overlay.ts'
import classes from './run-chip.module.css'

const WORDS: Record<RunState['state'], string> = {
  waiting: 'Waiting',
  running: 'Running',
  done: 'Done',
  partly: 'Done with errors',
  failed: 'Failed',
  cancelled: 'Cancelled',
}

/** The run that the counts on the canvas belong to, leading to its page. */
export function RunChip() {
  const run = useOverlay((overlay) => overlay.run)
  if (!run) return null
  return (
    <Link href={`/runs/${run.runId}`} className={classes.chip} data-state={run.state}>
      {isActive(run) && <Loader size={12} color="indigo" aria-hidden />}
      {run.dryRun ? 'Test' : 'Run'}: {WORDS[run.state]}
    </Link>
  )
}
