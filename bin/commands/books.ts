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
      print(command, report, ({ objects, differing, excluded, duplicates }) =>
        [
          textTable(
            ['object', 'currency', 'Stripe', 'sum', 'NetSuite', 'sum', 'difference'],
            objects.map((row) => [
              row.object,
              row.currency,
              row.stripe.count,
              row.currency === '' ? '' : row.stripe.sum,
              row.netsuite.count,
              row.currency === '' ? '' : row.netsuite.sum,
              row.currency === '' ? row.difference.count : row.difference.sum,
            ]),
          ),
          differing.length === 0
            ? 'Nothing differs.'
            : textTable(
                ['object', 'record', 'currency', 'Stripe', 'NetSuite', 'why'],
                differing.map((row) => [
                  row.object,
                  row.name ?? row.key,
                  row.currency,
                  row.stripe,
                  row.netsuite,
                  row.reason,
                ]),
              ),
          ...(duplicates.length > 0 ? [`${duplicates.length} of them are duplicates.`] : []),
          ...CAUSES.flatMap(([cause, words]) => {
            const rows = excluded.filter((row) => row.cause === cause)
            const lines = rows.map((row) => `  ${row.object} ${row.name ?? row.key}: ${row.reason}`)
            return [`${rows.length} ${words}${rows.length > 0 ? ':' : '.'}`, ...lines]
          }),
        ].join('\n'),
      )
    })
}

/** Why something is not compared, in the order of what is to be done. */
const CAUSES = [
  ['error', 'stopped by an open error'],
  ['waiting', 'waiting for another record'],
  ['left out', 'left out on purpose'],
] as const
