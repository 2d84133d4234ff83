import { Command } from 'commander'
import { readFile, writeFile } from 'node:fs/promises'
import { wholeNumber } from '../cli/read-option.ts'
import { CliError, print } from '../cli/print.ts'
import { pickIntegration } from '../cli/pick-integration.ts'
import { withEngine } from '../cli/with-engine.ts'
import { problemText } from '../cli/problem-text.ts'

/** `flow export`, `import`, `clone`, `publish`, `enable` and `disable`. */
export function flowEditCommands(): Command[] {
  return [
    exportCommand(),
    importCommand(),
    cloneCommand(),
    publishCommand(),
    switchCommand('enable', true),
    switchCommand('disable', false),
  ]
}

function exportCommand(): Command {
  return new Command('export')
    .description('the flow as a portable JSON document')
    .argument('<flow>', 'id or name')
    .option('--version <number>', 'a published version instead of the draft', wholeNumber)
    .option('-o, --output <file>', 'write it to a file')
    .action(async (name: string, options: { version?: number; output?: string }) => {
      const document = await withEngine(async ({ api, engine }) => {
        const flowId = await api.findFlow(engine, name)
        if (options.version !== undefined) return api.loadVersion(engine, flowId, options.version)
        return (await api.loadFlow(engine, flowId)).document
      })
      const text = `${JSON.stringify(document, null, 2)}\n`
      if (options.output) await writeFile(options.output, text)
      else process.stdout.write(text)
    })
}

function importCommand(): Command {
  return new Command('import')
    .description('make a flow of a document; a malformed one is refused with the path of the fault')
    .argument('<file>', 'a file that flow export wrote')
    .option('--integration <integration>', 'id or name; needed when there are several')
    .action(async (file: string, options: { integration?: string }, command: Command) => {
      const document = await readDocument(file)
      const created = await withEngine(async ({ api, engine }) => {
        const integrationId = await pickIntegration(api, engine, options.integration)
        return api.importFlow(engine, { integrationId, document, userId: null })
      })
      print(command, created, ({ flowId }) => `Imported as flow ${flowId}.`)
    })
}

function cloneCommand(): Command {
  return new Command('clone')
    .description('copy a flow, or make one of a template')
    .argument('<flow-or-template>', 'id or name of a flow, or id of a template')
    .option('--name <name>', 'name of the copy')
    .option('--integration <integration>', 'id or name; needed when there are several')
    .action(
      async (
        source: string,
        options: { name?: string; integration?: string },
        command: Command,
      ) => {
        const created = await withEngine(async ({ api, engine }) => {
          if (api.listTemplates().some((template) => template.id === source)) {
            const integrationId = await pickIntegration(api, engine, options.integration)
            const { name } = options
            return api.createWithCalled(engine, { templateId: source, integrationId, name })
          }
          const flowId = await api.findFlow(engine, source)
          const integrationId = options.integration
            ? await pickIntegration(api, engine, options.integration)
            : undefined
          return api.cloneFlow(engine, { flowId, name: options.name, integrationId })
        })
        print(command, created, ({ flowId }) => `Made flow ${flowId}.`)
      },
    )
}

function publishCommand(): Command {
  return new Command('publish')
    .description('freeze the draft as the next version; refused while it has errors')
    .argument('<flow>', 'id or name')
    .option('--note <text>', 'what changed', '')
    .action(async (name: string, options: { note: string }, command: Command) => {
      const published = await withEngine(async ({ api, engine }) => {
        const flowId = await api.findFlow(engine, name)
        return api.publishFlow(engine, { flowId, note: options.note, userId: null })
      })
      if (!published.ok) {
        const { problems } = published
        throw new CliError(
          'The flow cannot be published: it has errors.',
          { problems },
          problemText(problems),
        )
      }
      print(
        command,
        { version: published.version },
        (one) => `Published as version ${one.version}.`,
      )
    })
}

function switchCommand(name: string, enabled: boolean): Command {
  return new Command(name)
    .description(
      enabled ? 'let the flow run on its schedule' : 'stop running the flow on its schedule',
    )
    .argument('<flow>', 'id or name')
    .action(async (flow: string, _options: unknown, command: Command) => {
      const flowId = await withEngine(async ({ api, engine }) => {
        const id = await api.findFlow(engine, flow)
        await api.setEnabled(engine, { flowId: id, enabled, userId: null })
        return id
      })
      print(command, { flowId, enabled }, () => `The flow is ${enabled ? 'enabled' : 'disabled'}.`)
    })
}

async function readDocument(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch((cause: Error) => {
    throw new CliError(`The file ${file} cannot be read: ${cause.message}`)
  })
  try {
    return JSON.parse(text)
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    throw new CliError(`The file ${file} is not JSON: ${message}`, {
      faults: [{ path: '$', message }],
    })
  }
}
