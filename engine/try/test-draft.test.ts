import { afterAll, beforeAll, expect, test } from 'vitest'
import { customerFlow, node } from '../../testing/flows.ts'
import { callsSince, markBoth } from '../../testing/sandbox-calls.ts'
import { openWorld, type World } from '../../testing/world.ts'
import {
  createFlow,
  publishFlow,
  saveEdits,
  startRun,
  testResults,
  traceRecord,
  waitForRun,
  type RunSnapshot,
  type StartRequest,
} from '../api.ts'
import type { FlowEdit } from '../graph/edit.ts'
import type { FlowDocument } from '../graph/schema.ts'

let world: World

beforeAll(async () => {
  world = await openWorld({ templates: [] })
  await world.work()
})

afterAll(async () => {
  await world[Symbol.asyncDispose]()
})

/** Customers from Stripe, each looked up once more, mapped, and written to NetSuite. */
function lookupFlow(name: string): FlowDocument {
  const flow = customerFlow(name, `${name}_`)
  const lookup = node('lookup', 'stripe.get', {
    ...{ object: 'customer', id: 'id', allLines: false, into: 'again', onMissing: 'error' },
  })
  const map = flow.nodes.find(({ id }) => id === 'map')
  if (map) {
    const mapping = String(map.config.mapping).replace('" " & id', `" ${name} " & id`)
    map.config = { ...map.config, mapping }
  }
  return {
    ...flow,
    nodes: [...flow.nodes.slice(0, 2), lookup, ...flow.nodes.slice(2)],
    edges: [
      ...flow.edges.filter((edge) => edge.from !== 'named'),
      { from: 'named', port: 'out', to: 'lookup' },
      { from: 'lookup', port: 'out', to: 'map' },
    ],
  }
}

async function create(document: FlowDocument): Promise<string> {
  const { integrationId, engine } = world
  return (await createFlow(engine, { integrationId, document })).flowId
}

async function edit(flowId: string, edits: FlowEdit[], baseRevision: number): Promise<void> {
  const saved = await saveEdits(world.engine, { flowId, baseRevision, edits })
  if (!saved.ok) throw new Error('The flow was edited meanwhile.')
}

/** Tests the draft, and counts the calls that it made of each system. */
async function tryOut(flowId: string, request: Partial<StartRequest>) {
  const { engine, sandbox } = world
  const before = await markBoth(sandbox)
  const options = { flowId, trigger: 'manual' as const, dryRun: true, draft: true, ...request }
  const started = await startRun(engine, options)
  if (!started.ok) throw new Error(JSON.stringify(started.problems))
  const run: RunSnapshot = await waitForRun(engine, started.runId, AbortSignal.timeout(100_000))
  const results = await testResults(engine, run.id)
  return {
    ...{ run, results },
    stripe: await callsSince(sandbox.stripeUrl, before.stripe),
    netsuite: await callsSince(sandbox.netsuiteUrl, before.netsuite),
  }
}

const SINCE = new Date('2020-01-01')

test('a test on live records says what each write would do, with its request, and writes nothing', async () => {
  const flowId = await create(lookupFlow('first'))
  const tried = await tryOut(flowId, { since: SINCE, limit: 4 })
  expect(tried.run).toMatchObject({ state: 'done', dryRun: true, counts: { read: 4, done: 4 } })
  expect(tried.results.counts).toMatchObject({ create: 4, update: 0, none: 0, fail: 0 })
  const [record] = tried.results.records
  expect(record).toMatchObject({
    verdict: 'create',
    writes: [{ nodeId: 'write', would: 'create' }],
  })
  const step = await stepAt(tried.run.id, 'write')
  expect(step).toMatchObject({ would: 'create', note: 'Would create' })
  expect(step?.request).toMatchObject({
    method: 'POST',
    body: { externalId: `first_${record?.key}`, email: expect.any(String) },
  })
  expect(step?.request?.url).toContain('/services/rest/record/v1/customer')
  expect([tried.stripe.writing, tried.netsuite.writing]).toEqual([0, 0])
})

test('changing a mapping shows field by field what would be updated, old and new', async () => {
  const flowId = await create(lookupFlow('second'))
  const published = await publishFlow(world.engine, { flowId })
  if (!published.ok) throw new Error(JSON.stringify(published.problems))
  const begin = { flowId, trigger: 'manual' as const, since: SINCE }
  const real = await startRun(world.engine, begin)
  if (!real.ok) throw new Error(JSON.stringify(real.problems))
  await waitForRun(world.engine, real.runId, AbortSignal.timeout(100_000))

  const same = await tryOut(flowId, { since: SINCE, limit: 3 })
  expect(same.results.counts).toMatchObject({ none: 3, create: 0, update: 0 })

  const mapping = mappingOf(lookupFlow('second')).replace(
    '$lowercase(email)',
    '"new." & $lowercase(email)',
  )
  await edit(flowId, [{ type: 'configure-node', id: 'map', field: 'mapping', value: mapping }], 1)
  const changed = await tryOut(flowId, { after: same.run.id })
  expect(changed.results.counts).toMatchObject({ update: 3, none: 0 })
  const step = await stepAt(changed.run.id, 'write')
  expect(step?.changes).toEqual([
    { field: 'email', from: expect.any(String), to: expect.stringMatching(/^new\./) },
  ])
  expect(step?.request).toMatchObject({ method: 'PATCH' })
  expect([changed.stripe.writing, changed.netsuite.writing]).toEqual([0, 0])
  // Neither the source nor the lookup before the mapping is asked again.
  expect(changed.stripe.total).toBe(0)
  expect(await stepAt(changed.run.id, 'lookup')).toMatchObject({ takenFrom: same.run.id })
  expect((await stepAt(changed.run.id, 'write'))?.takenFrom).toBeUndefined()
})

test('testing again without a change makes no call at all and says where its steps come from', async () => {
  const flowId = await create(lookupFlow('third'))
  const first = await tryOut(flowId, { since: SINCE, limit: 3 })
  expect(first.stripe.total).toBeGreaterThanOrEqual(4)
  const second = await tryOut(flowId, { after: first.run.id })
  expect([second.stripe.total, second.netsuite.total]).toEqual([0, 0])
  expect(second.results.counts).toEqual(first.results.counts)
  const namesOf = ({ results }: typeof first) => results.records.map(({ name }) => name)
  expect(namesOf(second)).toEqual(namesOf(first))
  expect(await stepAt(second.run.id, 'write')).toMatchObject({
    ...{ would: 'create', takenFrom: first.run.id },
  })
  const third = await tryOut(flowId, { after: second.run.id })
  expect(await stepAt(third.run.id, 'lookup')).toMatchObject({ takenFrom: first.run.id })
})

test('run to here ends behind that node, whatever is unfinished further on', async () => {
  const flow = lookupFlow('fourth')
  const write = flow.nodes.find(({ id }) => id === 'write')
  if (write) write.config = { recordType: 'customer' }
  const flowId = await create(flow)
  const whole = await startRun(world.engine, {
    ...{ flowId, trigger: 'manual', dryRun: true, draft: true, limit: 2 },
  })
  expect(whole.ok).toBe(false)
  const { run, results, netsuite } = await tryOut(flowId, { since: SINCE, limit: 2, until: 'map' })
  expect(run.counts).toMatchObject({ read: 2, done: 2 })
  expect(Object.keys(run.nodes).toSorted()).toEqual(['lookup', 'map', 'named', 'read'])
  expect(results.records[0]).toMatchObject({ verdict: null, writes: [] })
  expect(netsuite.total).toBe(0)
})

test('samples are put in at their node, and no source is read', async () => {
  const flowId = await create(lookupFlow('fifth'))
  const record = { id: 'cus_none', name: 'Anna Bell', email: 'ANNA@example.com' }
  const at = { node: 'map', records: [{ key: 'cus_none', record }] }
  const { run, results, stripe } = await tryOut(flowId, { samples: at })
  expect(run).toMatchObject({ state: 'done', counts: { read: 1, done: 1 } })
  expect(Object.keys(run.nodes).toSorted()).toEqual(['map', 'write'])
  expect(results.records[0]).toMatchObject({ key: 'cus_none', verdict: 'create' })
  expect(stripe.total).toBe(0)
  expect((await stepAt(run.id, 'write'))?.request?.body).toMatchObject({
    email: 'anna@example.com',
  })
})

test('kept output stands in for its node and all that only feeds it, in tests of the draft alone', async () => {
  const flowId = await create(lookupFlow('sixth'))
  const record = { id: 'cus_kept', name: 'Kept', email: 'kept@example.com' }
  const pin = { node: 'lookup', records: [{ key: 'cus_kept', record }] }
  await edit(flowId, [{ type: 'set-pin', pin }], 1)
  const { run, results, stripe } = await tryOut(flowId, { since: SINCE, limit: 5 })
  expect(run.counts).toMatchObject({ read: 1, done: 1 })
  expect(Object.keys(run.nodes).toSorted()).toEqual(['lookup', 'map', 'write'])
  expect(results.records[0]).toMatchObject({ key: 'cus_kept', verdict: 'create' })
  expect(await stepAt(run.id, 'lookup')).toMatchObject({ pinned: true, exchanges: [] })
  expect(stripe.total).toBe(0)

  const published = await publishFlow(world.engine, { flowId })
  if (!published.ok) throw new Error(JSON.stringify(published.problems))
  const dry = await startRun(world.engine, {
    ...{ flowId, trigger: 'manual', dryRun: true, since: SINCE, limit: 2 },
  })
  if (!dry.ok) throw new Error(JSON.stringify(dry.problems))
  const real = await waitForRun(world.engine, dry.runId, AbortSignal.timeout(100_000))
  expect(real.nodes).toMatchObject({ read: { done: 2 }, lookup: { done: 2 } })
})

test('a write that would be refused is foretold with its reason', async () => {
  const flow = lookupFlow('seventh')
  const flowId = await create(flow)
  const wrong = mappingOf(flow).replace('"email":', '"e-mail":')
  const edits: FlowEdit[] = [
    { type: 'configure-node', id: 'map', field: 'mapping', value: wrong },
    { type: 'configure-node', id: 'map', field: 'required', value: ['email'] },
  ]
  await edit(flowId, edits, 1)
  const { results } = await tryOut(flowId, { since: SINCE, limit: 2 })
  expect(results.counts).toMatchObject({ fail: 2, create: 0 })
  expect(results.records[0]).toMatchObject({ verdict: 'fail', outcome: 'failed', nodeId: 'map' })
  expect(results.records[0]?.reason).toContain('email')
})

test('a test says how many records went over each edge', async () => {
  const flowId = await create(lookupFlow('eighth'))
  const { results } = await tryOut(flowId, { since: SINCE, limit: 3 })
  expect(results.edges).toEqual({
    'read out': 3,
    'named out': 3,
    'lookup out': 3,
    'map out': 3,
    'write out': 3,
  })
})

async function stepAt(runId: number, nodeId: string) {
  const { records } = await testResults(world.engine, runId)
  const [first] = records
  if (!first) throw new Error('The test has no record.')
  const { steps } = await traceRecord(world.engine, { runId, ...first })
  return steps.find((step) => step.nodeId === nodeId)
}

function mappingOf(flow: FlowDocument): string {
  return String(flow.nodes.find(({ id }) => id === 'map')?.config.mapping)
}
