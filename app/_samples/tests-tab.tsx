'use client'

import { Button, Select, Text } from '@mantine/core'
import { IconPlayerPlay } from '@tabler/icons-react'
import { useState } from 'react'
import { findPureRunner } from '#nodes/pure-runners.ts'
import { useEditor } from '../_editor/editor-context.tsx'
import { SaveAsTest } from './save-as-test.tsx'
import { TestLine } from './test-line.tsx'
import { useTestResults } from './test-results.tsx'
import classes from './tests-tab.module.css'
import { useSamples, type NodeSample } from './use-samples.ts'

/** The tests of one node, with what differs where one fails. */
export function TestsTab({ nodeId }: { nodeId: string }) {
  const node = useEditor((state) => state.history.present.nodes.find(({ id }) => id === nodeId))
  const all = useEditor((state) => state.history.present.tests)
  const { of, working, failed, run } = useTestResults()
  const tests = all.filter((test) => test.node === nodeId)
  const failing = tests.filter((test) => of(test)?.ok === false).length
  if (node && !findPureRunner(node.kind)) {
    return (
      <Text size="sm" c="dimmed">
        This node asks another system: what it does is tried with <b>Test</b>, which writes nothing.
        Tests are for nodes whose result follows from the record alone, such as mappings, filters
        and branches.
      </Text>
    )
  }
  return (
    <div className={classes.tab}>
      <div className={classes.head}>
        <p className={classes.sum} data-failing={failing > 0 || undefined} role="status">
          {sumOf(tests.length, failing)}
          {working && <span className={classes.working}> · running…</span>}
        </p>
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconPlayerPlay size={14} aria-hidden />}
          disabled={tests.length === 0}
          onClick={run}
        >
          Run tests
        </Button>
      </div>
      {failed && (
        <Text size="sm" c="var(--failed)" role="alert">
          The tests could not be run: {failed}
        </Text>
      )}
      {tests.length > 0 && (
        <ul className={classes.list} aria-label="Tests">
          {tests.map((test) => (
            <TestLine key={test.name} test={test} result={of(test)} />
          ))}
        </ul>
      )}
      <NewTest nodeId={nodeId} hasTests={tests.length > 0} />
    </div>
  )
}

/** Makes a test of any record that is known here. */
function NewTest({ nodeId, hasTests }: { nodeId: string; hasTests: boolean }) {
  const { samples } = useSamples(nodeId)
  const readOnly = useEditor((state) => state.readOnly)
  const [chosen, setChosen] = useState<string | null>(null)
  const offered = samples.filter(({ origin }) => origin !== 'test')
  const names = offered.map(labelOf)
  const sample = offered[Math.max(0, names.indexOf(chosen ?? ''))]
  if (readOnly) return null
  if (offered.length === 0) {
    return hasTests ? null : (
      <Text size="sm" c="dimmed">
        Fetch a record under <b>Samples</b> below the canvas, or run a <b>Test</b>; then save it
        here with what the node makes of it.
      </Text>
    )
  }
  return (
    <div className={classes.fresh}>
      <Select
        label="Make a test of"
        allowDeselect={false}
        searchable
        data={[...new Set(names)]}
        value={sample ? labelOf(sample) : null}
        onChange={setChosen}
      />
      <SaveAsTest nodeId={nodeId} input={sample?.record ?? null} />
    </div>
  )
}

function labelOf({ name, origin }: NodeSample): string {
  return origin === 'run' ? `${name} (last run)` : name
}

function sumOf(count: number, failing: number): string {
  if (count === 0) return 'No tests yet.'
  const tests = count === 1 ? '1 test' : `${count} tests`
  if (failing === 0) return `${tests}, all pass`
  return count === 1
    ? '1 test, it fails'
    : `${failing} of ${tests} ${failing === 1 ? 'fails' : 'fail'}`
}
