'use client'

import { createContext, use, useEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import { testProblems, type MappingTestResult } from '#engine/mapping-tests.ts'
import type { Problem } from '#engine/graph/problem.ts'
import type { JsonObject } from '#nodes/json.ts'
import { useEditor } from '../_editor/editor-context.tsx'
import { usePickSource } from '../_ui/pick-source.tsx'
import { sharedTrial } from './shared-trial.ts'
import { testCache, testKey } from './test-cache.ts'

export interface TestResults {
  /** The last results, in the order of the flow's tests. */
  results: readonly MappingTestResult[]
  /** The last result of a test; undefined before its first run. */
  of: (test: { node: string; name: string }) => MappingTestResult | undefined
  /** Some tests have changed since they were run. */
  working: boolean
  /** Why the tests could not be run, as a sentence. */
  failed: string | null
  /** Runs all tests again. */
  run: () => void
}

const Results = createContext<TestResults | null>(null)

/** How the tests of the flow in the designer went when they were last run. */
export function useTestResults(): TestResults {
  const results = use(Results)
  if (!results) throw new Error('Tests are only run inside <FlowEditor>.')
  return results
}

/** Long enough not to run between two keystrokes, in ms. */
const DELAY = 350

/**
 * Runs the flow's mapping tests a moment after each change, in a worker, and only those that the
 * change may have touched.
 */
export function TestResultsProvider({ children }: { children: ReactNode }) {
  const settings = useEditor((state) => state.history.present.settings)
  const nodes = useEditor((state) => state.history.present.nodes)
  const tests = useEditor((state) => state.history.present.tests)
  const shared = usePickSource()?.settings ?? NOTHING
  const [cache] = useState(testCache)
  const [shown, setShown] = useState<readonly MappingTestResult[]>([])
  const [working, setWorking] = useState(false)
  const [failed, setFailed] = useState<string | null>(null)
  const [round, setRound] = useState(0)
  const newest = useRef(0)

  useEffect(() => {
    const document = { settings, nodes, tests }
    const turn = (newest.current += 1)
    const show = () => setShown((before) => sameOr(before, cache.results(document)))
    const stale = cache.stale(document, shared)
    setWorking(stale.length > 0)
    show()
    if (stale.length === 0) return
    const wanted = new Set(stale.map(({ node }) => node))
    const asked = { settings, nodes: nodes.filter(({ id }) => wanted.has(id)), tests: stale }
    const run = async () => {
      try {
        cache.store(asked, shared, await sharedTrial().tests(asked, shared))
        if (turn !== newest.current) return
        setFailed(null)
        show()
      } catch (error) {
        if (turn === newest.current) setFailed(error instanceof Error ? error.message : `${error}`)
      }
      if (turn === newest.current) setWorking(false)
    }
    const timer = setTimeout(() => void run(), DELAY)
    return () => clearTimeout(timer)
  }, [cache, settings, nodes, tests, shared, round])

  const value = useMemo((): TestResults => {
    const byKey = new Map(shown.map((result) => [testKey(result), result]))
    const run = () => {
      cache.clear()
      setRound((count) => count + 1)
    }
    return { results: shown, of: (test) => byKey.get(testKey(test)), working, failed, run }
  }, [cache, shown, working, failed])
  return <Results value={value}>{children}</Results>
}

/**
 * The failing tests as problems of the flow. A node that is unfinished says so itself: its tests are
 * not named too.
 */
export function useTestProblems(): (problems: readonly Problem[]) => readonly Problem[] {
  const { results } = useTestResults()
  const nodes = useEditor((state) => state.history.present.nodes)
  return useMemo(
    () => (problems: readonly Problem[]) => {
      const broken = new Set(
        problems.filter(({ severity }) => severity === 'error').map(({ node }) => node),
      )
      const failing = results.filter(({ ok, node }) => !ok && !broken.has(node))
      return failing.length === 0 ? problems : [...problems, ...testProblems({ nodes }, failing)]
    },
    [results, nodes],
  )
}

const NOTHING: JsonObject = {}

function sameOr(
  before: readonly MappingTestResult[],
  now: readonly MappingTestResult[],
): readonly MappingTestResult[] {
  const same = before.length === now.length && before.every((one, index) => one === now[index])
  return same ? before : now
}
