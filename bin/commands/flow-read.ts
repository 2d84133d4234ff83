import { Command } from 'commander'
import { print } from '../cli/print.ts'
import { problemText } from '../cli/problem-text.ts'
import { textTable } from '../cli/text-table.ts'
import { withEngine } from '../cli/with-engine.ts'

/** `flow list`, `flow show` and `flow check`. */
export function flowReadCommands(): Command[] {
  return [listCommand(), showCommand(), checkCommand()]
}

function listCommand(): Command {
  return new Command('list')
    .description('all flows')
    .action(async (_options: unknown, command: Command) => {
      const flows = await withEngine(({ api, engine }) => api.listFlows(engine))
      print(command, flows, (rows) =>
        textTable(
          ['id', 'name', 'published', 'enabled', 'last run', 'open errors'],
          rows.map((flow) => [
            flow.id,
            flow.name,
            flow.publishedVersion,
            flow.enabled ? 'yes' : 'no',
            flow.lastRun ? `${flow.lastRun.state} ${flow.lastRun.createdAt}` : null,
            flow.openErrors,
          ]),
        ),
      )
    })
}

function showCommand(): Command {
  return new Command('show')
    .description('one flow: its nodes, settings and problems')
    .argument('<flow>', 'id or name')
    .action(async (name: string, _options: unknown, command: Command) => {
      const loaded = await withEngine(async ({ api, engine }) =>
        api.loadFlow(engine, await api.findFlow(engine, name)),
      )
      print(command, loaded, ({ flow, document, problems }) =>
        [
          `${flow.name} (${flow.id})`,
          flow.publishedVersion === null
            ? 'Never published.'
            : `Version ${flow.publishedVersion}${flow.hasUnpublishedChanges ? ', with unpublished changes' : ''}.`,
          '',
          textTable(
            ['node', 'kind', 'name'],
            document.nodes.map((node) => [node.id, node.kind, node.name]),
          ),
          '',
          problemText(problems),
        ].join('\n'),
      )
    })
}

function checkCommand(): Command {
  return new Command('check')
    .description('says what keeps a flow from publishing; exit code 1 when something does')
    .argument('<flow>', 'id or name')
    .action(async (name: string, _options: unknown, command: Command) => {
      const { problems } = await withEngine(async ({ api, engine }) =>
        api.loadFlow(engine, await api.findFlow(engine, name)),
      )
      const ok = problems.every((problem) => problem.severity !== 'error')
      print(command, { ok, problems }, () => problemText(problems))
      if (!ok) process.exitCode = 1
    })
}
