import { Command } from 'commander'
import { list, moment } from '../cli/read-option.ts'
import { CliError, print } from '../cli/print.ts'
import { withEngine } from '../cli/with-engine.ts'
import { problemText } from '../cli/problem-text.ts'
import { runText, succeeded } from './run-text.ts'

interface Options {
  dryRun?: boolean
  draft?: boolean
  since?: Date
  ids?: string[]
  held?: boolean
  wait?: boolean
}

/** `flow run`: starts a run, and with `--wait` sees it through. */
export function flowRunCommand(): Command {
  return new Command('run')
    .description('run the published version; exit code 1 when the run or one of its records fails')
    .argument('<flow>', 'id or name')
    .option('--dry-run', 'write nothing, only say what would be written')
    .option('--draft', 'with --dry-run: the draft instead of the published version')
    .option('--since <moment>', 'read what changed since then, not since the last run', moment)
    .option('--ids <ids>', 'only these records, separated by commas', list)
    .option('--held', 'only the webhook events that are held, even while the flow is disabled')
    .option('--wait', 'wait for the end; executes the run itself when no worker is there')
    .action(async (name: string, options: Options, command: Command) => {
      const run = await withEngine(async ({ api, engine, sandbox, ensureWorker }) => {
        const flowId = await api.findFlow(engine, name)
        refuseMixture(options)
        const started = await api.startRun(engine, {
          flowId,
          trigger: options.held ? 'webhook' : 'manual',
          held: options.held,
          dryRun: options.dryRun ?? false,
          draft: options.draft ?? false,
          since: options.since ?? null,
          ids: options.ids,
        })
        if (!started.ok) {
          const { problems } = started
          throw new CliError(
            'The flow cannot run: it has errors.',
            { problems },
            problemText(problems),
          )
        }
        if (!options.wait) return api.runSnapshot(engine, started.runId)
        await sandbox()
        await ensureWorker()
        return api.waitForRun(engine, started.runId)
      })
      const { id, state, counts, failure } = run
      const answer = { runId: id, state, counts, ...(failure ? { failure } : {}) }
      print(command, answer, () => runText(run))
      if (options.wait && !succeeded(run)) process.exitCode = 1
    })
}

/** Held events are taken as they are: there is nothing to read from a moment on, or to try out. */
function refuseMixture({ held, dryRun, since, ids }: Options): void {
  if (!held || (!dryRun && !since && !ids)) return
  const message = 'Run held events by themselves: --held goes with --wait only.'
  throw new CliError(message)
}
