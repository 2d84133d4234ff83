import { isDeepStrictEqual } from 'node:util'
import type { FlowDocument } from '#engine/graph/schema.ts'
import { compile } from '#engine/compile/compile.ts'
import type { Plan, PlanStep } from '#engine/compile/plan.ts'
import { toNodeError } from '#nodes/errors.ts'
import type { Json, JsonObject } from '#nodes/json.ts'
import type { TransformResult } from '#nodes/runner.ts'
import { findRunner } from '#nodes/runners.ts'
import { CliError } from './print.ts'
import { problemText } from './problem-text.ts'

/** How one test of a flow document went. */
export interface MappingTestResult {
  name: string
  node: string
  ok: boolean
  expected: Json
  actual: Json
  /** Why it could not be evaluated; null when it could. */
  fault: string | null
}

type DocumentTest = FlowDocument['tests'][number]

/**
 * Runs a document's tests through the very code that runs in production: each gives one record to
 * one node and compares what comes out. Only nodes that need no connection can be tested so.
 */
export async function runMappingTests(
  document: FlowDocument,
  settings: JsonObject,
): Promise<MappingTestResult[]> {
  const results: MappingTestResult[] = []
  for (const test of document.tests) {
    const plan = planFor(document, settings, test.settings ?? {})
    const step = plan.steps.find((one) => one.id === test.node)
    results.push(await runOne(test, step))
  }
  return results
}

/** The plan under a test's own settings, which stand over the flow's. */
function planFor(document: FlowDocument, shared: JsonObject, own: JsonObject): Plan {
  const values = { ...document.settings.values, ...own }
  const tested = { ...document, settings: { ...document.settings, values } }
  const compiled = compile(tested, { settings: shared })
  if (compiled.ok) return compiled.plan
  const { problems } = compiled
  throw new CliError(
    'The tests cannot run: the flow has errors.',
    { problems },
    problemText(problems),
  )
}

async function runOne(test: DocumentTest, step: PlanStep | undefined): Promise<MappingTestResult> {
  const { name, node, expect: expected } = test
  const base = { name, node, expected }
  const broken = (fault: string) => ({ ...base, ok: false, actual: null, fault })
  if (!step) return broken(`There is no node "${node}".`)
  const runner = findRunner(step.kind.id)
  if (runner?.role !== 'transform' || step.kind.system) {
    return broken(`${step.name} (${step.kind.title}) cannot be tested without its connection.`)
  }
  const now = new Date()
  const key = typeof test.input.id === 'string' ? test.input.id : 'test'
  const context = {
    client: undefined,
    settings: step.settings,
    now,
    signal: AbortSignal.timeout(60_000),
    links: { find: async () => new Map() },
  }
  try {
    const config = step.bind({ now, seed: name })
    const [result] = await runner.run(config, [{ key, record: test.input }], context)
    if (!result) return broken('The node gave no result.')
    if (result.outcome === 'failed') return broken(result.error.message)
    const actual = outcome(result)
    return { ...base, ok: isDeepStrictEqual(actual, expected), actual, fault: null }
  } catch (thrown) {
    return broken(toNodeError(thrown).message)
  }
}

/** What a test compares: the record that comes out, or why it goes no further. */
function outcome(result: Exclude<TransformResult, { outcome: 'failed' }>): Json {
  if (result.outcome === 'split') return result.parts.map((part) => part.record)
  return result.outcome === 'done' ? result.record : { filtered: result.reason }
}
