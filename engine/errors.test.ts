import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { auditLog, recordErrors, users } from '#db/schema/index.ts'
import { NodeError } from '#nodes/errors.ts'
import { listErrors, resolveErrors } from './errors.ts'
import { benchRecord, openEngineBench, refusal, type EngineBench } from './testing.ts'
import type { RunSnapshot } from './runs.ts'

let bench: EngineBench
let run: RunSnapshot

beforeAll(async () => {
  bench = await openEngineBench()
  await bench.startWorker()
  bench.records = Array.from({ length: 6 }, (_, index) => benchRecord(index))
  for (const number of [1, 2, 3]) {
    const message = `NetSuite has no customer "cus_A${number}bcdefg".`
    bench.fates.write.set(`in_000${number}`, [{ error: refusal(message) }])
  }
  const exchange = { method: 'POST', url: 'https://netsuite.test/invoice', status: 400, ms: 7 }
  const error = new NodeError({
    class: 'parse',
    message: 'NetSuite answered in no known way.',
    exchange,
  })
  bench.fates.check.set('in_0004', [{ error }])
  run = await bench.run()
  await bench.engine.database.db
    .insert(users)
    .values({ id: 'ana', name: 'Ana', email: 'ana@example.com' })
})
afterAll(() => bench.close())

it('an error says which record failed where, why, and what was asked', async () => {
  const errors = await listErrors(bench.engine, { runId: run.id, state: 'open' })
  expect(errors.map((error) => error.recordKey).sort()).toEqual([
    'in_0001',
    'in_0002',
    'in_0003',
    'in_0004',
  ])
  const byKey = new Map(errors.map((error) => [error.recordKey, error]))
  expect(byKey.get('in_0001')).toMatchObject({
    ...{ flowName: 'Invoices', runId: run.id, page: 1, position: 1, tries: 1 },
    ...{ nodeId: 'write', nodeName: 'Write invoice', recordName: 'INV-0001' },
    ...{ class: 'value', code: 'USER_ERROR', field: 'entity', exchange: null, resolution: null },
    message: 'NetSuite has no customer "cus_A1bcdefg".',
  })
  expect(byKey.get('in_0004')).toMatchObject({
    nodeName: 'Check',
    exchange: { method: 'POST', status: 400, ms: 7 },
  })
})

it('errors that differ in their ids only share a fingerprint', async () => {
  const errors = await listErrors(bench.engine, { runId: run.id })
  const alike = errors.filter((error) => error.nodeId === 'write')
  expect(new Set(alike.map((error) => error.fingerprint)).size).toBe(1)
  expect(new Set(errors.map((error) => error.fingerprint)).size).toBe(2)
})

it('errors come newest first and page by page', async () => {
  const all = await listErrors(bench.engine, { flowId: bench.flowId })
  const ids = all.map((error) => error.id)
  expect(ids).toEqual([...ids].sort((a, b) => b - a))
  const [first, second] = [
    await listErrors(bench.engine, { limit: 3 }),
    await listErrors(bench.engine, { limit: 3, after: ids[2] ?? 0 }),
  ]
  expect([...first, ...second].map((error) => error.id)).toEqual(ids)
  expect(await listErrors(bench.engine, { flowId: 'another' })).toEqual([])
})

it('a resolved error keeps who resolved it and how, and the audit log knows', async () => {
  const { db } = bench.engine.database
  const [one] = await listErrors(bench.engine, { state: 'open', runId: run.id })
  if (!one) throw new Error('There is an open error.')
  const resolution = 'Booked by hand.'
  await resolveErrors(bench.engine, { ids: [one.id], resolution, userId: 'ana' })
  const [stored] = await db.select().from(recordErrors).where(eq(recordErrors.id, one.id))
  expect(stored).toMatchObject({ state: 'resolved', resolvedBy: 'ana', resolution })
  const [entry] = await db.select().from(auditLog).where(eq(auditLog.action, 'error.resolve'))
  expect(entry).toMatchObject({
    ...{ userId: 'ana', subjectType: 'flow', subjectId: bench.flowId },
    change: { errors: [one.id], resolution },
  })
  await resolveErrors(bench.engine, { ids: [one.id], resolution: 'Again.', userId: 'ana' })
  const [after] = await listErrors(bench.engine, { state: 'resolved' })
  expect(after?.resolution).toBe(resolution)
})
