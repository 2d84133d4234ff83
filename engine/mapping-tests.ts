import { isJsonObject, type Json, type JsonObject } from '#nodes/json.ts'
import type { Problem } from './graph/problem.ts'
import type { FlowDocument, MappingTest } from './graph/schema.ts'
import { resolveSettings } from './graph/settings.ts'
import { differences, type Difference } from './samples/differences.ts'
import { pureStep, resultJson } from './samples/pure-step.ts'

/** How one mapping test of a flow went. */
export interface MappingTestResult {
  name: string
  node: string
  ok: boolean
  expected: Json
  /**
   * The record that comes out, or `{ filtered }` with the reason, `{ failed }` with the sentence,
   * `{ port, record }` where there are several ways, a list where the record was split. Null when the
   * node could not be tried.
   */
  actual: Json
  /** Field by field, the first first; empty for a test that passes or could not be tried. */
  differences: Difference[]
  /** Why the node could not be tried, or the error it gave unexpectedly; null when neither is so. */
  fault: string | null
}

/** What of a flow its tests depend on. */
export type TestedDocument = Pick<FlowDocument, 'settings' | 'nodes' | 'tests'>

/**
 * Runs a flow's mapping tests by the very code that runs in production: each gives one record to one
 * node and compares what comes out. A test that brings settings along has those over the defaults and
 * nothing else, so that it stands whatever account the flow is for; one that brings none has what the
 * flow runs with (`settings` are those of its integration). Other nodes may be unfinished: a test only
 * depends on its own node. Works in a browser too.
 */
export async function runMappingTests(
  document: TestedDocument,
  settings: JsonObject,
): Promise<MappingTestResult[]> {
  const { fields, presets } = document.settings
  const defaults = resolveSettings({ settings: { fields, presets, values: {} } }, {})
  const resolved = { flow: resolveSettings(document, settings), defaults }
  const nodes = new Map(document.nodes.map((node) => [node.id, node]))
  const results: MappingTestResult[] = []
  for (const test of document.tests) {
    const { name, node: id, expect: expected, tolerances } = test
    const base = { name, node: id, expected }
    const outcome = await resultOf(test, nodes.get(id), resolved)
    if ('fault' in outcome) {
      results.push({ ...base, ok: false, actual: null, differences: [], fault: outcome.fault })
      continue
    }
    const { actual } = outcome
    const differing = differenceOf(expected, actual, tolerances)
    const ok = differing.length === 0
    const failed = formOf(actual) === 'failed' && formOf(expected) !== 'failed'
    const fault = failed && isJsonObject(actual) ? String(actual.failed) : null
    results.push({ ...base, ok, actual, differences: failed ? [] : differing, fault })
  }
  return results
}

/** A failing test as a problem of the flow: it keeps the flow from being published. */
export function testProblems(
  document: Pick<FlowDocument, 'nodes'>,
  results: readonly MappingTestResult[],
): Problem[] {
  const names = new Map(document.nodes.map(({ id, name }) => [id, name]))
  return results
    .filter((result) => !result.ok)
    .map((result) => ({
      severity: 'error',
      code: 'test',
      node: names.has(result.node) ? result.node : null,
      field: testField(result.name),
      position: null,
      message: `${names.get(result.node) ?? result.node}: the test “${result.name}” fails. ${firstOf(result)}`,
    }))
}

/** The place of a test in its node, as problems name it. */
export function testField(name: string): string {
  return `tests[${name}]`
}

/** A value in one line, as short as it must be to be read in a sentence. */
export function shortValue(value: Json | undefined): string {
  if (value === undefined) return 'nothing'
  const text = JSON.stringify(value)
  return text.length > SHORT ? `${text.slice(0, SHORT)}…` : text
}

const SHORT = 60

/** A result of another form is one difference, not one of each field. */
function differenceOf(
  expected: Json,
  actual: Json,
  tolerances: MappingTest['tolerances'],
): Difference[] {
  return formOf(expected) === formOf(actual)
    ? differences(expected, actual, tolerances)
    : [{ path: '', expected, actual }]
}

type Form = 'filtered' | 'failed' | 'parts' | 'record'

function formOf(value: Json): Form {
  if (Array.isArray(value)) return 'parts'
  if (!isJsonObject(value) || Object.keys(value).length !== 1) return 'record'
  if ('filtered' in value) return 'filtered'
  return 'failed' in value ? 'failed' : 'record'
}

function firstOf({ fault, differences: [first, ...others], actual }: MappingTestResult): string {
  if (fault !== null || !first) return fault ?? ''
  const { path, expected } = first
  if (path !== '') {
    const more = others.length > 0 ? ` ${others.length} more differ.` : ''
    return `${path} is ${shortValue(first.actual)}, expected ${shortValue(expected)}.${more}`
  }
  if (formOf(actual) === 'filtered' && isJsonObject(actual)) {
    return `The record ends here (“${String(actual.filtered)}”), expected it to go on.`
  }
  return `The result is ${shortValue(first.actual)}, expected ${shortValue(expected)}.`
}

type Tested = { actual: Json } | { fault: string }

async function resultOf(
  test: MappingTest,
  node: FlowDocument['nodes'][number] | undefined,
  settings: { flow: JsonObject; defaults: JsonObject },
): Promise<Tested> {
  if (!node) return { fault: `There is no node "${test.node}".` }
  const step = pureStep(
    node,
    test.settings ? { ...settings.defaults, ...test.settings } : settings.flow,
  )
  if (!step.ok) return { fault: step.fault }
  const key = typeof test.input.id === 'string' ? test.input.id : 'test'
  return { actual: resultJson(await step.run({ key, record: test.input })) }
}
