import { Command } from 'commander'
import { CliError, print } from '../cli/print.ts'
import { textTable } from '../cli/text-table.ts'
import { withEngine } from '../cli/with-engine.ts'

/** `trace <key>`: every step of every run that a record went through. */
export function traceCommand(): Command {
  return new Command('trace')
    .description('every step of every run that a record went through, newest run first')
    .argument('<key>', 'its id in the source, such as in_1QxAbC')
    .action(async (key: string, _options: unknown, command: Command) => {
      const ways = await withEngine(({ api, engine }) => api.traceKey(engine, key))
      if (ways.length === 0) throw new CliError(`No run has seen a record with the key "${key}".`)
      print(command, ways, (all) =>
        all
          .map(({ record, steps }) =>
            [
              `Run ${record.runId}, "${record.flowName}", ${record.at}: ${record.outcome}${record.reason ? ` (${record.reason})` : ''}`,
              textTable(
                ['node', 'kind', 'outcome', 'ms', 'calls', 'why'],
                steps.map((step) => [
                  step.nodeName,
                  step.kind,
                  step.outcome,
                  step.ms,
                  step.exchanges.length,
                  step.error?.message ?? step.reason ?? '',
                ]),
              ),
            ].join('\n'),
          )
          .join('\n\n'),
      )
    })
}
