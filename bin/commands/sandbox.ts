import { Command, Option } from 'commander'
import { z } from 'zod'
import type { SandboxLink } from '../cli/connect-sandbox.ts'
import { CliError, print } from '../cli/print.ts'
import { moment, wholeNumber } from '../cli/read-option.ts'
import { textTable } from '../cli/text-table.ts'
import { withEngine } from '../cli/with-engine.ts'

const SYSTEMS = ['stripe', 'netsuite'] as const
type System = (typeof SYSTEMS)[number]

/** `sandbox …`: the two stand-in systems. */
export function sandboxCommand(): Command {
  const sandbox = new Command('sandbox').description('the stand-in Stripe and NetSuite')
  const commands = [seedCommand(), resetCommand(), stateCommand(), faultCommand(), callsCommand()]
  for (const command of commands) sandbox.addCommand(command)
  return sandbox
}

function seedCommand(): Command {
  return new Command('seed')
    .description('fill both systems with a make-believe company')
    .option('--seed <number>', 'another number makes another company', wholeNumber)
    .option('--customers <count>', 'how many customers', wholeNumber)
    .option('--invoices <count>', 'how many invoices', wholeNumber)
    .option('--days <count>', 'over how many days', wholeNumber)
    .action(async (options: Record<string, number | undefined>, command: Command) => {
      const { seed, customers, invoices, days } = options
      const answers = await withSandbox(async (ask) => ({
        stripe: await ask('stripe', 'POST /seed', { seed, customers, invoices, days }),
        netsuite: await ask('netsuite', 'POST /seed', { seed, customers }),
      }))
      print(command, answers, () => 'Both systems are filled.')
    })
}

function resetCommand(): Command {
  return new Command('reset')
    .description('empty both systems, forget calls and faults')
    .action(async (_options: unknown, command: Command) => {
      await withSandbox(async (ask) => {
        for (const system of SYSTEMS) await ask(system, 'POST /reset')
      })
      print(command, { reset: true }, () => 'Both systems are empty.')
    })
}

function stateCommand(): Command {
  return new Command('state')
    .description('every record of both systems')
    .action(async (_options: unknown, command: Command) => {
      const state = await withSandbox(async (ask) => ({
        stripe: await ask('stripe', 'GET /state'),
        netsuite: await ask('netsuite', 'GET /state'),
      }))
      print(command, state, () =>
        textTable(
          ['system', 'object', 'records'],
          SYSTEMS.flatMap((system) => {
            const lists = z.record(z.string(), z.unknown()).parse(state[system])
            return Object.entries(lists).map(([name, records]) => [
              system,
              name,
              Array.isArray(records) ? records.length : 1,
            ])
          }),
        ),
      )
    })
}

interface FaultOptions {
  system: System
  kind?: string
  status?: number
  delayMs?: number
  method?: string
  path?: string
  times?: number
  probability?: number
  clear?: boolean
}

function faultCommand(): Command {
  return new Command('fault')
    .description('make one of the systems misbehave while it runs')
    .addOption(new Option('--system <system>', 'which one').choices(SYSTEMS).makeOptionMandatory())
    .addOption(
      new Option('--kind <kind>', 'what happens').choices([
        'latency',
        'status',
        'drop-before',
        'drop-after',
      ]),
    )
    .option('--status <status>', 'for status: 429, 500, 503 …', wholeNumber)
    .option('--delay-ms <ms>', 'for latency', wholeNumber)
    .option('--method <method>', 'only this HTTP method')
    .option('--path <pattern>', 'only paths that match this regular expression')
    .option('--times <count>', 'so many times, then no more', wholeNumber)
    .option('--probability <share>', 'with this probability, 0 to 1', Number)
    .option('--clear', 'take all faults away')
    .action(async (options: FaultOptions, command: Command) => {
      const { system, clear, kind, status, delayMs, method, path, times, probability } = options
      if (!clear && !kind) throw new CliError('Say what happens with --kind, or --clear.')
      const faults = await withSandbox(async (ask) => {
        if (clear) await ask(system, 'DELETE /faults')
        const fault = { kind, status, delayMs, method, path, times, probability }
        return kind ? ask(system, 'POST /faults', fault) : ask(system, 'GET /faults')
      })
      print(command, faults, (list) => `Faults of ${system}: ${JSON.stringify(list)}`)
    })
}

function callsCommand(): Command {
  return new Command('calls')
    .description('how often each system was called, and how many calls could have written')
    .option('--since <moment>', 'counted from then on', moment)
    .option('--clear', 'start counting anew')
    .action(async (options: { since?: Date; clear?: boolean }, command: Command) => {
      const query = options.since ? `?since=${options.since.toISOString()}` : ''
      const calls = await withSandbox(async (ask) => {
        const counts = {
          stripe: callsSchema.parse(await ask('stripe', `GET /calls${query}`)),
          netsuite: callsSchema.parse(await ask('netsuite', `GET /calls${query}`)),
        }
        if (options.clear) for (const system of SYSTEMS) await ask(system, 'DELETE /calls')
        return counts
      })
      print(command, calls, (counts) =>
        textTable(
          ['system', 'calls', 'writing'],
          SYSTEMS.map((system) => [system, counts[system].total, counts[system].writing]),
        ),
      )
    })
}

const callsSchema = z.looseObject({ total: z.number(), writing: z.number() })

/** Sends a request such as `GET /state` to the remote control of one system. */
type Ask = (system: System, request: string, body?: unknown) => Promise<unknown>

async function withSandbox<T>(work: (ask: Ask) => Promise<T>): Promise<T> {
  return withEngine(async ({ sandbox }) => {
    const link = await sandbox()
    if (!link) {
      throw new CliError(
        'This installation has no sandbox: it works on DATABASE_URL. Set TRIBUTARY_SANDBOX=1 to have one.',
      )
    }
    return work((system, request, body) => send(link, { system, request, body }))
  })
}

async function send(
  link: SandboxLink,
  call: { system: System; request: string; body?: unknown },
): Promise<unknown> {
  const base = call.system === 'stripe' ? link.stripeUrl : link.netsuiteUrl
  const [method, path] = call.request.split(' ')
  const answer = await fetch(`${base}/_sandbox${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: call.body === undefined ? undefined : JSON.stringify(call.body),
  })
  const text = await answer.text()
  if (!answer.ok) {
    throw new CliError(`The ${call.system} sandbox refused (${answer.status}): ${text}`)
  }
  return text === '' ? null : JSON.parse(text)
}
