import { afterAll, beforeAll, expect, it } from 'vitest'
import { openDatabase, type Database } from '#db/client.ts'
import {
  effects,
  flows,
  flowVersions,
  integrations,
  recordErrors,
  recordIndex,
  runs,
  runSkips,
  type Outcome,
} from '#db/schema/index.ts'
import { testDatabase, type TestDatabase } from '../../testing/database.ts'
import { chain, node } from '../../testing/flows.ts'
import { carriersFrom, findCarriers, ownedElsewhere } from './carriers.ts'
import { readOutcomes, readOutcomesOf } from './outcomes.ts'

let file: TestDatabase
let database: Database

beforeAll(async () => {
  file = await testDatabase({ migrated: true })
  database = openDatabase(file.url, { max: 2 })
  const { db } = database
  await db.insert(integrations).values([
    { id: 'us', name: 'US', settings: { appliedBalance: 'line' } },
    { id: 'eu', name: 'EU' },
  ])
  await addFlow('dollars', 'invoice')
  await addFlow('euros', 'invoice')
  await addFlow('customers', 'customer')
})
afterAll(async () => {
  await database.close()
  await file.drop()
})

it('carriers are the flows whose published version writes such records', async () => {
  const wanted = { reads: ['stripe:invoice'], writes: ['netsuite:invoice'] }
  const carriers = carriersFrom(await findCarriers(database.db, 'us'), wanted)
  expect(carriers.map((carrier) => carrier.flowId).sort()).toEqual(['dollars', 'euros'])
  expect(carriers[0]?.settings).toEqual({ appliedBalance: 'line' })
  expect(carriers.map((carrier) => carrier.active)).toEqual([false, false])
  expect(await findCarriers(database.db, 'eu')).toEqual([])
})

it('a flow that has run is an active carrier, a step that is switched off writes nothing', async () => {
  const all = await findCarriers(database.db, 'us')
  const paying = carriersFrom(all, {
    reads: ['stripe:invoice'],
    writes: ['netsuite:customerPayment'],
  })
  expect(paying).toEqual([])
  await addOutcome('euros', 'in_0', 'done', { dryRun: true })
  await addOutcome('dollars', 'in_0', 'done')
  const carriers = await findCarriers(database.db, 'us')
  const active = carriers.filter((carrier) => carrier.active)
  expect(active.map((carrier) => carrier.flowId)).toEqual(['dollars'])
})

it('the newest real run decides, and what one flow did counts before what another left out', async () => {
  await addOutcome('dollars', 'in_1', 'failed')
  await addOutcome('dollars', 'in_1', 'done')
  await addOutcome('dollars', 'in_1', 'failed', { dryRun: true })
  await addOutcome('dollars', 'in_2', 'failed')
  await addOutcome('euros', 'in_2', 'filtered')
  await addOutcome('dollars', 'in_3', 'filtered')
  await addOutcome('euros', 'in_3', 'filtered')
  await addOutcome('customers', 'in_4', 'done')
  const carriers = ['dollars', 'euros'].map((flowId) => ({ flowId, settings: {} }))
  const found = await readOutcomes(database.db, carriers, ['in_1', 'in_2', 'in_3', 'in_4'])
  expect([...found].map(([key, stored]) => [key, stored.flowId, stored.outcome]).sort()).toEqual([
    ['in_1', 'dollars', 'done'],
    ['in_2', 'dollars', 'failed'],
    ['in_3', 'euros', 'filtered'],
  ])
  expect(await readOutcomes(database.db, [], ['in_1'])).toEqual(new Map())
})

it('an open error, a wait and what the source passed over are reasons too', async () => {
  const { db } = database
  const runId = await addOutcome('dollars', 'in_5', 'failed')
  const about = { flowId: 'dollars', runId, page: 1, position: 0, nodeId: 'write' }
  const told = { class: 'value', fingerprint: 'f', record: Buffer.from('') }
  await db.insert(recordErrors).values([
    { ...about, ...told, recordKey: 'in_5', message: 'No item.', state: 'open' },
    { ...about, ...told, recordKey: 'in_6', message: 'Waits for cus_1.', state: 'waiting' },
    { ...about, ...told, recordKey: 'in_7', message: 'Was settled.', state: 'resolved' },
  ])
  await db.insert(runSkips).values({ runId, key: 'in_8', reason: 'Older than 30 days.' })
  const found = await readOutcomes(db, [{ flowId: 'dollars' }], ['in_5', 'in_6', 'in_7', 'in_8'])
  expect(found.get('in_5')).toMatchObject({
    outcome: 'failed',
    trouble: { state: 'open', reason: 'No item.' },
  })
  expect(found.get('in_6')?.trouble).toEqual({ state: 'waiting', reason: 'Waits for cus_1.' })
  expect(found.has('in_7')).toBe(false)
  expect(found.get('in_8')).toMatchObject({ outcome: 'filtered', reason: 'Older than 30 days.' })
})

it('of several keys of one thing the one with trouble counts, then the most exact one', async () => {
  const { db } = database
  const keysOf = new Map([
    ['one', ['in_3', 'in_1']],
    ['two', ['in_1', 'in_5']],
    ['three', ['in_none']],
  ])
  const found = await readOutcomesOf(db, [{ flowId: 'dollars' }], keysOf)
  expect(found.get('one')?.outcome).toBe('filtered')
  expect(found.get('two')?.trouble?.reason).toBe('No item.')
  expect(found.has('three')).toBe(false)
})

it('what another integration has written belongs to another Stripe account', async () => {
  type Written = Omit<typeof effects.$inferInsert, 'lineage' | 'identity' | 'integrationId'>
  const written: Written = {
    ...{ nodeId: 'write', role: 'invoice', payloadHash: '', runId: 1, page: 1, attempt: 1 },
    ...{ state: 'confirmed', sourceSystem: 'stripe', sourceType: 'invoice' },
    ...{ targetSystem: 'netsuite', targetType: 'invoice', targetId: '7' },
  }
  await database.db.insert(effects).values([
    { ...written, lineage: 'a', identity: 'in_us', integrationId: 'us', sourceId: 'in_us' },
    { ...written, lineage: 'b', identity: 'in_eu', integrationId: 'eu', sourceId: 'in_eu' },
  ])
  const found = await ownedElsewhere(database.db, 'us', ['in_us', 'in_eu', 'in_nobody'])
  expect([...found]).toEqual(['in_eu'])
})

async function addFlow(id: string, recordType: string): Promise<void> {
  const document = chain(id, [
    node('read', 'stripe.list-source', { object: 'invoice' }),
    node('write', 'netsuite.upsert', { recordType, body: '{}' }),
    { ...node('pay', 'netsuite.apply-payment'), disabled: true },
  ])
  const { db } = database
  await db
    .insert(flows)
    .values({ id, integrationId: 'us', name: id, lineage: id, publishedVersion: 1 })
  await db.insert(flowVersions).values({ flowId: id, number: 1, document })
}

async function addOutcome(
  flowId: string,
  key: string,
  outcome: Outcome,
  options: { dryRun?: boolean } = {},
): Promise<number> {
  const { db } = database
  const [run] = await db
    .insert(runs)
    .values({ flowId, version: 1, trigger: 'manual', ...options })
    .returning({ id: runs.id })
  if (!run) throw new Error('The run was not stored.')
  const at = new Date()
  const day = at.toISOString().slice(0, 10)
  await db
    .insert(recordIndex)
    .values({ day, runId: run.id, page: 1, position: 0, flowId, key, outcome, at })
  return run.id
}
