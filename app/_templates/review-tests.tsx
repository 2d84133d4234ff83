'use client'

import { useEffect, useState } from 'react'
import type { FlowDocument } from '#engine/graph/schema.ts'
import { runMappingTests, type MappingTestResult } from '#engine/mapping-tests.ts'
import { usePickSource } from '../_ui/pick-source.tsx'
import classes from './review-update.module.css'

/** Whether the tests of the flow would pass after the update. */
export function UpdateTests({ document }: { document: FlowDocument }) {
  const results = useTests(document)
  if (!results || results.length === 0) return <span />
  const failing = results.filter((result) => !result.ok)
  const [first] = failing
  return (
    <span
      className={classes.tests}
      role="status"
      data-failing={first ? true : undefined}
      title={failing.map((result) => result.name).join(', ')}
    >
      {first
        ? `${failing.length} of ${results.length} tests would fail, such as “${first.name}”`
        : `All ${results.length} tests would pass`}
    </span>
  )
}

function useTests(document: FlowDocument): MappingTestResult[] | null {
  const settings = usePickSource()?.settings
  const [results, setResults] = useState<MappingTestResult[] | null>(null)
  useEffect(() => {
    let current = true
    void runMappingTests(document, settings ?? {}).then((done) => current && setResults(done))
    return () => {
      current = false
    }
  }, [document, settings])
  return results
}
