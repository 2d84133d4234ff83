'use client'

import { Button, UnstyledButton } from '@mantine/core'
import {
  IconChevronRight,
  IconCircleCheckFilled,
  IconCircleDashed,
  IconCircleXFilled,
} from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { shortValue, testField, type MappingTestResult } from '#engine/mapping-tests.ts'
import type { MappingTest } from '#engine/graph/schema.ts'
import { useEditor } from '../_editor/editor-context.tsx'
import { JsonView } from '../_ui/json-view.tsx'
import { NameInput } from './name-input.tsx'
import { TestDifferences } from './test-differences.tsx'
import classes from './tests-tab.module.css'
import { Tolerances } from './tolerances.tsx'

interface TestLineProps {
  test: MappingTest
  result: MappingTestResult | undefined
}

/** One test: whether it passes; opened, what differs and what can be done about it. */
export function TestLine({ test, result }: TestLineProps) {
  const wanted = useEditor((state) => state.wantedField) === testField(test.name)
  const [open, setOpen] = useState(wanted)
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (!wanted) return
    setOpen(true)
    button.current?.focus()
    button.current?.scrollIntoView({ block: 'nearest' })
  }, [wanted])
  const state = result === undefined ? 'unknown' : result.ok ? 'passes' : 'fails'
  const Mark = MARKS[state]
  return (
    <li className={classes.line}>
      <UnstyledButton
        ref={button}
        className={classes.button}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <IconChevronRight size={14} className={classes.arrow} aria-hidden />
        <Mark size={16} className={classes.mark} data-state={state} aria-label={WORDS[state]} />
        <span className={classes.name}>{test.name}</span>
        {result && !result.ok && !open && <span className={classes.why}>{why(result)}</span>}
      </UnstyledButton>
      {open && <Inside test={test} result={result} />}
    </li>
  )
}

const MARKS = {
  passes: IconCircleCheckFilled,
  fails: IconCircleXFilled,
  unknown: IconCircleDashed,
} as const

const WORDS = { passes: 'Passes', fails: 'Fails', unknown: 'Not run yet' } as const

/** The first difference in one line. */
function why({ fault, differences: [first, ...others] }: MappingTestResult): string {
  if (fault !== null || !first) return fault ?? ''
  const more = others.length > 0 ? `, ${others.length} more` : ''
  const place = first.path === '' ? 'The result' : first.path
  return `${place}: ${shortValue(first.expected)} → ${shortValue(first.actual)}${more}`
}

function Inside({ test, result }: TestLineProps) {
  const edit = useEditor((state) => state.edit)
  const select = useEditor((state) => state.select)
  const readOnly = useEditor((state) => state.readOnly)
  const { node, name } = test
  const fails = result !== undefined && !result.ok
  const accept = () => {
    if (result) edit({ type: 'put-test', test: { ...test, expect: result.actual } })
  }
  const rename = (next: string) => {
    const renamed = edit({ type: 'put-test', test: { ...test, name: next }, was: name })
    // It stays open under its new name.
    if (renamed) select([node], testField(next))
    return renamed
  }
  return (
    <div className={classes.inside}>
      {!readOnly && (
        <NameInput label="Test name" value={name} readOnly={readOnly} onRename={rename} />
      )}
      {fails && result.fault !== null && <p className={classes.fault}>{result.fault}</p>}
      {fails && result.differences.length > 0 && (
        <TestDifferences differences={result.differences} />
      )}
      {!readOnly && (
        <div className={classes.actions}>
          {fails && result.actual !== null && (
            <Button
              size="compact-sm"
              title="What comes out now is what the test expects from now on"
              onClick={accept}
            >
              Accept
            </Button>
          )}
          <Button
            variant="default"
            size="compact-sm"
            onClick={() => edit({ type: 'remove-test', node, name })}
          >
            Delete
          </Button>
        </div>
      )}
      <Tolerances test={test} differences={result?.differences ?? []} />
      <details className={classes.parts}>
        <summary>Input</summary>
        <JsonView value={test.input} what="the input" />
      </details>
      <details className={classes.parts}>
        <summary>Expected</summary>
        <JsonView value={test.expect} what="the expected result" />
      </details>
      {test.settings && Object.keys(test.settings).length > 0 && (
        <details className={classes.parts}>
          <summary>Settings of the test</summary>
          <JsonView value={test.settings} what="the settings" />
        </details>
      )}
    </div>
  )
}
