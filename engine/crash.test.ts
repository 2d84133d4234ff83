import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { netsuiteInvoices } from '../testing/invoice-books.ts'
import { clearFaults, setFaults } from '../testing/sandbox-calls.ts'
import { openWorld, type World } from '../testing/world.ts'
import { books, findFlow, isOver, runSnapshot, startRun, waitForRun } from './api.ts'

const KILLS = 20
/** A worker is killed somewhere in this many ms after it takes jobs. */
const LONGEST_LIFE_MS = 900
const EVERYTHING = { since: new Date('2020-01-01') }

let world: World

beforeAll(async () => {
  world = await openWorld({ templates: ['stripe-invoice-to-netsuite-invoice'] })
})

afterAll(async () => {
  await world[Symbol.asyncDispose]()
})

async function start(flowId: string): Promise<number> {
  const started = await startRun(world.engine, { flowId, trigger: 'manual', ...EVERYTHING })
  if (!started.ok) throw new Error(JSON.stringify(started.problems))
  return started.runId
}

test(
  'a worker killed at 20 random moments leaves the same books: nothing lost, nothing twice',
  { timeout: 600_000 },
  async () => {
    const { engine, sandbox } = world
    const flowId = await findFlow(engine, 'stripe-invoice-to-netsuite-invoice')
    // Slow writes stretch the run, so that kills meet requests under way.
    await setFaults(sandbox.netsuiteUrl, [{ kind: 'latency', delayMs: 40, path: '/record/' }])
    let runId = await start(flowId)
    for (let kills = 0; kills < KILLS; kills += 1) {
      const worker = await world.spawn()
      // The moment of death is the point of the test: it has to be a random one.
      await sleep(Math.random() * LONGEST_LIFE_MS)
      await worker.kill()
      if (isOver(await runSnapshot(engine, runId))) runId = await start(flowId)
    }
    await clearFaults(sandbox.netsuiteUrl)
    await world.spawn()
    const last = await waitForRun(engine, runId, AbortSignal.timeout(120_000))
    expect(last).toMatchObject({ state: 'done', counts: { failed: 0, waiting: 0 } })
    const { read, done, filtered, unchanged } = last.counts
    expect(done + filtered + unchanged).toBe(read)

    const invoices = await netsuiteInvoices(sandbox.netsuiteUrl)
    expect([...invoices.values()].filter((totals) => totals.length > 1)).toEqual([])
    const report = await books(engine)
    expect(report.differing).toEqual([])
    for (const row of report.objects) expect(row.netsuite).toEqual(row.stripe)
    expect(invoices.size).toBe(report.objects.reduce((sum, row) => sum + row.stripe.count, 0))
  },
)
