import { eq, sql } from 'drizzle-orm'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { effects, flows, recordErrors, runs } from '#db/schema/index.ts'
import { NodeError } from '#nodes/errors.ts'
import { chain, node } from '../testing/flows.ts'
import { listErrors, resolveErrors, type ErrorRow } from './errors.ts'
import { waitForRun } from './live.ts'
import { listRecords } from './records.ts'
import { retryErrors } from './retry-errors.ts'
import { cancelRun, listRuns, runSnapshot, type RunSnapshot } from './runs.ts'
import { startRun } from './start-run.ts'
import { benchRecord, openEngineBench, refusal, type EngineBench, type Fate } from './testing.ts'
import { traceKey } from './trace.ts'
import { openWaitingRoom } from './waiting.ts'

let bench: EngineBench

beforeEach(async () => {
  bench = await openEngineBench()
  bench.records = [benchRecord(1)]
})
afterEach(() => bench.close())

const KEY = 'in_0001'

/** The node finds nothing so often: the record waits for a Stripe invoice. */
function waits(times: number, id = 'in_parent'): Fate[] {
  return Array.from({ length: times }, () => ({
    error: new NodeError({
      class: 'missing',
      code: 'waits',
      message: `Waits for Stripe ${id} to arrive in NetSuite.`,
      waitFor: { system: 'stripe', id },
    }),
  }))
}

/** What another flow of the integration has made of a Stripe record. */
async function link(id = 'in_parent'): Promise<void> {
  await bench.engine.database.db.insert(effects).values({
    ...{ lineage: 'other', nodeId: 'write', identity: id, role: 'invoice', integrationId: 'bench' },
    ...{ state: 'confirmed', payloadHash: '', runId: 0, page: 0, attempt: 0, targetId: '77' },
    ...{ sourceSystem: 'stripe', sourceType: 'invoice', sourceId: id, confirmedAt: sql`now()` },
    ...{ targetSystem: 'netsuite', targetType: 'invoice' },
  })
}

/** One look of a worker that has just come, so that nothing of an earlier look makes it rest. */
const look = () => openWaitingRoom(bench.engine)()

async function theError(): Promise<ErrorRow> {
  const [error] = await listErrors(bench.engine)
  if (!error) throw new Error('There is no error.')
  return error
}

async function change(set: Partial<Record<'occurredAt' | 'waitingSince', string>>): Promise<void> {
  const { occurredAt, waitingSince } = set
  await bench.engine.database.db.update(recordErrors).set({
    ...(occurredAt ? { occurredAt: sql`now() - ${occurredAt}::interval` } : {}),
    ...(waitingSince ? { waitingSince: sql`now() - ${waitingSince}::interval` } : {}),
  })
}

async function retries(): Promise<RunSnapshot[]> {
  const all = await listRuns(bench.engine, { flowId: bench.flowId })
  return all.filter((run) => run.trigger === 'retry').toReversed()
}

/** Sees the retry through that comes of a look, this one or the worker's own; it is the `nth`. */
async function lookAndFinish(nth = 1): Promise<RunSnapshot> {
  await look()
  const run = (await retries())[nth - 1]
  if (!run) throw new Error(`There is no retry ${nth}.`)
  return waitForRun(bench.engine, run.id, AbortSignal.timeout(50_000))
}

it('a record that waits ends its run as done, and says what it waits for', async () => {
  await bench.startWorker()
  bench.fates.check.set(KEY, waits(1))
  const run = await bench.run()
  expect(run).toMatchObject({
    ...{ state: 'done', counts: { read: 1, done: 0, failed: 0, waiting: 1 } },
    nodes: { check: { waiting: 1 } },
  })
  expect(await theError()).toMatchObject({
    ...{ state: 'waiting', class: 'missing', waitsFor: { system: 'stripe', id: 'in_parent' } },
    ...{ waitingSince: expect.any(String), tries: 1 },
  })
  const { records } = await listRecords(bench.engine, { runId: run.id })
  expect(records).toMatchObject([{ outcome: 'waiting', nodeId: 'check' }])
  const [trace] = await traceKey(bench.engine, KEY)
  expect(trace?.steps).toMatchObject([{ outcome: 'waiting', output: null }])
  await look()
  expect(await retries()).toEqual([])
})

it('a waiting record lets the cursor of its flow move, because it is kept', async () => {
  await bench.startWorker()
  bench.fates.check.set(KEY, waits(1))
  await bench.run()
  const [flow] = await bench.engine.database.db.select().from(flows)
  expect(flow?.cursor).toBeInstanceOf(Date)
})

it('a record goes on by itself when what it waited for has been linked', async () => {
  await bench.startWorker()
  bench.fates.check.set(KEY, waits(1))
  await bench.run()
  await link('in_another')
  await look()
  expect(await retries()).toEqual([])
  await link()
  const run = await lookAndFinish()
  expect(run).toMatchObject({ counts: { read: 1, done: 1, waiting: 0 } })
  expect(bench.written).toEqual([KEY])
  expect(await theError()).toMatchObject({ state: 'resolved' })
})

it('ten records that wait for the same go on together', async () => {
  await bench.startWorker()
  bench.records = Array.from({ length: 10 }, (_, index) => benchRecord(index))
  for (const { key } of bench.records) bench.fates.check.set(key, waits(1))
  expect((await bench.run()).counts).toMatchObject({ waiting: 10 })
  await link()
  expect((await lookAndFinish()).counts).toMatchObject({ read: 10, done: 10 })
  expect(bench.written.toSorted()).toEqual(bench.records.map(({ key }) => key))
  await look()
  expect(await retries()).toHaveLength(1)
})

it('a link that the node does not find releases a record a few times only', async () => {
  await bench.startWorker()
  await link()
  bench.fates.check.set(KEY, waits(4))
  await bench.run()
  const since = (await theError()).waitingSince
  await lookAndFinish()
  await lookAndFinish(2)
  await look()
  await look()
  expect(await retries()).toHaveLength(2)
  expect(await theError()).toMatchObject({ state: 'waiting', tries: 3, waitingSince: since })
  // About hourly even so: it may have been made by hand.
  await change({ occurredAt: '61 minutes' })
  await lookAndFinish(3)
  await look()
  expect(await retries()).toHaveLength(3)
  await change({ occurredAt: '61 minutes' })
  expect((await lookAndFinish(4)).counts).toMatchObject({ done: 1 })
})

it('a link made while a record was being tried in vain releases it, however often it was tried', async () => {
  await bench.startWorker()
  bench.fates.check.set(KEY, waits(5))
  await bench.run()
  for (const nth of [1, 2, 3, 4]) {
    await change({ occurredAt: '61 minutes' })
    await lookAndFinish(nth)
  }
  expect(await theError()).toMatchObject({ state: 'waiting', tries: 5 })
  await link()
  expect((await lookAndFinish(5)).counts).toMatchObject({ done: 1 })
})

it('a record whose other one never comes is handed to a person after seven days', async () => {
  await bench.startWorker()
  bench.fates.check.set(KEY, waits(2))
  await bench.run()
  await change({ waitingSince: '6 days 23 hours' })
  await look()
  expect(await theError()).toMatchObject({ state: 'waiting' })
  await change({ waitingSince: '7 days 1 minute' })
  await look()
  expect(await theError()).toMatchObject({
    state: 'open',
    message: expect.stringMatching(/not happened in 7 days: find out why, then retry/),
  })
  // Whoever retries it gives it its whole time again.
  const { runIds } = await retryErrors(bench.engine, { ids: [(await theError()).id] })
  await waitForRun(bench.engine, runIds[0] ?? 0, AbortSignal.timeout(50_000))
  await look()
  expect(await theError()).toMatchObject({ state: 'waiting', tries: 2 })
})

it('a record that is read again goes on waiting from when it began to', async () => {
  await bench.startWorker()
  bench.fates.check.set(KEY, waits(2))
  await bench.run()
  await change({ waitingSince: '3 days' })
  const { id, waitingSince } = await theError()
  await bench.run()
  const again = await theError()
  expect(again).toMatchObject({ state: 'waiting', waitingSince })
  expect(again.id).not.toBe(id)
  // Read once more it gets through: nothing waits any longer.
  await bench.run()
  expect(await listErrors(bench.engine, { state: 'waiting' })).toEqual([])
  expect(bench.written).toEqual([KEY])
})

it('a person may retry or resolve a waiting record at any time', async () => {
  await bench.startWorker()
  bench.records = [benchRecord(1), benchRecord(2)]
  for (const { key } of bench.records) bench.fates.check.set(key, waits(1))
  await bench.run()
  const [second, first] = (await listErrors(bench.engine)).map((error) => error.id)
  const { runIds, left } = await retryErrors(bench.engine, { ids: [first ?? 0] })
  expect(left).toEqual([])
  const run = await waitForRun(bench.engine, runIds[0] ?? 0, AbortSignal.timeout(50_000))
  expect(run.counts).toMatchObject({ done: 1 })
  await resolveErrors(bench.engine, { ids: [second ?? 0], resolution: 'Booked by hand.' })
  await link()
  await look()
  expect(await retries()).toHaveLength(1)
  expect(bench.written).toEqual([KEY])
})

it('a release that is cancelled lets the record wait on, and is not repeated at once', async () => {
  const worker = await bench.startWorker()
  bench.fates.check.set(KEY, waits(1))
  await bench.run()
  await worker.stop()
  const { id, state } = await startManual()
  expect(state).toBe('running')
  await link()
  await look()
  const [released] = await retries()
  expect(released).toMatchObject({ state: 'queued', counts: { read: 1 } })
  // One retry waits behind the active run: more would only queue up.
  await look()
  expect(await retries()).toHaveLength(1)
  await cancelRun(bench.engine, { runId: released?.id ?? 0 })
  expect(await theError()).toMatchObject({ state: 'waiting', tries: 2 })
  await cancelRun(bench.engine, { runId: id })
})

async function startManual(): Promise<RunSnapshot> {
  const started = await startRun(bench.engine, { flowId: bench.flowId, trigger: 'manual' })
  if (!started.ok) throw new Error('The flow runs.')
  return runSnapshot(bench.engine, started.runId)
}

it('a disabled flow goes on only with records that a person had run', async () => {
  await bench.startWorker()
  const { db } = bench.engine.database
  bench.fates.check.set(KEY, waits(1))
  const run = await bench.run()
  await db.update(runs).set({ trigger: 'schedule' }).where(eq(runs.id, run.id))
  await link()
  await look()
  expect(await retries()).toEqual([])
  await db.update(flows).set({ enabled: true })
  expect((await lookAndFinish()).counts).toMatchObject({ done: 1 })
})

it('in a dry run a record that would wait is told as waiting and leaves no error', async () => {
  await bench.startWorker()
  bench.fates.check.set(KEY, waits(1))
  const run = await bench.run({ dryRun: true })
  expect(run.counts).toMatchObject({ failed: 0, waiting: 1 })
  expect(await listErrors(bench.engine)).toEqual([])
  const { records } = await listRecords(bench.engine, { runId: run.id })
  expect(records).toMatchObject([{ reason: expect.stringMatching(/^Waits for Stripe in_parent/) }])
})

it('a part that a branch lets wait begins anew as a part', async () => {
  await bench.startWorker()
  const flow = chain('Parts', [
    node('source', 'stripe.list-source'),
    node('split', 'transform.split', { list: 'payments', into: 'payment' }),
    node('find', 'lookup.links', { id: 'payment.id', targetType: 'invoice', into: 'found' }),
    node('known', 'transform.branch', {
      rows: [{ name: 'Known', condition: '$exists(found.id)' }],
    }),
    node('write', 'netsuite.upsert', { body: '{}' }),
  ])
  flow.nodes.push(
    node('stop', 'flow.stop', {
      ...{ message: '"First " & payment.id', kind: 'missing', waitForId: 'payment.id' },
    }),
  )
  const edges = flow.edges.map((edge) =>
    edge.from === 'known' ? { ...edge, port: 'known' } : edge,
  )
  await bench.publish({
    ...flow,
    edges: [...edges, { from: 'known', port: 'otherwise', to: 'stop' }],
  })
  bench.records = [benchRecord(1, { payments: [{ id: 'in_a' }, { id: 'in_b' }] })]
  await link('in_a')
  expect((await bench.run()).counts).toMatchObject({ read: 2, done: 1, waiting: 1 })
  expect(await theError()).toMatchObject({ recordKey: `${KEY}#in_b`, nodeId: 'stop' })
  await link('in_b')
  expect(await lookAndFinish()).toMatchObject({
    ...{ counts: { read: 1, done: 1 } },
    nodes: { find: { done: 1 }, known: { done: 1 }, write: { done: 1 } },
  })
  expect(bench.written).toEqual([`${KEY}#in_a`, `${KEY}#in_b`])
})

it('a record that waits on one way and is refused on another is for a person', async () => {
  await bench.startWorker()
  const flow = chain('Fork', [
    node('source', 'stripe.list-source'),
    node('check', 'stripe.get', { id: 'id' }),
    node('left', 'netsuite.upsert', { body: '{}' }),
  ])
  flow.nodes.push(node('right', 'netsuite.upsert', { body: '{}' }))
  flow.edges.push({ from: 'check', port: 'out', to: 'right' })
  await bench.publish(flow)
  bench.fates.write.set(KEY, [...waits(1), { error: refusal() }])
  expect((await bench.run()).counts).toMatchObject({ failed: 1, waiting: 0 })
  expect(await theError()).toMatchObject({ state: 'open', class: 'value', waitsFor: null })
})

it('a worker that comes after one that died finds what has been linked meanwhile', async () => {
  const worker = await bench.startWorker()
  bench.fates.check.set(KEY, waits(1))
  await bench.run()
  await worker.stop()
  await link()
  await bench.startWorker()
  const written = () => bench.written
  await expect.poll(written, { timeout: 50_000, interval: 50 }).toEqual([KEY])
})
