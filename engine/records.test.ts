import { afterAll, beforeAll, expect, it } from 'vitest'
import { listRecords, searchRecords, skippedBySource } from './records.ts'
import { benchRecord, openEngineBench, refusal, type EngineBench } from './testing.ts'
import type { RunSnapshot } from './runs.ts'

let bench: EngineBench
let first: RunSnapshot
let second: RunSnapshot

beforeAll(async () => {
  bench = await openEngineBench()
  await bench.startWorker()
  bench.records = Array.from({ length: 60 }, (_, index) => benchRecord(index))
  bench.skipped = [{ key: 'in_echo', reason: 'Our own write caused this event.' }]
  bench.fates.check.set('in_0002', [{ filtered: 'The invoice is a draft.' }])
  bench.fates.write.set('in_0003', [{ error: refusal() }])
  first = await bench.run()
  second = await bench.run()
})
afterAll(() => bench.close())

it('the records of a run come in the order they were read, a page at a time', async () => {
  const request = { runId: first.id, limit: 50 }
  const one = await listRecords(bench.engine, request)
  expect(one.records.map((record) => record.key)).toEqual(
    bench.records.slice(0, 50).map((record) => record.key),
  )
  if (!one.next) throw new Error('There is a second page.')
  const two = await listRecords(bench.engine, { ...request, after: one.next })
  expect(two.records.map((record) => record.key)).toEqual(
    bench.records.slice(50).map((record) => record.key),
  )
  expect(two.next).toBeNull()
})

it('a record says where its way ended, by the name of the node, and why', async () => {
  const filtered = await listRecords(bench.engine, { runId: first.id, outcome: 'filtered' })
  expect(filtered.records).toMatchObject([
    { key: 'in_0002', nodeId: 'check', nodeName: 'Check', reason: 'The invoice is a draft.' },
  ])
  const failed = await listRecords(bench.engine, { runId: first.id, outcome: 'failed' })
  expect(failed.records).toMatchObject([
    { key: 'in_0003', nodeName: 'Write invoice', reason: 'NetSuite needs a value for Entity.' },
  ])
  const [done] = (await listRecords(bench.engine, { runId: first.id, limit: 1 })).records
  expect(done).toMatchObject({
    ...{ flowName: 'Invoices', trigger: 'manual', dryRun: false, outcome: 'done', nodeId: null },
    ...{ name: 'INV-0000', amount: '12.50', currency: 'USD', targetId: 'ns-in_0000' },
  })
})

it('a text narrows the records of a run, wherever it stands and whatever its case', async () => {
  const found = await listRecords(bench.engine, { runId: first.id, search: 'inv-004' })
  expect(found.records.map((record) => record.name)).toEqual(
    Array.from({ length: 10 }, (_, index) => `INV-004${index}`),
  )
  expect((await listRecords(bench.engine, { runId: first.id, search: '%' })).records).toEqual([])
})

it('a record is found in every run by key, number or target id, newest first', async () => {
  for (const query of ['in_0007', 'INV-0007', 'inv-0007', 'ns-in_0007']) {
    const found = await searchRecords(bench.engine, { query })
    expect(found.map((record) => [record.runId, record.key])).toEqual([
      [second.id, 'in_0007'],
      [first.id, 'in_0007'],
    ])
  }
})

it('the beginning of a key finds it, its middle does not', async () => {
  const found = await searchRecords(bench.engine, { query: 'in_001', limit: 15 })
  expect(found).toHaveLength(15)
  expect(new Set(found.map((record) => record.key.slice(0, 6)))).toEqual(new Set(['in_001']))
  expect(await searchRecords(bench.engine, { query: '_0010' })).toEqual([])
  expect(await searchRecords(bench.engine, { query: ' ' })).toEqual([])
})

it('a search reads indexes, not the table', async () => {
  const { pool } = bench.engine.database
  const plan = await pool.begin(async (tx) => {
    await tx`set local enable_seqscan = off`
    return tx`explain select * from record_index
      where key ~>=~ 'in_0010' and key ~<~ 'in_0010x' or name ~>=~ 'INV' and name ~<~ 'INVx'
        or target_id ~>=~ 'ns' and target_id ~<~ 'nsx'`
  })
  const text = JSON.stringify(plan)
  expect(text).toContain('Bitmap Index Scan')
  expect(text).not.toContain('Seq Scan')
})

it('what the source left out is kept with its reason', async () => {
  expect(await skippedBySource(bench.engine, first.id)).toEqual(bench.skipped)
})

it('a run that does not exist is said to be missing', async () => {
  await expect(listRecords(bench.engine, { runId: 999_999 })).rejects.toThrow(
    'There is no run 999999.',
  )
})
