import { setTimeout as sleep } from 'node:timers/promises'
import {
  books,
  listErrors,
  registerWebhook,
  setEnabled,
  type BooksReport,
  type ErrorRow,
} from '#engine/api.ts'
import { createRandom } from '../../sandbox/seed/random.ts'
import { connectionTo } from '../connections.ts'
import {
  clearFaults,
  markBoth,
  netsuiteSettings,
  setFaults,
  writesInBoth,
} from '../sandbox-calls.ts'
import { openWebhookDoor } from '../webhook-door.ts'
import type { WorkerProcess } from '../worker-process.ts'
import { openWorld, type World } from '../world.ts'
import { LANES } from './agenda.ts'
import { dumpBooks } from './dump.ts'
import { welcomeGuests } from './guests.ts'
import { playYear, type YearLedger } from './play-year.ts'
import {
  retryTroubled,
  runFlows,
  runnableFlows,
  waitUntilIdle,
  type YearFlow,
} from './run-flows.ts'
import type { YearSize, YearSizeName } from './sizes.ts'

/** A year with all flows at work. */
export interface YearRun {
  seed: number
  size: YearSizeName | YearSize
  /** 429, 500, lost answers, odd webhooks, and a worker that is killed once for each week. */
  faults?: boolean
  /** Weeks from one run of the flows to the next, at most 4: Stripe keeps its events for 30 days. */
  everyWeeks?: number
  /** Told how far the year is. */
  log?: (line: string) => void
}

/** How a year came out. */
export interface YearResult {
  ledger: YearLedger
  report: BooksReport
  /** What needs a person at the end of the year. */
  errors: ErrorRow[]
  /** Writing calls that both systems had from a last run of all flows, with nothing changed. */
  lastWrites: number
  /** Both systems without ids and dates, for comparing. */
  dump: Record<string, number>
  flows: string[]
}

/** Requests at once: the account's usual five, and those of the people, who in NetSuite itself do not count. */
const ROOM = 5 + LANES

/** Rounds after which the flows must have come to rest. */
const MOST_ROUNDS = 8

/**
 * Plays a year of business in a world of its own, with all templates of the catalogue installed,
 * enabled and running in a fixed order, and the webhooks of Stripe delivered; then lets the flows run
 * until they change nothing more, and compares the books.
 */
export async function runYear(options: YearRun): Promise<YearResult> {
  const { seed, size, faults = false, everyWeeks = 1, log = () => {} } = options
  await using world = await openWorld({ seed: { invoices: 0 } })
  await using door = await openWebhookDoor(world.engine)
  const { engine, sandbox } = world
  const flows = await runnableFlows(engine)
  for (const { id: flowId } of flows) await setEnabled(engine, { flowId, enabled: true })
  const { id: connectionId } = await connectionTo(world, 'stripe')
  const staff = await startStaff(world, { faults, seed, kills: everyWeeks })
  let ready = false
  const began = performance.now()
  const work = async () => {
    await staff.during(() => runFlows(engine, flows))
    await rest(world, faults)
  }
  const ledger = await playYear({
    ...{ seed, size, ...sandbox },
    onDay: async (day) => {
      // Seeding has emptied both systems: what is to be in them is entered after it.
      if (!ready) {
        await registerWebhook(engine, { connectionId, publicUrl: door.url })
        await netsuiteSettings(sandbox.netsuiteUrl, { concurrencyLimit: ROOM })
        await welcomeGuests(world)
      }
      ready = true
      if (faults && day % 7 === 0) await oddWebhooks(sandbox.stripeUrl)
    },
    onWeek: async (week) => {
      if ((week + 1) % everyWeeks !== 0) return
      const played = since(began)
      await work()
      log(`Week ${week + 1} was over after ${played} s, its flows after ${since(began)} s.`)
    },
  })
  await settle(world, flows, log)
  const result = await close(world, flows)
  await staff.stop()
  return { ledger, ...result, flows: flows.map((flow) => flow.template) }
}

function since(began: number): string {
  return ((performance.now() - began) / 1000).toFixed(1)
}

/** Runs all flows until a round of them writes nothing, without any trouble. */
async function settle(
  world: World,
  flows: readonly YearFlow[],
  log: (line: string) => void,
): Promise<void> {
  await clearFaults(world.sandbox.stripeUrl)
  await clearFaults(world.sandbox.netsuiteUrl)
  for (let round = 1; round <= MOST_ROUNDS; round += 1) {
    const before = await markBoth(world.sandbox)
    await runFlows(world.engine, flows)
    await rest(world, true)
    const writes = await writesInBoth(world.sandbox, before)
    log(`Settling, round ${round}: ${writes} writing calls.`)
    if (writes === 0) return
  }
}

async function close(world: World, flows: readonly YearFlow[]) {
  const before = await markBoth(world.sandbox)
  await runFlows(world.engine, flows)
  await waitUntilIdle(world.engine)
  const lastWrites = await writesInBoth(world.sandbox, before)
  return {
    lastWrites,
    report: await books(world.engine, { integrationId: world.integrationId }),
    errors: await listErrors(world.engine, { state: 'open', limit: 500 }),
    dump: await dumpBooks(world.sandbox),
  }
}

/** Lets what is still under way end, and what failed for want of a system be tried again. */
async function rest({ engine }: World, retry: boolean): Promise<void> {
  await waitUntilIdle(engine)
  for (let time = 0; retry && time < MOST_ROUNDS; time += 1) {
    if ((await retryTroubled(engine)) === 0) break
    await waitUntilIdle(engine)
  }
}

/** Who executes the flows: a process of its own, which with faults is killed while it works. */
async function startStaff(
  world: World,
  { faults, seed, kills }: { faults: boolean; seed: number; kills: number },
) {
  const random = createRandom(seed, 'kills')
  let worker: WorkerProcess = await world.spawn()
  const kill = async () => {
    for (let time = 0; time < kills; time += 1) {
      // A worker dies at a moment that nobody chose.
      await sleep(random.int(50, 1_500))
      await worker.kill()
      worker = await world.spawn()
    }
  }
  return {
    during: async (work: () => Promise<void>) => {
      if (!faults) return work()
      await setFaults(world.sandbox.netsuiteUrl, [...NETSUITE_FAULTS])
      await setFaults(world.sandbox.stripeUrl, [...STRIPE_FAULTS])
      await Promise.all([work(), kill()])
      await clearFaults(world.sandbox.netsuiteUrl)
      await clearFaults(world.sandbox.stripeUrl)
    },
    stop: () => worker.stop(),
  }
}

/** Half of the deliveries come twice, some never, and in odd order. */
async function oddWebhooks(stripeUrl: string): Promise<void> {
  await fetch(`${stripeUrl}/_sandbox/webhooks`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ duplicate: 0.5, drop: 0.2, reorder: true }),
  })
}

const NETSUITE_FAULTS = [
  { kind: 'drop-after', method: 'POST', path: '/record/', probability: 0.04 },
  { kind: 'drop-after', method: 'PATCH', path: '/record/', probability: 0.03 },
  { kind: 'drop-before', path: '/services/', probability: 0.02 },
  { kind: 'status', status: 500, path: '/services/', probability: 0.02 },
  { kind: 'status', status: 429, path: '/services/', probability: 0.03 },
] as const

const STRIPE_FAULTS = [
  { kind: 'drop-after', method: 'POST', path: '/v1/', probability: 0.04 },
  { kind: 'drop-before', path: '/v1/', probability: 0.02 },
  { kind: 'status', status: 500, path: '/v1/', probability: 0.02 },
  { kind: 'status', status: 429, path: '/v1/', probability: 0.02 },
] as const
