import { afterAll, beforeAll, expect, it } from 'vitest'
import { openDatabase, type Database } from '#db/client.ts'
import {
  effects,
  flows,
  flowVersions,
  integrations,
  recordIndex,
  runs,
  type Outcome,
} from '#db/schema/index.ts'
import { testDatabase, type TestDatabase } from '../../testing/database.ts'
import { chain, node } from '../../testing/flows.ts'
import { findCarriers, ownedElsewhere, readOutcomes } from './carriers.ts'

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
  const wanted = { integrationId: 'us', recordType: 'invoice' }
  const carriers = await findCarriers(database.db, wanted)
  expect(carriers.map((carrier) => carrier.flowId).sort()).toEqual(['dollars', 'euros'])
  expect(carriers[0]?.settings).toEqual({ appliedBalance: 'line' })
  expect(await findCarriers(database.db, { ...wanted, integrationId: 'eu' })).toEqual([])
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
): Promise<void> {
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
}
