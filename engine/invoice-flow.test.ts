import Stripe from 'stripe'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { RETRIED_CLASSES } from '#nodes/errors.ts'
import { netsuiteInvoices } from '../testing/invoice-books.ts'
import {
  callsSince,
  clearFaults,
  markBoth,
  markCalls,
  sandboxState,
  setFaults,
  writesInBoth,
} from '../testing/sandbox-calls.ts'
import { openWorld, type World } from '../testing/world.ts'
import {
  books,
  findFlow,
  listErrors,
  retryErrors,
  startRun,
  waitForRun,
  type RunSnapshot,
  type StartRequest,
} from './api.ts'
import { MAX_TRIES } from './run/retry.ts'

const EVERYTHING = { since: new Date('2020-01-01') }
/** Four hundred invoices through all steps. */
const LONG = { timeout: 180_000 }

const bookedSchema = z.object({
  externalId: z.string().optional(),
  memo: z.string().optional(),
  custbody_stripe_status: z.string().optional(),
})

let world: World
let flowId: string

beforeAll(async () => {
  world = await openWorld({ templates: ['stripe-invoice-to-netsuite-invoice'] })
  await world.work()
  flowId = await findFlow(world.engine, 'stripe-invoice-to-netsuite-invoice')
})

afterAll(async () => {
  await world[Symbol.asyncDispose]()
})

async function run(options: Partial<StartRequest> = {}, where = world): Promise<RunSnapshot> {
  const started = await startRun(where.engine, { flowId, trigger: 'manual', ...options })
  if (!started.ok) throw new Error(JSON.stringify(started.problems))
  return waitForRun(where.engine, started.runId, AbortSignal.timeout(150_000))
}

/** Counts and sums agree per currency, no Stripe invoice stands twice, and nothing is left over. */
async function expectEqualBooks(where: World) {
  const report = await books(where.engine)
  expect(report.differing).toEqual([])
  expect(report.objects.length).toBeGreaterThanOrEqual(5)
  for (const row of report.objects) expect(row.netsuite).toEqual(row.stripe)
  const invoices = await netsuiteInvoices(where.sandbox.netsuiteUrl)
  expect([...invoices.values()].filter((totals) => totals.length !== 1)).toEqual([])
  return report
}

/**
 * Random faults may strike one record at each of its tries; measured, in one run of twelve. Such a
 * record is a person's business, who tries it again when the trouble is over. Nothing else is.
 */
async function retryExhausted({ engine }: World, { counts }: RunSnapshot) {
  const left = await listErrors(engine, { state: 'open' })
  expect(left).toHaveLength(counts.failed)
  for (const error of left) {
    expect(error.tries).toBe(MAX_TRIES)
    expect(RETRIED_CLASSES).toContain(error.class)
  }
  const { runIds } = await retryErrors(engine, { ids: left.map(({ id }) => id) })
  for (const runId of runIds) await waitForRun(engine, runId, AbortSignal.timeout(60_000))
}

test(
  'every eligible invoice is booked once, to the last minor unit, in five currencies',
  LONG,
  async () => {
    const snapshot = await run()
    expect(snapshot).toMatchObject({ state: 'done', counts: { read: 400, failed: 0, waiting: 0 } })
    const report = await expectEqualBooks(world)
    const booked = report.objects.reduce((sum, row) => sum + row.stripe.count, 0)
    expect(booked).toBe(snapshot.counts.done)
    expect(booked + report.excluded.length).toBe(400)
    expect(report.excluded.filter((one) => one.reason === '')).toEqual([])
  },
)

test(
  'a second run over the same period makes no writing call and finds all unchanged',
  LONG,
  async () => {
    const before = await markBoth(world.sandbox)
    const snapshot = await run(EVERYTHING)
    expect(await writesInBoth(world.sandbox, before)).toBe(0)
    expect(snapshot).toMatchObject({ state: 'done', counts: { read: 400, done: 0, failed: 0 } })
    expect(snapshot.counts.unchanged).toBeGreaterThan(350)
  },
)

test('a run from the cursor reads next to nothing', async () => {
  expect((await run()).counts.read).toBeLessThan(10)
})

test('after three invoices changed in Stripe a run touches those three only, and only their status', async () => {
  const { stripeUrl } = world.sandbox
  const { port } = new URL(stripeUrl)
  const stripe = new Stripe('sk_test_changes', {
    host: '127.0.0.1',
    port: Number(port),
    protocol: 'http',
    telemetry: false,
  })
  const open = await stripe.invoices.list({ status: 'open', limit: 3 })
  for (const invoice of open.data) {
    await stripe.invoices.update(invoice.id, { description: `Changed ${invoice.number}` })
    await stripe.invoices.markUncollectible(invoice.id)
  }
  const { netsuiteUrl } = world.sandbox
  const before = await markCalls(netsuiteUrl)
  const snapshot = await run()
  expect(snapshot.counts).toMatchObject({ read: 3, done: 3, failed: 0 })
  expect((await callsSince(netsuiteUrl, before)).writing).toBe(3)
  const state = await sandboxState(netsuiteUrl)
  const booked = z.array(bookedSchema).parse(state.invoice)
  const changed = booked.filter((one) => open.data.some(({ id }) => id === one.externalId))
  const stamped = { custbody_stripe_status: 'uncollectible' }
  expect(changed).toMatchObject([stamped, stamped, stamped])
  expect(booked.filter(({ memo }) => memo?.startsWith('Changed '))).toEqual([])
})

test(
  'a slow NetSuite and Stripe that lose answers, refuse and fail lead to the same books',
  { timeout: 240_000 },
  async () => {
    await using troubled = await openWorld({ templates: ['stripe-invoice-to-netsuite-invoice'] })
    await troubled.work()
    const { netsuiteUrl, stripeUrl } = troubled.sandbox
    await setFaults(netsuiteUrl, [
      {
        kind: 'drop-after',
        method: 'POST',
        path: '/(invoice|customer|creditMemo)$',
        probability: 0.08,
      },
      { kind: 'drop-before', path: '/(invoice|customer|suiteql)$', probability: 0.03 },
      { kind: 'status', status: 500, path: '/(invoice|customer|suiteql)$', probability: 0.03 },
      { kind: 'status', status: 429, path: '/(invoice|customer|suiteql)$', probability: 0.05 },
      { kind: 'latency', delayMs: 150, probability: 0.05 },
    ])
    await setFaults(stripeUrl, [
      { kind: 'drop-after', method: 'POST', probability: 0.05 },
      { kind: 'status', status: 500, probability: 0.02 },
      { kind: 'status', status: 429, probability: 0.03 },
    ])
    const snapshot = await run({}, troubled)
    await Promise.all([clearFaults(netsuiteUrl), clearFaults(stripeUrl)])
    expect(snapshot).toMatchObject({ state: 'done', counts: { read: 400, waiting: 0 } })
    await retryExhausted(troubled, snapshot)
    await expectEqualBooks(troubled)
    expect(await listErrors(troubled.engine, { state: 'open' })).toEqual([])
  },
)

test(
  'what cannot be repaired is an open error that says whose fault it is and what to do',
  LONG,
  async () => {
    await using troubled = await openWorld({ templates: ['stripe-invoice-to-netsuite-invoice'] })
    await troubled.work()
    await setFaults(troubled.sandbox.netsuiteUrl, [
      { kind: 'status', status: 400, method: 'POST', path: '/invoice$', times: 2 },
    ])
    const snapshot = await run({}, troubled)
    expect(snapshot).toMatchObject({ state: 'done', counts: { failed: 2 } })
    const errors = await listErrors(troubled.engine, { state: 'open' })
    expect(errors).toHaveLength(2)
    for (const error of errors) {
      expect(error.class).toBe('value')
      expect(error.message).toMatch(/^NetSuite .+\.$/)
      expect(error.recordKey).toMatch(/^in_/)
      expect(error.exchange).toMatchObject({ status: 400 })
    }
  },
)
