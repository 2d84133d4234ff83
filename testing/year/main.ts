import { Command, InvalidArgumentError, Option } from 'commander'
import startServer from '../global-setup.ts'
import { dumpDifferences } from './dump.ts'
import { runYear, type YearResult } from './run-year.ts'
import { YEAR_SIZES, type YearSizeName } from './sizes.ts'

/*
 * Plays a year of business: `node testing/year/main.ts --seed 7 --size full --faults`. It takes a
 * database of its own, on the server in TEST_POSTGRES_URL or on an embedded one. The exit code is 0 only when the books
 * agree, nothing is double and a last run writes nothing; with --faults, also when the same year
 * without faults has come to the same.
 */

const command = new Command('year')
  .description('a year of business in both stand-in systems, with all flows at work')
  .option('--seed <number>', 'which year', whole, 1)
  .addOption(
    new Option('--size <size>', 'how much business')
      .choices(Object.keys(YEAR_SIZES))
      .default('quick'),
  )
  .option('--every <weeks>', 'weeks between two runs of the flows, at most 4', whole, 1)
  .option('--faults', 'with trouble in both systems, compared with the year without', false)
  .parse()

const { seed, size, every, faults } = command.opts<{
  seed: number
  size: YearSizeName
  every: number
  faults: boolean
}>()

const log = (line: string) => console.log(line)
const release = await startServer()
const plain = await runYear({ seed, size, everyWeeks: every, log })
let good = tell(plain)
if (faults) {
  const troubled = await runYear({ seed, size, everyWeeks: every, faults, log })
  good = tell(troubled) && good
  const differences = dumpDifferences(plain.dump, troubled.dump)
  console.log(
    differences.length === 0
      ? 'With faults the year came to the same.'
      : `With faults it came to something else:\n${differences.join('\n')}`,
  )
  good = good && differences.length === 0
}
await release()
process.exitCode = good ? 0 : 1

function tell({ ledger, report, errors, lastWrites, flows }: YearResult): boolean {
  console.log(`Flows: ${flows.join(', ')}.`)
  console.table(ledger)
  console.table(
    report.objects.map(({ object, currency, stripe, netsuite, difference }) => ({
      ...{ object, currency, stripe: `${stripe.count} ${stripe.sum}` },
      ...{ netsuite: `${netsuite.count} ${netsuite.sum}`, difference: difference.sum },
    })),
  )
  const reasons = Map.groupBy(report.excluded, (one) => `${one.object}: ${shape(one.reason)}`)
  for (const [reason, list] of reasons) console.log(`${list.length} × ${reason}`)
  const texts = Map.groupBy(
    errors,
    (one) => `${one.flowName}, "${one.nodeName}": ${shape(one.message)}`,
  )
  for (const [message, list] of texts) {
    console.log(`${list.length} open errors: ${message} (such as ${list[0]?.recordKey ?? ''})`)
  }
  for (const one of report.differing) {
    console.log(`DIFFERS ${one.object} ${one.key} ${one.currency}: ${one.reason}`)
  }
  for (const one of report.duplicates) console.log(`DOUBLE ${one.object} ${one.key}: ${one.reason}`)
  console.log(`A last run of all flows made ${lastWrites} writing calls.`)
  return report.differing.length + report.duplicates.length + lastWrites === 0
}

/** A sentence without its ids and numbers, so that like ones are counted together. */
function shape(sentence: string): string {
  return sentence.replaceAll(/\b[a-z]+_\w+|\d[\d.,]*/g, '…')
}

function whole(text: string): number {
  const number = Number(text)
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('A whole number.')
  return number
}
