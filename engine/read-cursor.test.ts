import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { runs } from '#db/schema/index.ts'
import { chain, node } from '../testing/flows.ts'
import { openTemplateWorld } from '../testing/template-world.ts'
import * as api from './api.ts'

test('reading goes on behind the internal id at which it was left off', async () => {
  await using world = await openTemplateWorld([], { worker: false })
  const { engine, integrationId } = world
  const ids: string[] = []
  for (const name of ['First', 'Second', 'Third']) {
    const customer = { companyName: name, subsidiary: { id: '1' } }
    ids.push(await world.netsuite.create('customer', customer, world.signal))
  }
  const document = chain('Customers', [
    node('read', 'netsuite.record-source', { recordType: 'customer', which: 'all' }),
    node('none', 'transform.filter', { rows: [{ condition: 'false', reason: 'Only read.' }] }),
    node('write', 'netsuite.update', {
      ...{ recordType: 'customer', fields: [{ field: 'comments', value: '"never"' }] },
    }),
  ])
  const { flowId } = await api.createFlow(engine, { integrationId, document })
  await api.publishFlow(engine, { flowId })
  const started = await api.startRun(engine, { flowId, trigger: 'manual' })
  if (!started.ok) throw new Error(JSON.stringify(started.problems))
  // As a reader that was held up, or has died, leaves it.
  const { db } = engine.database
  await db.update(runs).set({ readCursor: ids[0] }).where(eq(runs.id, started.runId))
  await world.work()
  const run = await api.waitForRun(engine, started.runId, AbortSignal.timeout(50_000))
  expect(run).toMatchObject({ state: 'done', counts: { read: 2, filtered: 2 } })
  const records = await world.records(run)
  expect(records.map(({ key }) => key).toSorted()).toEqual(ids.slice(1).toSorted())
})
