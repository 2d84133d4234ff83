import { Command } from 'commander'
import type { MappingTestResult } from '#engine/mapping-tests.ts'
import { CliError, print } from '../cli/print.ts'
import { withEngine, type CliContext } from '../cli/with-engine.ts'

/** `flow test`: runs the mapping tests that a flow's draft carries. */
export function flowTestCommand(): Command {
  return new Command('test')
    .description("run the flow's own tests of its nodes; exit code 1 when one fails")
    .argument('<flow>', 'id or name')
    .option('--accept', 'write what comes out now into the tests that differ, then run them again')
    .action(async (name: string, options: { accept?: boolean }, command: Command) => {
      const report = await withEngine(async (context) => {
        const flowId = await context.api.findFlow(context.engine, name)
        const tests = await runTests(context, flowId)
        if (!options.accept) return { tests, accepted: 0 }
        const accepted = await accept(context, flowId, tests)
        return { tests: accepted > 0 ? await runTests(context, flowId) : tests, accepted }
      })
      const failed = report.tests.filter((test) => !test.ok).length
      const counts = { passed: report.tests.length - failed, failed }
      print(command, { ...counts, ...report }, ({ passed, tests, accepted }) => {
        const changed = options.accept ? [`${accepted} accepted`] : []
        const sum = [`${passed} passed`, `${failed} failed`, ...changed].join(', ')
        return [...tests.map(lines), sum].join('\n')
      })
      if (failed > 0) process.exitCode = 1
    })
}

async function runTests({ api, engine }: CliContext, flowId: string): Promise<MappingTestResult[]> {
  const { document, sharedSettings } = await api.loadFlow(engine, flowId)
  return api.runMappingTests(document, sharedSettings)
}

/** A node that gives an error, or cannot be tried, is mended and not accepted. */
async function accept(
  { api, engine }: CliContext,
  flowId: string,
  results: readonly MappingTestResult[],
): Promise<number> {
  const { document, revision } = await api.loadFlow(engine, flowId)
  const edits = results
    .filter((result) => !result.ok && result.fault === null)
    .flatMap(({ node, name, actual }) => {
      const test = document.tests.find((one) => one.node === node && one.name === name)
      return test ? [{ type: 'put-test' as const, test: { ...test, expect: actual } }] : []
    })
  if (edits.length === 0) return 0
  const saved = await api.saveEdits(engine, { flowId, baseRevision: revision, edits, userId: null })
  if (!saved.ok) throw new CliError('Somebody changed the flow meanwhile. Run the command again.')
  return edits.length
}

function lines(test: MappingTestResult): string {
  if (test.ok) return `ok    ${test.name}`
  if (test.fault !== null) return `FAIL  ${test.name}: ${test.fault}`
  const differing = test.differences.flatMap(({ path, expected, actual }) => [
    `  ${path || 'the result'}`,
    `    expected ${written(expected)}`,
    `    got      ${written(actual)}`,
  ])
  return [`FAIL  ${test.name}`, ...differing].join('\n')
}

function written(value: MappingTestResult['actual'] | undefined): string {
  return value === undefined ? 'nothing' : JSON.stringify(value)
}
