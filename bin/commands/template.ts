import { Command } from 'commander'
import { print } from '../cli/print.ts'
import { textTable } from '../cli/text-table.ts'

/** `template list`, `template docs`: the prebuilt flows. */
export function templateCommand(): Command {
  const list = new Command('list')
    .description('the prebuilt flows')
    .action(async (_options: unknown, command: Command) => {
      const { listTemplates } = await import('#engine/templates.ts')
      const rows = listTemplates().map(({ id, version, title, description }) => ({
        id,
        version,
        name: title,
        description,
      }))
      print(command, rows, () =>
        textTable(
          ['id', 'version', 'name'],
          rows.map((row) => [row.id, row.version, row.name]),
        ),
      )
    })
  const docs = new Command('docs')
    .description('the page docs/templates.md')
    .action(async (_options: unknown, command: Command) => {
      const { describeTemplates } = await import('#nodes/templates/describe.ts')
      print(command, { page: describeTemplates() }, ({ page }) => page.trimEnd())
    })
  return new Command('template').description('the prebuilt flows').addCommand(list).addCommand(docs)
}
