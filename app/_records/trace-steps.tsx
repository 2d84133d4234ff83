'use client'

import { UnstyledButton } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import { useEffect, useState, type ReactNode } from 'react'
import type { Outputs } from '../_server/router.ts'
import { OutcomeBadge } from '../_ui/outcome-badge.tsx'
import { durationText } from '../_ui/time.tsx'
import { WouldBadge } from '../_ui/would-badge.tsx'
import { cardOf } from '../_runs/node-counts.ts'
import { differencesText, fieldDifferences } from './field-differences.ts'
import { TraceStep } from './trace-step.tsx'
import classes from './trace-steps.module.css'

export type Step = Outputs['records']['trace']['steps'][number]

interface TraceStepsProps {
  steps: readonly Step[]
  /** Open at first: this node; null = what writes, as in a test. Left out: where the way ended. */
  focus?: string | null
  /** Nodes that have changed since. */
  stale?: ReadonlySet<string>
  onStep?: (nodeId: string) => void
  /** What can be done with a step. */
  actions?: (step: Step) => ReactNode
}

/** The steps of a record in their order; one that ended its way is open at first. */
export function TraceSteps({ steps, focus, stale, onStep, actions }: TraceStepsProps) {
  const [open, setOpen] = useState<ReadonlySet<number>>(() => openAtFirst(steps, focus))
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
        <li
          key={`${index} ${step.nodeId}`}
          className={classes.step}
          data-outcome={step.outcome}
          data-stale={stale?.has(cardOf(step.nodeId)) || undefined}
        >
          <UnstyledButton
            className={classes.head}
            aria-expanded={open.has(index)}
            onClick={() => toggle(index, step)}
          >
            <IconChevronRight size={14} className={classes.arrow} aria-hidden="true" />
            <span className={classes.name}>{step.nodeName}</span>
            <span className={classes.summary}>{summary(step)}</span>
            {stale?.has(cardOf(step.nodeId)) && (
              <span className={classes.changed}>changed since</span>
            )}
            {step.would ? (
              <WouldBadge would={step.would} />
            ) : (
              <OutcomeBadge outcome={step.outcome} />
            )}
            <span className={classes.time} title="For all records of the page together">
              {durationText(step.ms)}
            </span>
          </UnstyledButton>
          {open.has(index) && <TraceStep step={step}>{actions?.(step)}</TraceStep>}
        </li>
      ))}
    </ol>
  )
}

/** In a test the steps that would write, or else the last one; for a chosen node its own. */
function openAtFirst(steps: readonly Step[], focus: string | null | undefined) {
  if (focus === undefined) return endOf(steps)
  const wanted = steps.flatMap((step, index) =>
    (focus === null ? step.would !== undefined : cardOf(step.nodeId) === focus) ? [index] : [],
  )
  return wanted.length > 0 ? new Set(wanted) : new Set([steps.length - 1])
}

function endOf(steps: readonly Step[]): ReadonlySet<number> {
  const last = steps.length - 1
  return new Set(steps[last]?.outcome === 'done' ? [] : [last])
}

function summary(step: Step): string {
  const calls = step.exchanges.length
  const parts = [
    step.output === null ? '' : differencesText(fieldDifferences(step.input, step.output)),
    step.pinned ? 'pinned output' : '',
    step.takenFrom === undefined ? '' : 'taken over',
    calls === 0 ? '' : `${calls} ${calls === 1 ? 'request' : 'requests'}`,
  ]
  return parts.filter(Boolean).join(' · ')
}
