'use client'

import { UnstyledButton } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import type { Outputs } from '../_server/router.ts'
import { OutcomeBadge } from '../_ui/outcome-badge.tsx'
import { durationText } from '../_ui/time.tsx'
import { differencesText, fieldDifferences } from './field-differences.ts'
import { TraceStep } from './trace-step.tsx'
import classes from './trace-steps.module.css'

export type Step = Outputs['records']['trace']['steps'][number]

interface TraceStepsProps {
  steps: readonly Step[]
  onStep?: (nodeId: string) => void
}

/** The steps of a record in their order; one that ended its way is open at first. */
export function TraceSteps({ steps, onStep }: TraceStepsProps) {
  const [open, setOpen] = useState<ReadonlySet<number>>(() => endOf(steps))
  const last = steps.at(-1)?.nodeId
  // The canvas beside the trace begins where the record's way ended.
  useEffect(() => {
    if (last !== undefined) onStep?.(last)
  }, [last])
  const toggle = (index: number, step: Step) => {
    const next = new Set(open)
    if (next.delete(index)) return setOpen(next)
    setOpen(next.add(index))
    onStep?.(step.nodeId)
  }
  return (
    <ol className={classes.steps}>
      {steps.map((step, index) => (
        <li key={`${index} ${step.nodeId}`} className={classes.step} data-outcome={step.outcome}>
          <UnstyledButton
            className={classes.head}
            aria-expanded={open.has(index)}
            onClick={() => toggle(index, step)}
          >
            <IconChevronRight size={14} className={classes.arrow} aria-hidden="true" />
            <span className={classes.name}>{step.nodeName}</span>
            <span className={classes.summary}>{summary(step)}</span>
            <OutcomeBadge outcome={step.outcome} />
            <span className={classes.time} title="For all records of the page together">
              {durationText(step.ms)}
            </span>
          </UnstyledButton>
          {open.has(index) && <TraceStep step={step} />}
        </li>
      ))}
    </ol>
  )
}

function endOf(steps: readonly Step[]): ReadonlySet<number> {
  const last = steps.length - 1
  return new Set(steps[last]?.outcome === 'done' ? [] : [last])
}

function summary(step: Step): string {
  const calls = step.exchanges.length
  const parts = [
    step.output === null ? '' : differencesText(fieldDifferences(step.input, step.output)),
    calls === 0 ? '' : `${calls} ${calls === 1 ? 'request' : 'requests'}`,
  ]
  return parts.filter(Boolean).join(' · ')
}
