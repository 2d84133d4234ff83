import { afterAll, beforeAll, expect, it } from 'vitest'
import { listRecords } from './records.ts'
import {
  benchDocument,
  benchRecord,
  hiccup,
  openEngineBench,
  refusal,
  type EngineBench,
} from './testing.ts'
import { traceKey, traceRecord } from './trace.ts'
import type { RunSnapshot } from './runs.ts'

let bench: EngineBench
let run: RunSnapshot

beforeAll(async () => {
  bench = await openEngineBench()
  await bench.startWorker()
  bench.records = Array.from({ length: 30 }, (_, index) => benchRecord(index))
  bench.fates.check.set('in_0001', [{ filtered: 'The invoice is a draft.' }])
  bench.fates.write.set('in_0002', [{ error: refusal() }])
  bench.fates.write.set('in_0028', [{ error: hiccup() }, { error: hiccup() }])
  run = await bench.run()
})
afterAll(() => bench.close())

it('a trace shows every step with what came in, what went out and what was asked', async () => {
  const place = { runId: run.id, page: 1, position: 0 }
  const { record, steps } = await traceRecord(bench.engine, place)
  expect(record).toMatchObject({ key: 'in_0000', outcome: 'done', targetId: 'ns-in_0000' })
  expect(steps).toMatchObject([
    {
      ...{ nodeId: 'check', nodeName: 'Check', kind: 'stripe.get', outcome: 'done' },
      input: { id: 'in_0000', number: 'INV-0000' },
      output: { id: 'in_0000', number: 'INV-0000', checked: true },
    },
    {
      ...{ nodeId: 'write', kind: 'netsuite.upsert', outcome: 'done' },
      output: { id: 'in_0000', checked: true, netsuite: { id: 'ns-in_0000' } },
      exchanges: [{ method: 'POST', status: 204 }],
    },
  ])
})

it('a record that did not get through shows why, and nothing that went on', async () => {
  const filtered = await traceRecord(bench.engine, { runId: run.id, page: 1, position: 1 })
  expect(filtered.steps).toMatchObject([
    { nodeId: 'check', outcome: 'filtered', reason: 'The invoice is a draft.', output: null },
  ])
  const failed = await traceRecord(bench.engine, { runId: run.id, page: 1, position: 2 })
  expect(failed.steps.at(-1)).toMatchObject({
    ...{ nodeId: 'write', outcome: 'failed', output: null },
    error: { class: 'value', code: 'USER_ERROR', field: 'entity' },
    intent: { id: 'in_0002', checked: true },
  })
})

it('a record tried again shows all its tries in order', async () => {
  const place = { runId: run.id, page: 1, position: 28 }
  const { record, steps } = await traceRecord(bench.engine, place)
  expect(record).toMatchObject({ key: 'in_0028', outcome: 'done' })
  expect(steps.map((step) => [step.nodeId, step.outcome])).toEqual([
    ['check', 'done'],
    ['write', 'failed'],
    ['write', 'failed'],
    ['write', 'done'],
  ])
  expect(steps.map((step) => step.at)).toEqual(steps.map((step) => step.at).sort())
})

it('a key is followed through every run, each with the names its version had', async () => {
  const renamed = benchDocument('check')
  await bench.publish({
    ...renamed,
    nodes: renamed.nodes.map((node) => ({ ...node, name: `${node.name}, renamed` })),
  })
  const later = await bench.run()
  const traces = await traceKey(bench.engine, 'in_0000')
  expect(traces.map(({ record }) => record.runId)).toEqual([later.id, run.id])
  expect(traces.map(({ steps }) => steps.map((step) => step.nodeName))).toEqual([
    ['Write invoice, renamed'],
    ['Check', 'Write invoice'],
  ])
  expect(await traceKey(bench.engine, 'in_none')).toEqual([])
})

it('a dry run says what it would write', async () => {
  bench.records = [benchRecord(900)]
  const dry = await bench.run({ dryRun: true })
  const [row] = (await listRecords(bench.engine, { runId: dry.id })).records
  expect(row).toMatchObject({ dryRun: true, key: 'in_0900' })
  const { steps } = await traceRecord(bench.engine, { runId: dry.id, page: 1, position: 0 })
  expect(steps.at(-1)).toMatchObject({
    intent: { id: 'in_0900' },
    changes: [
      { field: 'id', from: null, to: 'in_0900' },
      { field: 'number', from: null, to: 'INV-0900' },
    ],
  })
  expect(bench.written).not.toContain('in_0900')
})

it('a place without a record is said to be missing', async () => {
  const place = { runId: run.id, page: 9, position: 0 }
  await expect(traceRecord(bench.engine, place)).rejects.toThrow('has no record at page 9')
})
