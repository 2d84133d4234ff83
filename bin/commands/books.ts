import { Command } from 'commander'
import { pickIntegration } from '../cli/pick-integration.ts'
import { moment } from '../cli/read-option.ts'
import { print } from '../cli/print.ts'
import { textTable } from '../cli/text-table.ts'
import { withEngine } from '../cli/with-engine.ts'

/** `books`: what Stripe holds against what NetSuite holds. */
export function booksCommand(): Command {
  return new Command('books')
    .description(
      'per object and currency: count and sum in Stripe and in NetSuite, and what differs',
    )
    .option('--integration <integration>', 'by id or name; all when left out')
    .option('--since <moment>', 'only what is dated since then', moment)
    .action(async (options: { integration?: string; since?: Date }, command: Command) => {
      const report = await withEngine(async ({ api, engine, sandbox }) => {
        await sandbox()
        const integrationId = options.integration
          ? await pickIntegration(api, engine, options.integration)
          : undefined
        return api.books(engine, { integrationId, since: options.since })
      })
      print(command, report, ({ objects, differing, excluded }) =>
        [
          textTable(
            ['object', 'currency', 'Stripe', 'sum', 'NetSuite', 'sum', 'difference'],
            objects.map((row) => [
              row.object,
              row.currency,
              row.stripe.count,
              row.stripe.sum,
              row.netsuite.count,
              row.netsuite.sum,
              row.difference.sum,
            ]),
          ),
          differing.length === 0
            ? 'Nothing differs.'
            : textTable(
                ['record', 'currency', 'Stripe', 'NetSuite', 'why'],
                differing.map((row) => [
                  row.name ?? row.key,
                  row.currency,
                  row.stripe,
                  row.netsuite,
                  row.reason,
                ]),
              ),
          `${excluded.length} left out on purpose${excluded.length > 0 ? ':' : '.'}`,
          ...excluded.map((row) => `  ${row.name ?? row.key}: ${row.reason}`),
        ].join('\n'),
      )
    })
}
