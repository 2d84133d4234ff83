'use client'

import { Tabs } from '@mantine/core'
import Link from 'next/link'
import type { ReactNode } from 'react'
import type { Outputs } from '../_server/router.ts'
import { JsonView } from '../_ui/json-view.tsx'
import { Time } from '../_ui/time.tsx'
import { Exchanges } from './exchanges.tsx'
import { FieldChanges } from './field-changes.tsx'
import { WouldSend } from './would-send.tsx'
import { fieldDifferences } from './field-differences.ts'
import classes from './trace-step.module.css'

type Step = Outputs['records']['trace']['steps'][number]

/**
 * What one step did to the record: why it ended there, fields before and after, requests. The children
 * are what can be done with it.
 */
export function TraceStep({ step, children }: { step: Step; children?: ReactNode }) {
  const differences = fieldDifferences(step.input, step.output ?? step.input)
  const first = tellingTab(step)
  return (
    <div className={classes.step}>
      {step.error && <StepError error={step.error} />}
      {step.takenFrom !== undefined && (
        <p className={classes.reason}>
          Taken over from <Link href={`/runs/${step.takenFrom}`}>run {step.takenFrom}</Link>:
          neither this record nor what is before this node has changed since, so nothing was asked
          again.
        </p>
      )}
      {step.pinned && <p className={classes.reason}>Pinned output: this node was not run.</p>}
      {!step.error && step.reason && <p className={classes.reason}>{step.reason}</p>}
      <Tabs defaultValue={first} keepMounted={false} className={classes.tabs}>
        <div className={classes.head}>
          <Tabs.List flex={1}>
            {step.changes && <Tabs.Tab value="changes">Would change</Tabs.Tab>}
            {step.request && <Tabs.Tab value="request">Would send</Tabs.Tab>}
            <Tabs.Tab value="input">Input</Tabs.Tab>
            {step.output !== null && <Tabs.Tab value="output">Output</Tabs.Tab>}
            {step.exchanges.length > 0 && (
              <Tabs.Tab value="requests">Requests ({step.exchanges.length})</Tabs.Tab>
            )}
          </Tabs.List>
          <span className={classes.at}>
            {children}
            <Time at={step.at} />
          </span>
        </div>
        {step.changes && (
          <Tabs.Panel value="changes">
            <FieldChanges changes={step.changes} />
          </Tabs.Panel>
        )}
        {step.request && (
          <Tabs.Panel value="request">
            <WouldSend request={step.request} />
          </Tabs.Panel>
        )}
        <Tabs.Panel value="input">
          <JsonView value={step.input} what="the input" marks={differences.before} />
        </Tabs.Panel>
        {step.output !== null && (
          <Tabs.Panel value="output">
            <JsonView value={step.output} what="the output" marks={differences.after} />
          </Tabs.Panel>
        )}
        <Tabs.Panel value="requests">
          <Exchanges exchanges={step.exchanges} />
        </Tabs.Panel>
      </Tabs>
    </div>
  )
}

function StepError({ error }: { error: NonNullable<Step['error']> }) {
  return (
    <div className={classes.error} role="note">
      <p>{error.message}</p>
      <p className={classes.where}>
        {[error.class, error.code, error.field].filter(Boolean).join(' · ')}
      </p>
    </div>
  )
}

/** The tab that says most about this step comes first. */
function tellingTab(step: Step): string {
  if (step.would === 'create' && step.request) return 'request'
  if (step.changes) return 'changes'
  if (step.error && step.exchanges.length > 0) return 'requests'
  return step.output === null ? 'input' : 'output'
}
