import { Command, Option } from 'commander'
import { wholeNumber } from '../cli/read-option.ts'
import { print } from '../cli/print.ts'
import { retryAndMaybeWait, retryText } from '../cli/retry-errors.ts'
import { textTable } from '../cli/text-table.ts'
import { withEngine } from '../cli/with-engine.ts'

/** `error …`: records that failed and need a person, or wait for other records. */
export function errorCommand(): Command {
  const error = new Command('error').description(
    'records that failed or wait: look, retry, resolve',
  )
  for (const command of [listCommand(), retryCommand(), resolveCommand()]) error.addCommand(command)
  return error
}

interface ListOptions {
  flow?: string
  run?: number
  state: 'open' | 'waiting' | 'retrying' | 'resolved' | 'all'
  limit: number
}

function listCommand(): Command {
  return new Command('list')
    .description('errors, newest first')
    .option('--flow <flow>', 'of one flow, by id or name')
    .option('--run <run>', 'of one run', wholeNumber)
    .addOption(
      new Option('--state <state>', 'in which state')
        .choices(['open', 'waiting', 'retrying', 'resolved', 'all'])
        .default('open'),
    )
    .option('--limit <count>', 'at most so many', wholeNumber, 100)
    .action(async (options: ListOptions, command: Command) => {
      const errors = await withEngine(async ({ api, engine }) =>
        api.listErrors(engine, {
          flowId: options.flow ? await api.findFlow(engine, options.flow) : undefined,
          runId: options.run,
          state: options.state === 'all' ? undefined : options.state,
          limit: options.limit,
        }),
      )
      print(command, errors, (rows) =>
        textTable(
          ['id', 'flow', 'record', 'node', 'class', 'message'],
          rows.map((row) => [
            row.id,
            row.flowName,
            row.recordName ?? row.recordKey,
            row.nodeName,
            row.class,
            row.message,
          ]),
        ),
      )
    })
}

function retryCommand(): Command {
  return new Command('retry')
    .description('try records again that failed or wait')
    .argument('<ids...>', 'numbers of the errors')
    .option('--wait', 'wait for the end')
    .action(async (ids: string[], options: { wait?: boolean }, command: Command) => {
      const retried = await withEngine((context) =>
        retryAndMaybeWait(context, ids.map(wholeNumber), options.wait ?? false),
      )
      print(command, retried, retryText)
      if (!retried.ok) process.exitCode = 1
    })
}

function resolveCommand(): Command {
  return new Command('resolve')
    .description('close errors that were settled elsewhere')
    .argument('<ids...>', 'numbers of the errors')
    .requiredOption('--note <text>', 'how it was settled; kept in the audit log')
    .action(async (ids: string[], options: { note: string }, command: Command) => {
      const numbers = ids.map(wholeNumber)
      await withEngine(({ api, engine }) =>
        api.resolveErrors(engine, { ids: numbers, resolution: options.note, userId: null }),
      )
      print(command, { resolved: numbers }, () => `Resolved ${numbers.length}.`)
    })
}
