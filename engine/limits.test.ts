import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { customerFlow } from '../testing/flows.ts'
import {
  bookedCustomers,
  clearFaults,
  netsuiteSettings,
  setFaults,
} from '../testing/sandbox-calls.ts'
import { openWorld, type World } from '../testing/world.ts'
import * as api from './api.ts'

const WORKERS = 4
const LIMIT = 5

let world: World
let netsuiteUrl: string

beforeAll(async () => {
  world = await openWorld()
  netsuiteUrl = world.sandbox.netsuiteUrl
  await Promise.all(Array.from({ length: WORKERS }, () => world.spawn({ pages: 10 })))
}, 120_000)

afterAll(async () => {
  await world[Symbol.asyncDispose]()
})

test(
  'four workers of ten slots keep a limit of five, and never hear that they are too many',
  { timeout: 300_000 },
  async () => {
    await fetch(`${netsuiteUrl}/_sandbox/calls`, { method: 'DELETE' })
    const runs = await runFlows('five')
    for (const run of runs) expect(run).toMatchObject({ state: 'done', counts: { failed: 0 } })
    const { maxConcurrent } = await netsuiteSettings(netsuiteUrl)
    expect(maxConcurrent).toBeLessThanOrEqual(LIMIT)
    expect(maxConcurrent).toBeGreaterThan(1)
    expect(await rateLimited()).toBe(0)
    await expectBooked('five', runs)
  },
)

test(
  'a limit that NetSuite lowers under way slows the work down, and no record fails',
  { timeout: 300_000 },
  async () => {
    await setFaults(netsuiteUrl, [{ kind: 'latency', delayMs: 60, path: '/record/' }])
    const runs = await runFlows('two', () => netsuiteSettings(netsuiteUrl, { concurrencyLimit: 2 }))
    await netsuiteSettings(netsuiteUrl, { concurrencyLimit: LIMIT })
    await clearFaults(netsuiteUrl)
    for (const run of runs) {
      expect(run).toMatchObject({ state: 'done', counts: { failed: 0, waiting: 0 } })
    }
    expect(await rateLimited()).toBeGreaterThan(0)
    await expectBooked('two', runs)
  },
)

/** Several flows at once, so that every worker has pages that write. */
async function runFlows(
  name: string,
  underWay: () => Promise<unknown> = () => Promise.resolve(),
): Promise<api.RunSnapshot[]> {
  const { engine, integrationId } = world
  const runIds = await Promise.all(
    Array.from({ length: 2 * WORKERS }, async (_, index) => {
      const document = customerFlow(`${name} ${index}`, `${name}${index}_`)
      const { flowId } = await api.createFlow(engine, { integrationId, document })
      await api.publishFlow(engine, { flowId, note: '' })
      const started = await api.startRun(engine, { flowId, trigger: 'manual' })
      if (!started.ok) throw new Error(JSON.stringify(started.problems))
      return started.runId
    }),
  )
  await expect
    .poll(async () => (await bookedCustomers(netsuiteUrl, name)).length, { timeout: 60_000 })
    .toBeGreaterThan(5)
  await underWay()
  return Promise.all(
    runIds.map((runId) => api.waitForRun(engine, runId, AbortSignal.timeout(200_000))),
  )
}

async function expectBooked(name: string, runs: api.RunSnapshot[]): Promise<void> {
  const booked = await bookedCustomers(netsuiteUrl, name)
  expect(new Set(booked).size).toBe(booked.length)
  expect(booked).toHaveLength(runs.reduce((sum, run) => sum + run.counts.done, 0))
}

/** How often NetSuite has answered 429. */
async function rateLimited(): Promise<number> {
  const answer = await fetch(`${netsuiteUrl}/_sandbox/calls`)
  const { byPath } = CALLS.parse(await answer.json())
  return byPath.reduce((sum, { status, count }) => sum + (status === 429 ? count : 0), 0)
}

const CALLS = z.object({
  byPath: z.array(z.object({ status: z.number(), count: z.coerce.number() })),
})
