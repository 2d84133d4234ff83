import { afterAll, beforeAll, expect, test } from 'vitest'
import { customerFlow } from '../testing/flows.ts'
import {
  callsSince,
  clearFaults,
  markCalls,
  sandboxState,
  setFaults,
} from '../testing/sandbox-calls.ts'
import { openWorld, type World } from '../testing/world.ts'
import type { FlowDocument } from './graph/schema.ts'
import {
  cancelRun,
  createFlow,
  publishFlow,
  startRun,
  waitForRun,
  type RunSnapshot,
  type StartRequest,
} from './api.ts'

let world: World

beforeAll(async () => {
  world = await openWorld()
  await world.work()
})

afterAll(async () => {
  await world[Symbol.asyncDispose]()
})

/** A published flow of this document; its external ids carry the name, so flows do not meet. */
async function publish(name: string, change: (flow: FlowDocument) => void = () => {}) {
  const document = customerFlow(name)
  for (const node of document.nodes) {
    if (node.id === 'write') node.config = { ...node.config, externalId: `"${name}_" & id` }
    if (node.id === 'map') {
      node.config = {
        ...node.config,
        mapping: String(node.config.mapping).replace('" " & id', `" ${name} " & id`),
      }
    }
  }
  change(document)
  const integrationId = world.integrationId
  const { flowId } = await createFlow(world.engine, { integrationId, document })
  const published = await publishFlow(world.engine, { flowId })
  if (!published.ok) throw new Error(JSON.stringify(published.problems))
  return flowId
}

async function start(flowId: string, options: Partial<StartRequest> = {}): Promise<number> {
  const started = await startRun(world.engine, { flowId, trigger: 'manual', ...options })
  if (!started.ok) throw new Error(JSON.stringify(started.problems))
  return started.runId
}

async function run(flowId: string, options: Partial<StartRequest> = {}): Promise<RunSnapshot> {
  const runId = await start(flowId, options)
  return waitForRun(world.engine, runId, AbortSignal.timeout(50_000))
}

/** NetSuite customers that a flow wrote, by external id. */
async function written(name: string): Promise<string[]> {
  const state = await sandboxState(world.sandbox.netsuiteUrl)
  const customers = Array.isArray(state.customer) ? state.customer : []
  return customers
    .map((customer) => String(customer.externalId ?? ''))
    .filter((id) => id.startsWith(`${name}_`))
}

const EVERYTHING = { since: new Date('2020-01-01') }

test('a run carries every record over once; a second one writes nothing', async () => {
  const flowId = await publish('once')
  const first = await run(flowId, EVERYTHING)
  expect(first).toMatchObject({ state: 'done', counts: { read: 40, done: 40, failed: 0 } })
  const second = await (async () => {
    const before = await markCalls(world.sandbox.netsuiteUrl)
    const snapshot = await run(flowId, EVERYTHING)
    expect((await callsSince(world.sandbox.netsuiteUrl, before)).writing).toBe(0)
    return snapshot
  })()
  expect(second.counts).toMatchObject({ read: 40, done: 0, unchanged: 40 })
  expect(await written('once')).toHaveLength(40)
})

test('a dry run says what it would do and makes no writing call', async () => {
  const flowId = await publish('dry')
  const before = await markCalls(world.sandbox.netsuiteUrl)
  const snapshot = await run(flowId, { ...EVERYTHING, dryRun: true })
  expect(snapshot).toMatchObject({ state: 'done', dryRun: true, counts: { read: 40, done: 40 } })
  expect((await callsSince(world.sandbox.netsuiteUrl, before)).writing).toBe(0)
  expect(await written('dry')).toEqual([])
})

test('one bad record never stops its neighbours, and its error says what is wrong', async () => {
  const flowId = await publish('bad', (flow) => {
    const map = flow.nodes.find((node) => node.id === 'map')
    if (!map) return
    map.config.mapping = String(map.config.mapping).replace(
      '"email": $lowercase(email)',
      '"email": currency = "jpy" or $contains(email, "a") ? $lowercase(email) : null',
    )
  })
  const snapshot = await run(flowId, EVERYTHING)
  const { done, failed } = snapshot.counts
  expect(failed).toBeGreaterThan(0)
  expect(done).toBeGreaterThan(0)
  expect(done + failed).toBe(40)
  const errors = await world.engine.database.pool`
    select class, field, message, state from record_errors where run_id = ${snapshot.id}`
  expect(errors).toHaveLength(failed)
  expect(errors[0]).toMatchObject({ class: 'value', field: 'email', state: 'open' })
})

test('lost answers, errors and rate limits lead to the same books', async () => {
  const flowId = await publish('faults')
  const { netsuiteUrl } = world.sandbox
  await setFaults(netsuiteUrl, [
    { kind: 'drop-after', method: 'POST', path: '/customer', times: 6 },
    { kind: 'drop-before', method: 'POST', path: '/customer', times: 3 },
    { kind: 'status', status: 500, method: 'POST', path: '/customer', times: 3 },
    { kind: 'status', status: 429, method: 'POST', path: '/customer', times: 3 },
  ])
  const snapshot = await run(flowId, EVERYTHING)
  await clearFaults(netsuiteUrl)
  expect(snapshot.counts).toMatchObject({ read: 40, failed: 0, waiting: 0 })
  expect(snapshot.counts.done + snapshot.counts.unchanged).toBe(40)
  const ids = await written('faults')
  expect(ids).toHaveLength(40)
  expect(new Set(ids).size).toBe(40)
})

test('a run behind an active one waits, and alike triggers join the one that waits', async () => {
  const flowId = await publish('queue')
  const [first, second, third] = await world.engine.database.db.transaction(async () => {
    const one = await startRun(world.engine, { flowId, trigger: 'manual', ...EVERYTHING })
    const two = await startRun(world.engine, { flowId, trigger: 'manual' })
    const three = await startRun(world.engine, { flowId, trigger: 'schedule' })
    return [one, two, three]
  })
  if (!first?.ok || !second?.ok || !third?.ok) throw new Error('A run did not start.')
  expect(third).toMatchObject({ runId: second.runId, coalesced: true })
  const last = await waitForRun(world.engine, second.runId, AbortSignal.timeout(50_000))
  expect(last.state).toBe('done')
  const before = await waitForRun(world.engine, first.runId, AbortSignal.timeout(50_000))
  expect(before.finishedAt && last.startedAt && before.finishedAt <= last.startedAt).toBe(true)
})

test('a cancelled run ends, writes nothing more and leaves the cursor alone', async () => {
  const flowId = await publish('cancel')
  const { netsuiteUrl } = world.sandbox
  await setFaults(netsuiteUrl, [{ kind: 'latency', delayMs: 300, path: '/customer' }])
  const runId = await start(flowId, EVERYTHING)
  await cancelRun(world.engine, { runId })
  await clearFaults(netsuiteUrl)
  const snapshot = await waitForRun(world.engine, runId, AbortSignal.timeout(50_000))
  expect(snapshot.state).toBe('cancelled')
  const [flow] = await world.engine.database.pool`select cursor from flows where id = ${flowId}`
  expect(flow?.cursor).toBeNull()
  expect(await run(flowId, EVERYTHING)).toMatchObject({ state: 'done', counts: { read: 40 } })
  expect(await written('cancel')).toHaveLength(40)
})

test('a flow that was never published does not run', async () => {
  const { flowId } = await createFlow(world.engine, {
    integrationId: world.integrationId,
    document: customerFlow('unpublished'),
  })
  const started = await startRun(world.engine, { flowId, trigger: 'manual' })
  expect(started).toMatchObject({ ok: false, problems: [{ code: 'not-published' }] })
})

test('from the cursor the next run reads only what is newer', async () => {
  const flowId = await publish('cursor')
  await run(flowId)
  const next = await run(flowId)
  expect(next.counts.read).toBeLessThan(5)
})
