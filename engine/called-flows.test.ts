import { afterAll, beforeAll, expect, test } from 'vitest'
import { chain, customerFlow, node } from '../testing/flows.ts'
import { sandboxState } from '../testing/sandbox-calls.ts'
import { openWorld, type World } from '../testing/world.ts'
import {
  createFlow,
  listVersions,
  loadFlow,
  publishFlow,
  saveEdits,
  startRun,
  traceRecord,
  listRecords,
  waitForRun,
} from './api.ts'
import type { FlowDocument } from './graph/schema.ts'

let world: World

beforeAll(async () => {
  world = await openWorld()
  await world.work()
})

afterAll(async () => {
  await world[Symbol.asyncDispose]()
})

async function store(document: FlowDocument): Promise<string> {
  const { flowId } = await createFlow(world.engine, {
    integrationId: world.integrationId,
    document,
  })
  return flowId
}

async function publish(flowId: string) {
  const published = await publishFlow(world.engine, { flowId })
  if (!published.ok) throw new Error(JSON.stringify(published.problems))
}

async function run(flowId: string) {
  const started = await startRun(world.engine, { flowId, trigger: 'manual' })
  if (!started.ok) throw new Error(JSON.stringify(started.problems))
  return waitForRun(world.engine, started.runId, AbortSignal.timeout(60_000))
}

function booking(): FlowDocument {
  const [, ...steps] = customerFlow('Book the customer').nodes
  return chain('Book the customer', [
    node('start', 'flow.start'),
    ...steps,
    node('end', 'flow.end'),
  ])
}

function reading(name: string, flow: string): FlowDocument {
  return chain(name, [
    node('read', 'stripe.list-source', { object: 'customer', backfillDays: 1000 }),
    node('book', 'flow.call', { flow }),
  ])
}

test('two flows that call one write each record once between them, and run its newest version', async () => {
  const shared = await store(booking())
  await publish(shared)
  const first = await store(reading('Nightly', shared))
  const second = await store(reading('At once', shared))
  await publish(first)
  await publish(second)

  const booked = await run(first)
  expect(booked).toMatchObject({ state: 'done', counts: { failed: 0 } })
  expect(booked.counts.done).toBeGreaterThan(30)
  const customers = async () => (await sandboxState(world.sandbox.netsuiteUrl)).customer
  const before = await customers()
  const again = await run(second)
  expect(again.counts).toMatchObject({ done: 0, unchanged: booked.counts.done, failed: 0 })
  expect(await customers()).toEqual(before)

  const { records } = await listRecords(world.engine, { runId: booked.id, outcome: 'done' })
  const [record] = records
  if (!record) throw new Error('no record')
  const { runId, page, position } = record
  const { steps } = await traceRecord(world.engine, { runId, page, position })
  expect(steps.map((step) => step.nodeName)).toEqual(
    expect.arrayContaining(['book', 'named', 'write', 'end']),
  )

  await publish(shared)
  const versions = await listVersions(world.engine, first)
  expect(versions.map(({ number }) => number)).toEqual([2, 1])
  expect(versions[0]?.note).toBe('Calls version 2 of "Book the customer".')
  const { flow, document } = await loadFlow(world.engine, first)
  expect(flow.hasUnpublishedChanges).toBe(false)
  expect(document.called[shared]?.version).toBe(2)
})

test('a flow whose new version would break its callers is not published', async () => {
  const shared = await store(chain('Pass', [node('s', 'flow.start'), node('e', 'flow.end')]))
  await publish(shared)
  await publish(await store(reading('Passing', shared)))
  const { engine } = world
  await saveEdits(engine, {
    flowId: shared,
    baseRevision: 1,
    edits: [
      { type: 'remove-nodes', ids: ['s'] },
      { type: 'add-node', node: node('own', 'stripe.list-source', { object: 'customer' }) },
      { type: 'connect', edge: { from: 'own', port: 'out', to: 'e' } },
    ],
  })
  const refused = await publishFlow(engine, { flowId: shared })
  expect(refused).toMatchObject({ ok: false, problems: [{ code: 'called-flow', node: null }] })
  expect(await listVersions(engine, shared)).toHaveLength(1)
})
