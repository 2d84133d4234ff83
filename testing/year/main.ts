import { readFileSync, writeFileSync } from 'node:fs'
import { Command, InvalidArgumentError, Option } from 'commander'
import { z } from 'zod'
import startServer from '../global-setup.ts'
import { dumpDifferences } from './dump.ts'
import { runYear, type YearResult } from './run-year.ts'
import { YEAR_SIZES, type YearSizeName } from './sizes.ts'

/*
 * Plays a year of business: `node testing/year/main.ts --seed 7 --size full --faults`. It takes a
 * database of its own, on the server in TEST_POSTGRES_URL or on an embedded one. The exit code is 0 only when the books
 * agree, nothing is double and a last run writes nothing; with --faults, also when the same year
 * without faults has come to the same: it is played first, unless --compare names what it came to.
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
  .option('--save <file>', 'write what both systems hold at the end of the year to this file')
  .option('--compare <file>', 'a file of --save: compare with it instead of playing that year')
  .parse()

const { seed, size, every, faults, save, compare } = command.opts<{
  seed: number
  size: YearSizeName
  every: number
  faults: boolean
  save?: string
  compare?: string
}>()

const log = (line: string) => console.log(line)
const earlier = compare ? readDump(compare) : null
const release = await startServer()
let good = true
const play = async (year: { faults: boolean }) => {
  const result = await runYear({ seed, size, everyWeeks: every, log, ...year })
  good = tell(result) && good
  return result.dump
}
const expected = earlier ?? (faults ? await play({ faults: false }) : null)
const dump = await play({ faults })
if (save) writeFileSync(save, JSON.stringify(dump, null, 2))
if (expected) {
  const differences = dumpDifferences(expected, dump)
  console.log(
    differences.length === 0
      ? 'The year came to the same as the one that it is compared with.'
      : `The year came to something else:\n${differences.join('\n')}`,
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

function readDump(file: string): Record<string, number> {
  return z.record(z.string(), z.number()).parse(JSON.parse(readFileSync(file, 'utf8')))
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
