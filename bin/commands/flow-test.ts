import { Command } from 'commander'
import { print } from '../cli/print.ts'
import type { MappingTestResult } from '../cli/mapping-tests.ts'
import { withEngine } from '../cli/with-engine.ts'

/** `flow test`: runs the tests that a flow document carries. */
export function flowTestCommand(): Command {
  return new Command('test')
    .description("run the flow's own tests of its nodes; exit code 1 when one fails")
    .argument('<flow>', 'id or name')
    .action(async (name: string, _options: unknown, command: Command) => {
      const tests = await withEngine(async ({ api, engine }) => {
        const { document, sharedSettings } = await api.loadFlow(
          engine,
          await api.findFlow(engine, name),
        )
        const { runMappingTests } = await import('../cli/mapping-tests.ts')
        return runMappingTests(document, sharedSettings)
      })
      const failed = tests.filter((test) => !test.ok).length
      const report = { passed: tests.length - failed, failed, tests }
      print(command, report, () =>
        [...tests.map(line), `${report.passed} passed, ${failed} failed`].join('\n'),
      )
      if (failed > 0) process.exitCode = 1
    })
}

function line(test: MappingTestResult): string {
  if (test.ok) return `ok    ${test.name}`
  if (test.fault) return `FAIL  ${test.name}: ${test.fault}`
  return `FAIL  ${test.name}\n  expected ${JSON.stringify(test.expected)}\n  got      ${JSON.stringify(test.actual)}`
}
