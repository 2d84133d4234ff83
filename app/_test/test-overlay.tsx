'use client'

import { useEffect } from 'react'
import { useOverlay, useStores } from '../_editor/editor-context.tsx'
import { useTests } from './tests.tsx'
import { useTest } from './use-test.ts'

const NO_EDGES = {}
const NOTHING: ReadonlySet<string> = new Set()

/** Shows the last test on the canvas: counts on its edges, and which cards have changed since. */
export function TestOverlay() {
  const { overlay } = useStores()
  const shownRun = useOverlay((state) => state.run?.runId)
  const runId = useTests()?.runId ?? null
  const { results, stale } = useTest(runId)
  const isShown = runId !== null && shownRun === String(runId)
  const edges = isShown ? results?.edges : undefined
  useEffect(() => {
    overlay.getState().showTest(edges ?? NO_EDGES, isShown ? stale : NOTHING)
  }, [overlay, edges, stale, isShown])
  return null
}
