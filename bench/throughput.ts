import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ROOT } from '../bin/root.ts'
import { openBenchDatabase } from './database.ts'
import { measure, type Measured } from './measure.ts'
import { startProcess } from './process.ts'
import { openProgram } from './program-target.ts'
import { summarise, table } from './report.ts'
import type { Target } from './target.ts'
import { openTributary } from './tributary-target.ts'

const USAGE = `npm run bench -- [options]

Workload W1: 10,000 invoices over HTTP → filter → 25-field mapping → 9,000 writes over HTTP, by
Tributary (queue, Postgres, effects ledger, full trace) and by two hand-written programs without
any of that: c (JSONata and fetch) and d (plain JavaScript and a pool of sockets). Runs alternate,
so that a busy machine is equally unfair to all; compare the ratios, not the seconds.

  --rounds N      runs of each target (5)
  --records N     invoices per run (10000)
  --only a,b      some of tributary, c, d
  --delay MS      how long the sink takes for each write (0)
  --memory        Tributary alone, with a fifth of the records and with all: is its memory flat?
  --profile DIR   a CPU profile of the worker
  --json          every run and the summary as JSON`

const WARM_UP = 500
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    records: { type: 'string' },
    only: { type: 'string', default: 'tributary,c,d' },
    delay: { type: 'string', default: '0' },
    memory: { type: 'boolean', default: false },
    profile: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) console.log(USAGE)
else await main()

async function main(): Promise<void> {
  await using stack = new AsyncDisposableStack()
  const database = stack.use(await openBenchDatabase())
  const server = stack.use(await startProcess([join(ROOT, 'bench/w1/server.ts')], {}))
  const base = `http://127.0.0.1:${server.port}`
  const nodeArgs = values.profile ? ['--cpu-prof', `--cpu-prof-dir=${values.profile}`] : []
  const openers: Record<string, () => Promise<Target>> = {
    tributary: () => openTributary(database, { base, nodeArgs }),
    c: () => openProgram('c', base),
    d: () => openProgram('d', base),
  }
  const chosen = values.memory ? ['tributary'] : values.only.split(',')
  const targets: Target[] = []
  for (const name of chosen) {
    const open = openers[name]
    if (!open) throw new Error(`There is no target "${name}": choose of tributary, c, d.`)
    targets.push(stack.use(await open()))
  }
  for (const target of targets) await measure(target, { base, records: WARM_UP, delayMs: 0 })
  say(`${database.durability}; warmed up with ${WARM_UP} records each.`)
  const measured = values.memory ? await memoryRuns() : await rounds()
  if (values.json) {
    const { durability } = database
    console.log(JSON.stringify({ durability, summary: summarise(measured), runs: measured }))
  } else if (!values.memory) console.log(`\n${table(summarise(measured))}`)

  async function rounds(): Promise<Measured[]> {
    const all: Measured[] = []
    for (let round = 1; round <= Number(values.rounds); round += 1) {
      for (const target of targets) {
        all.push(await one(target, { records: Number(values.records ?? 10_000), round }))
      }
    }
    return all
  }

  async function memoryRuns(): Promise<Measured[]> {
    const all: Measured[] = []
    const most = Number(values.records ?? 50_000)
    for (const records of [most / 5, most]) {
      for (const target of targets) all.push(await one(target, { records, round: 1 }))
    }
    return all
  }

  async function one(target: Target, run: { records: number; round: number }): Promise<Measured> {
    const delayMs = Number(values.delay)
    const result = await measure(target, { base, records: run.records, delayMs })
    const seconds = (result.wallMs / 1000).toFixed(2)
    const cpu = result.cpuSeconds.toFixed(2)
    const peak = result.peakMegabytes.toFixed(0)
    const what = `${run.records} records in ${seconds} s, CPU ${cpu} s, peak ${peak} MB`
    say(`round ${run.round}  ${target.name.padEnd(9)}  ${what}`)
    return result
  }
}

/** Progress goes to standard error: standard output is the result. */
function say(text: string): void {
  process.stderr.write(`${text}\n`)
}
