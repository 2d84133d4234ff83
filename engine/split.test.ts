import { afterEach, beforeEach, expect, it } from 'vitest'
import { chain, node } from '../testing/flows.ts'
import { listErrors } from './errors.ts'
import type { FlowDocument } from './graph/schema.ts'
import { waitForRun } from './live.ts'
import { listRecords } from './records.ts'
import { retryErrors } from './retry-errors.ts'
import { benchRecord, hiccup, openEngineBench, refusal, type EngineBench } from './testing.ts'
import { traceKey } from './trace.ts'

let bench: EngineBench

beforeEach(async () => {
  bench = await openEngineBench()
  await bench.startWorker()
})
afterEach(() => bench.close())

const payments = (...ids: string[]) => ({ payments: ids.map((id) => ({ id })) })

const SPLIT = chain('Split', [
  node('source', 'stripe.list-source'),
  node('check', 'stripe.get', { id: 'id' }),
  node('split', 'transform.split', { list: 'payments', into: 'payment' }),
  node('write', 'netsuite.upsert', { body: '{}' }),
])

/** Each record goes two ways at once. */
function forked(): FlowDocument {
  const document = chain('Fork', [
    node('source', 'stripe.list-source'),
    node('check', 'stripe.get', { id: 'id' }),
    node('left', 'netsuite.upsert', { body: '{}' }),
  ])
  document.nodes.push(node('right', 'netsuite.upsert', { body: '{}' }))
  document.edges.push({ from: 'check', port: 'out', to: 'right' })
  return document
}

async function retryOpen() {
  const open = await listErrors(bench.engine, { state: 'open' })
  const retried = await retryErrors(bench.engine, { ids: open.map(({ id }) => id) })
  expect(retried.left).toEqual([])
  return waitForRun(bench.engine, retried.runIds[0] ?? 0, AbortSignal.timeout(50_000))
}

it('each part of a record is a record of its own: read, written, listed and traced as such', async () => {
  await bench.publish(SPLIT)
  bench.records = [
    benchRecord(1, payments('a', 'b')),
    benchRecord(2, payments()),
    benchRecord(3, payments('a')),
  ]
  const run = await bench.run()
  expect(run).toMatchObject({
    counts: { read: 4, done: 3, filtered: 1, failed: 0 },
    nodes: { source: { done: 3 }, check: { done: 3 }, split: { done: 2, filtered: 1 } },
  })
  expect(bench.written).toEqual(['in_0001#a', 'in_0001#b', 'in_0003#a'])
  const { records } = await listRecords(bench.engine, { runId: run.id })
  expect(records.map(({ key, outcome }) => [key, outcome])).toEqual([
    ['in_0001#a', 'done'],
    ['in_0001#b', 'done'],
    ['in_0002', 'filtered'],
    ['in_0003#a', 'done'],
  ])
  const [trace] = await traceKey(bench.engine, 'in_0001#b')
  expect(trace?.steps.map(({ nodeId }) => nodeId)).toEqual(['check', 'split', 'write'])
  expect((await bench.run()).counts).toMatchObject({ read: 4, done: 0, unchanged: 3 })
})

it('a part that fails is tried again alone, by itself or by a person', async () => {
  await bench.publish(SPLIT)
  bench.records = [benchRecord(1, payments('a', 'b', 'c'))]
  bench.fates.write.set('in_0001#b', [{ error: refusal() }])
  bench.fates.write.set('in_0001#c', [{ error: hiccup() }])
  const run = await bench.run()
  expect(run.counts).toMatchObject({ read: 3, done: 2, failed: 1, waiting: 0 })
  expect(run.nodes.write).toEqual({ done: 2, failed: 1 })
  const [error] = await listErrors(bench.engine, { state: 'open' })
  expect(error).toMatchObject({ recordKey: 'in_0001#b', nodeId: 'write' })
  expect((await retryOpen()).counts).toMatchObject({ read: 1, done: 1 })
  expect(bench.written.toSorted()).toEqual(['in_0001#a', 'in_0001#b', 'in_0001#c'])
  expect(await listErrors(bench.engine, { state: 'open' })).toEqual([])
})

it('a record that waited and is then split takes one place for its first part, and more for the rest', async () => {
  await bench.publish(SPLIT)
  bench.records = [benchRecord(1, payments('a', 'b'))]
  bench.fates.check.set('in_0001', [{ error: hiccup() }])
  const run = await bench.run()
  expect(run.counts).toMatchObject({ read: 2, done: 2, waiting: 0 })
  expect(run.nodes.check).toEqual({ done: 1 })
  const { records } = await listRecords(bench.engine, { runId: run.id })
  expect(records.map(({ key }) => key).toSorted()).toEqual(['in_0001#a', 'in_0001#b'])
})

it('a record that was refused whole has no open error once its parts got through', async () => {
  await bench.publish(SPLIT)
  bench.records = [benchRecord(1, payments('a', 'b'))]
  bench.fates.check.set('in_0001', [{ error: refusal() }])
  await bench.run()
  expect(await listErrors(bench.engine, { state: 'open' })).toHaveLength(1)
  await bench.run()
  expect(await listErrors(bench.engine, { state: 'open' })).toEqual([])
})

it('where a record fails on two ways at once, trying again takes both', async () => {
  await bench.publish(forked())
  bench.records = [benchRecord(1)]
  bench.fates.write.set('in_0001', [{ error: refusal('Left.') }, { error: refusal('Right.') }])
  const run = await bench.run()
  expect(run.counts).toMatchObject({ read: 1, failed: 1 })
  const [error] = await listErrors(bench.engine, { state: 'open' })
  expect(error).toMatchObject({ nodeId: 'check' })
  const retried = await retryOpen()
  expect(retried).toMatchObject({
    counts: { done: 1, failed: 0 },
    nodes: { left: { done: 1 }, right: { done: 1 } },
  })
  expect(bench.written).toHaveLength(2)
})

it('where one of two ways fails, the other is not done again', async () => {
  await bench.publish(forked())
  bench.records = [benchRecord(1)]
  bench.fates.write.set('in_0001', [{ error: refusal() }])
  await bench.run()
  const retried = await retryOpen()
  expect(retried.nodes).toEqual({ left: { done: 1 } })
  expect(bench.written).toHaveLength(2)
})
