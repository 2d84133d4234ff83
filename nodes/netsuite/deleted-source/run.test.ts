import { afterAll, beforeAll, expect, test } from 'vitest'
import type { NetSuiteBench } from '../../../testing/netsuite-bench.ts'
import { startNetSuite } from '../../../testing/netsuite-bench.ts'
import { runNetsuiteDeletedSource } from './run.ts'

let netsuite: NetSuiteBench
const signal = new AbortController().signal
beforeAll(async () => {
  netsuite = await startNetSuite()
})
afterAll(() => netsuite.close())

test('the source of deleted records gives those of its type, by the id they had', async () => {
  const since = await netsuite.read.serverTime(signal)
  const customer = { companyName: 'Gone', subsidiary: { id: '1' } }
  const id = await netsuite.write.create('customer', customer, signal)
  await netsuite.write.remove('customer', { id }, signal)
  const context = netsuite.sourceContext({ since, until: new Date(Date.now() + 60_000) })
  const read = (recordType: string) =>
    runNetsuiteDeletedSource.read({ recordType, backfillDays: 30, againDays: 0 }, context, null)
  expect(await read('customer')).toMatchObject({
    records: [{ key: id, record: { id, type: 'customer' }, facts: { name: expect.any(String) } }],
    next: null,
  })
  expect(await read('invoice')).toMatchObject({ records: [] })
})

test('the source of deleted records reads some days again when it is told to', async () => {
  const facts = { companyName: 'Gone too', subsidiary: { id: '1' } }
  const id = await netsuite.write.create('customer', facts, signal)
  await netsuite.write.remove('customer', { id }, signal)
  const later = new Date(Date.now() + 3_600_000)
  const context = netsuite.sourceContext({ since: later, until: later })
  const keys = async (againDays: number) => {
    const config = { recordType: 'customer', backfillDays: 30, againDays }
    const { records } = await runNetsuiteDeletedSource.read(config, context, null)
    return records.map(({ key }) => key)
  }
  expect(await keys(0)).toEqual([])
  expect(await keys(1)).toContain(id)
})
