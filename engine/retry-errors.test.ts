import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { auditLog, flows } from '#db/schema/index.ts'
import { listErrors } from './errors.ts'
import { waitForRun } from './live.ts'
import { listRecords } from './records.ts'
import { retryErrors } from './retry-errors.ts'
import { cancelRun, runSnapshot } from './runs.ts'
import { startRun } from './start-run.ts'
import {
  benchDocument,
  benchRecord,
  hiccup,
  openEngineBench,
  refusal,
  type EngineBench,
} from './testing.ts'
import { traceKey } from './trace.ts'

let bench: EngineBench

beforeEach(async () => {
  bench = await openEngineBench()
  bench.records = Array.from({ length: 3 }, (_, index) => benchRecord(index))
})
afterEach(() => bench.close())

/** Runs the flow once and gives the ids of its open errors. */
async function failOnce(): Promise<number[]> {
  await bench.run()
  return openIds()
}

async function openIds(): Promise<number[]> {
  return (await listErrors(bench.engine, { state: 'open' })).map((error) => error.id)
}

const patience = () => AbortSignal.timeout(50_000)

it('a retried record goes on at the node that failed, and its error is resolved', async () => {
  await bench.startWorker()
  bench.fates.write.set('in_0001', [{ error: refusal() }])
  const before = await bench.engine.database.db.select().from(flows)
  const ids = await failOnce()
  const cursor = await bench.engine.database.db.select().from(flows)
  const { runIds, left } = await retryErrors(bench.engine, { ids })
  expect(left).toEqual([])
  expect(runIds).toHaveLength(1)
  const run = await waitForRun(bench.engine, runIds[0] ?? 0, patience())
  expect(run).toMatchObject({
    ...{ trigger: 'retry', state: 'done' },
    counts: { read: 1, done: 1, failed: 0, waiting: 0 },
    nodes: { write: { done: 1 } },
  })
  expect(bench.written.filter((key) => key === 'in_0001')).toHaveLength(1)
  expect(await listErrors(bench.engine, { state: 'resolved' })).toMatchObject([
    { id: ids[0], resolution: 'A later try went through.' },
  ])
  const [trace] = await traceKey(bench.engine, 'in_0001')
  expect(trace?.record).toMatchObject({ runId: run.id, name: 'INV-0001', amount: '12.50' })
  expect(trace?.steps).toMatchObject([{ nodeId: 'write', input: { checked: true } }])
  // Trying records again says nothing about what has been read.
  expect(before[0]?.cursor).toBeNull()
  const after = await bench.engine.database.db.select().from(flows)
  expect(after[0]?.cursor).toEqual(cursor[0]?.cursor)
  const audited = await bench.engine.database.db
    .select()
    .from(auditLog)
    .where(eq(auditLog.action, 'error.retry'))
  expect(audited).toMatchObject([{ subjectId: String(run.id), change: { errors: ids } }])
})

it('a record that fails again has the same error, open again, with what went wrong now', async () => {
  await bench.startWorker()
  bench.fates.check.set('in_0001', [{ error: refusal('The check refuses.') }])
  bench.fates.write.set('in_0001', [{ error: refusal('The write refuses.') }])
  const ids = await failOnce()
  const { runIds } = await retryErrors(bench.engine, { ids })
  const run = await waitForRun(bench.engine, runIds[0] ?? 0, patience())
  expect(run.counts).toMatchObject({ read: 1, failed: 1 })
  const errors = await listErrors(bench.engine)
  expect(errors).toMatchObject([
    {
      ...{ id: ids[0], state: 'open', tries: 2, message: 'The write refuses.' },
      ...{ nodeId: 'write', runId: run.id, page: 1, position: 0 },
    },
  ])
  // The third try begins where the second ended.
  const again = await retryErrors(bench.engine, { ids })
  const last = await waitForRun(bench.engine, again.runIds[0] ?? 0, patience())
  expect(last.nodes).toEqual({ write: { done: 1 } })
  expect(await openIds()).toEqual([])
})

it('a passing fault during a retry is tried again by itself', async () => {
  await bench.startWorker()
  bench.fates.write.set('in_0002', [{ error: refusal() }, { error: hiccup() }])
  const { runIds } = await retryErrors(bench.engine, { ids: await failOnce() })
  const run = await waitForRun(bench.engine, runIds[0] ?? 0, patience())
  expect(run.counts).toMatchObject({ read: 1, done: 1, waiting: 0 })
  const { records } = await listRecords(bench.engine, { runId: run.id })
  expect(records).toMatchObject([{ key: 'in_0002', outcome: 'done' }])
  expect(await openIds()).toEqual([])
})

it('more records than fit one page are tried on several', async () => {
  await bench.startWorker()
  bench.records = Array.from({ length: 130 }, (_, index) => benchRecord(index))
  for (const { key } of bench.records) bench.fates.write.set(key, [{ error: refusal() }])
  const ids: number[] = await bench
    .run()
    .then(async () => (await listErrors(bench.engine, { limit: 200 })).map((one) => one.id))
  const { runIds } = await retryErrors(bench.engine, { ids })
  const run = await waitForRun(bench.engine, runIds[0] ?? 0, patience())
  expect(run.counts).toMatchObject({ read: 130, done: 130 })
  const places = (await listRecords(bench.engine, { runId: run.id, limit: 200 })).records
  expect(Math.max(...places.map((record) => record.page))).toBe(2)
  expect(new Set(bench.written).size).toBe(130)
})

it('a retry waits behind the active run and begins by itself when that ends', async () => {
  const worker = await bench.startWorker()
  bench.fates.write.set('in_0001', [{ error: refusal() }])
  const ids = await failOnce()
  await worker.stop()
  const active = await startRun(bench.engine, { flowId: bench.flowId, trigger: 'manual' })
  const { runIds } = await retryErrors(bench.engine, { ids })
  const retryId = runIds[0] ?? 0
  expect(await runSnapshot(bench.engine, retryId)).toMatchObject({ state: 'queued' })
  expect(await retryErrors(bench.engine, { ids })).toEqual({
    runIds: [],
    left: [{ id: ids[0], reason: 'It is being tried again already.' }],
  })
  await bench.startWorker()
  const run = await waitForRun(bench.engine, retryId, patience())
  expect(run).toMatchObject({ state: 'done', counts: { read: 1 } })
  if (!active.ok) throw new Error('The flow runs.')
  expect(await runSnapshot(bench.engine, active.runId)).toMatchObject({ state: 'done' })
})

it('errors of a retry that is cancelled are open again', async () => {
  const worker = await bench.startWorker()
  bench.fates.write.set('in_0001', [{ error: refusal() }])
  const ids = await failOnce()
  await worker.stop()
  const { runIds } = await retryErrors(bench.engine, { ids })
  expect(await openIds()).toEqual([])
  await cancelRun(bench.engine, { runId: runIds[0] ?? 0 })
  expect(await openIds()).toEqual(ids)
  await startRun(bench.engine, { flowId: bench.flowId, trigger: 'manual' })
  const waiting = await retryErrors(bench.engine, { ids })
  expect(await cancelRun(bench.engine, { runId: waiting.runIds[0] ?? 0 })).toMatchObject({
    state: 'cancelled',
    startedAt: null,
  })
  expect(await openIds()).toEqual(ids)
})

it('an error whose node is gone stays open and says so', async () => {
  await bench.startWorker()
  bench.fates.check.set('in_0000', [{ error: refusal() }])
  bench.fates.write.set('in_0001', [{ error: refusal() }])
  await failOnce()
  const errors = await listErrors(bench.engine)
  const gone = errors.find((error) => error.nodeId === 'check')?.id
  await bench.publish(benchDocument('check'))
  const retried = await retryErrors(bench.engine, {
    ids: [...errors.map((error) => error.id), 999],
  })
  expect(retried.left).toEqual([
    { id: 999, reason: 'There is no error 999.' },
    { id: gone, reason: expect.stringContaining('no longer has the node') },
  ])
  const run = await waitForRun(bench.engine, retried.runIds[0] ?? 0, patience())
  expect(run).toMatchObject({ version: 2, counts: { read: 1, done: 1 } })
  expect(await openIds()).toEqual([gone])
})
