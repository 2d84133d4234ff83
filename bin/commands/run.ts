import { Command } from 'commander'
import { wholeNumber } from '../cli/read-option.ts'
import { CliError, print } from '../cli/print.ts'
import { textTable } from '../cli/text-table.ts'
import { withEngine } from '../cli/with-engine.ts'
import { retryAndMaybeWait, retryText } from '../cli/retry-errors.ts'
import { runText, succeeded } from './run-text.ts'

/** `run …`: past and present runs. */
export function runCommand(): Command {
  const run = new Command('run').description('look at runs, cancel them, retry their failures')
  const commands = [listCommand(), showCommand(), cancelCommand(), retryCommand()]
  for (const command of commands) run.addCommand(command)
  return run
}

function listCommand(): Command {
  return new Command('list')
    .description('runs, newest first')
    .option('--flow <flow>', 'of one flow, by id or name')
    .option('--limit <count>', 'at most so many', wholeNumber, 20)
    .action(async (options: { flow?: string; limit: number }, command: Command) => {
      const runs = await withEngine(async ({ api, engine }) => {
        const flowId = options.flow ? await api.findFlow(engine, options.flow) : undefined
        return api.listRuns(engine, { flowId, limit: options.limit })
      })
      print(command, runs, (rows) =>
        textTable(
          ['run', 'flow', 'state', 'read', 'done', 'unchanged', 'failed', 'started'],
          rows.map((run) => [
            run.id,
            run.flowName,
            run.dryRun ? `${run.state} (dry)` : run.state,
            run.counts.read,
            run.counts.done,
            run.counts.unchanged,
            run.counts.failed,
            run.startedAt,
          ]),
        ),
      )
    })
}

function showCommand(): Command {
  return new Command('show')
    .description('one run; exit code 1 when it or one of its records failed')
    .argument('<run>', 'its number', wholeNumber)
    .action(async (runId: number, _options: unknown, command: Command) => {
      const run = await withEngine(({ api, engine }) => api.runSnapshot(engine, runId))
      print(command, { runId, ...run }, () => runText(run))
      if (run.state === 'failed' || (run.state === 'done' && !succeeded(run))) process.exitCode = 1
    })
}

function cancelCommand(): Command {
  return new Command('cancel')
    .description('stop a run between two pages; what is written stays written')
    .argument('<run>', 'its number', wholeNumber)
    .action(async (runId: number, _options: unknown, command: Command) => {
      const run = await withEngine(({ api, engine }) =>
        api.cancelRun(engine, { runId, userId: null }),
      )
      print(command, { runId, ...run }, () => runText(run))
    })
}

function retryCommand(): Command {
  return new Command('retry')
    .description('try the open errors of a run again')
    .argument('<run>', 'its number', wholeNumber)
    .option('--wait', 'wait for the end')
    .action(async (runId: number, options: { wait?: boolean }, command: Command) => {
      const retried = await withEngine(async (context) => {
        const { api, engine } = context
        await api.runSnapshot(engine, runId)
        const errors = await api.listErrors(engine, { runId, state: 'open', limit: 10_000 })
        if (errors.length === 0) throw new CliError(`Run ${runId} has no open errors.`)
        const ids = errors.map((error) => error.id)
        return retryAndMaybeWait(context, ids, options.wait ?? false)
      })
      print(command, retried, retryText)
      if (!retried.ok) process.exitCode = 1
    })
}
