import { eq } from 'drizzle-orm'
import Stripe from 'stripe'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { flows } from '#db/schema/index.ts'
import { chain, customerFlow, node } from '../testing/flows.ts'
import { openWorld, type World } from '../testing/world.ts'
import * as api from './api.ts'
import type { FlowDocument } from './graph/schema.ts'

const TIME = { timeout: 120_000 }
const DAY_MS = 86_400_000

let world: World
let stripe: Stripe

beforeAll(async () => {
  world = await openWorld({ templates: [] })
  const { hostname, port } = new URL(world.sandbox.stripeUrl)
  stripe = new Stripe('sk_test_clock', { host: hostname, port, protocol: 'http' })
  await world.work()
}, 120_000)

afterAll(async () => {
  await world[Symbol.asyncDispose]()
})

/** Moves the clock that both stand-in systems share. */
async function moveClock(move: object): Promise<Date> {
  const answer = await fetch(`${world.sandbox.stripeUrl}/_sandbox/clock`, {
    method: 'POST',
    body: JSON.stringify(move),
  })
  const moved: unknown = await answer.json()
  return new Date(String(Reflect.get(Object(moved), 'now')))
}

/** New customers, by their events; each says what the flow takes for the present time. */
function eventFlow(): FlowDocument {
  return chain('Clock: events', [
    node('read', 'stripe.event-source', {
      ...{ object: 'customer', events: ['customer.created'], backfill: false },
    }),
    node('stamp', 'transform.map', { mapping: '{ "now": $now() }', into: 'stamp' }),
  ])
}

/** Changed customers of NetSuite. */
function recordFlow(): FlowDocument {
  return chain('Clock: records', [
    node('read', 'netsuite.record-source', {
      ...{ recordType: 'customer', detail: 'fields', backfillDays: 1 },
    }),
    node('stamp', 'transform.map', { mapping: '{ "now": $now() }', into: 'stamp' }),
  ])
}

async function publish(document: FlowDocument): Promise<string> {
  const { integrationId } = world
  const { flowId } = await api.createFlow(world.engine, { integrationId, document })
  const published = await api.publishFlow(world.engine, { flowId, note: '' })
  if (!published.ok) throw new Error(JSON.stringify(published.problems))
  return flowId
}

/** Runs a flow as its schedule does and gives the keys it read, and its cursor afterwards. */
async function scheduled(flowId: string) {
  const run = await runFor(flowId)
  const { records } = await api.listRecords(world.engine, { runId: run.id, limit: 500 })
  const [flow] = await world.engine.database.db.select().from(flows).where(eq(flows.id, flowId))
  return { keys: records.map(({ key }) => key), cursor: flow?.cursor?.getTime() ?? 0 }
}

async function runFor(flowId: string, options: { ids?: string[] } = {}) {
  const started = await api.startRun(world.engine, { flowId, trigger: 'schedule', ...options })
  if (!started.ok) throw new Error(JSON.stringify(started.problems))
  const run = await api.waitForRun(world.engine, started.runId, AbortSignal.timeout(60_000))
  expect(run).toMatchObject({ state: 'done', counts: { failed: 0 }, failure: null })
  return run
}

async function newStripeCustomer(): Promise<string> {
  const { id } = await stripe.customers.create({ name: 'Clock', email: 'clock@clock.test' })
  return id
}

test('events are read by the clock of Stripe, however far that is ahead', TIME, async () => {
  const flowId = await publish(eventFlow())
  let earlier: string[] = []
  for (const move of [{ advanceMs: 200 * DAY_MS }, { advanceMs: 20 * DAY_MS }]) {
    const now = await moveClock(move)
    const ids = [await newStripeCustomer(), await newStripeCustomer()]
    const run = await scheduled(flowId)
    expect(Math.abs(run.cursor - now.getTime())).toBeLessThan(600_000)
    // Nothing is missed, and what is read again comes from the overlap.
    expect(run.keys).toEqual(expect.arrayContaining(ids))
    expect([...ids, ...earlier]).toEqual(expect.arrayContaining(run.keys))
    earlier = ids
  }
  // Made before a jump that comes before the next run.
  const before = await newStripeCustomer()
  await moveClock({ advanceMs: 10 * DAY_MS })
  const after = await newStripeCustomer()
  expect((await scheduled(flowId)).keys).toEqual(expect.arrayContaining([before, after]))
  await moveClock({ advanceMs: DAY_MS })
  expect((await scheduled(flowId)).keys).toEqual([after])
  await moveClock({ advanceMs: DAY_MS })
  expect((await scheduled(flowId)).keys).toEqual([])
})

test('records are read by the clock of NetSuite, however far that is ahead', TIME, async () => {
  const makerId = await publish(customerFlow('Clock: makes customers', 'clock_'))
  const flowId = await publish(recordFlow())
  const make = async () => {
    const run = await runFor(makerId, { ids: [await newStripeCustomer()] })
    const { records } = await api.listRecords(world.engine, { runId: run.id })
    return records.flatMap(({ targetId }) => targetId ?? [])
  }
  await moveClock({ advanceMs: 100 * DAY_MS })
  const first = await make()
  expect(first).toHaveLength(1)
  expect((await scheduled(flowId)).keys).toEqual(expect.arrayContaining(first))
  // Half a year on the account's own time zone is in another season.
  const now = await moveClock({ advanceMs: 180 * DAY_MS })
  const second = await make()
  const run = await scheduled(flowId)
  expect(run.keys).toEqual(expect.arrayContaining(second))
  expect(Math.abs(run.cursor - now.getTime())).toBeLessThan(600_000)
  await moveClock({ advanceMs: DAY_MS })
  expect((await scheduled(flowId)).keys).not.toContain(first[0])
})

test('a clock that is set back by months is followed', TIME, async () => {
  const flowId = await publish(eventFlow())
  await moveClock({ reset: true })
  await scheduled(flowId)
  await moveClock({ advanceMs: 100 * DAY_MS })
  await scheduled(flowId)
  await moveClock({ reset: true })
  const id = await newStripeCustomer()
  expect((await scheduled(flowId)).keys).toContain(id)
  await moveClock({ advanceMs: DAY_MS })
  const next = await newStripeCustomer()
  const { keys } = await scheduled(flowId)
  expect(keys).toContain(next)
  await moveClock({ reset: true })
})

test('the present time of expressions is the clock of the source', TIME, async () => {
  const flowId = await publish(eventFlow())
  const now = await moveClock({ advanceMs: 300 * DAY_MS })
  const id = await newStripeCustomer()
  await scheduled(flowId)
  const [trace] = await api.traceKey(world.engine, id)
  const stamp: unknown = trace?.steps.at(-1)?.output?.stamp
  const shown = Date.parse(String(Reflect.get(Object(stamp), 'now')))
  expect(Math.abs(shown - now.getTime())).toBeLessThan(600_000)
  await moveClock({ reset: true })
})
