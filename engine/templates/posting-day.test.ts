import { afterAll, beforeAll, expect, test } from 'vitest'
import { chain, node } from '../../testing/flows.ts'
import { openTemplateWorld, type TemplateWorld } from '../../testing/template-world.ts'
import { callsSince, markCalls } from '../../testing/sandbox-calls.ts'
import { createFlow, publishFlow, startRun, traceRecord, waitForRun } from '../api.ts'

/** The part is called by a flow whose customers name their day. */
let world: TemplateWorld
let flowId: string
let closedDay: string
let closedName: string
let openDay: string
let month: string

beforeAll(async () => {
  world = await openTemplateWorld(['posting-day'])
  const today = new Date(Date.now())
  const back = (months: number) => {
    const day = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - months, 15))
    return day.toISOString().slice(0, 10)
  }
  closedDay = back(3)
  openDay = back(2)
  month = `${openDay.slice(0, 7)}-01`
  const start = new Date(closedDay)
  const name = start.toLocaleString('en-US', { month: 'short', timeZone: 'UTC' })
  closedName = `${name} ${start.getUTCFullYear()}`
  await world.control('netsuite', 'PATCH', `/periods/${encodeURIComponent(closedName)}`, {
    closed: true,
  })
  const document = chain('Days', [
    node('read', 'stripe.list-source', { object: 'customer', backfillDays: 1000 }),
    node('wanted', 'transform.map', { mapping: 'metadata.day', into: 'wantedDay' }),
    node('day', 'flow.call', { flow: 'posting-day' }),
    node('after', 'transform.map', { mapping: 'postingDay', into: 'seen' }),
  ])
  const created = await createFlow(world.engine, { integrationId: world.integrationId, document })
  flowId = created.flowId
  const published = await publishFlow(world.engine, { flowId })
  if (!published.ok) throw new Error(JSON.stringify(published.problems))
})

afterAll(async () => {
  await world[Symbol.asyncDispose]()
})

async function postedOn(day: string) {
  const { id } = await world.stripe.customers.create({ metadata: { day } })
  const started = await startRun(world.engine, { flowId, trigger: 'manual', ids: [id] })
  if (!started.ok) throw new Error(JSON.stringify(started.problems))
  const run = await waitForRun(world.engine, started.runId, AbortSignal.timeout(50_000))
  const [record] = await world.records(run)
  if (!record) throw new Error('no record')
  const { steps } = await traceRecord(world.engine, {
    ...{ runId: run.id, page: record.page, position: record.position },
  })
  return { record, day: steps.at(-1)?.output?.seen ?? null }
}

const setting = (closedPeriod: string) => world.share({ closedPeriod })

test('a day in an open period is the day to post on', async () => {
  expect(await postedOn(openDay)).toMatchObject({ record: { outcome: 'done' }, day: openDay })
})

test('a day in a closed period is reported with the period’s name', async () => {
  const { record } = await postedOn(closedDay)
  expect(record).toMatchObject({ outcome: 'failed', nodeName: 'The period is closed' })
  expect(record.reason).toContain(`The accounting period ${closedName} is closed`)
})

test('a day in a closed period moves to the first open day after it when the setting says so', async () => {
  await setting('firstOpenDay')
  expect(await postedOn(closedDay)).toMatchObject({ record: { outcome: 'done' }, day: month })
})

test('a day without any period is reported', async () => {
  const { record } = await postedOn('2099-01-31')
  expect(record).toMatchObject({ outcome: 'failed', reason: expect.stringContaining('2099-01-31') })
})

test('a day in a closed period stays when the setting says so', async () => {
  await setting('sourceDate')
  expect(await postedOn(closedDay)).toMatchObject({ record: { outcome: 'done' }, day: closedDay })
})

test('many records of a month ask NetSuite once a page', async () => {
  await setting('firstOpenDay')
  const ids: string[] = []
  for (const at of [10, 11, 12, 13, 14, 15, 16, 17]) {
    const day = `${closedDay.slice(0, 8)}${at}`
    ids.push((await world.stripe.customers.create({ metadata: { day } })).id)
  }
  const before = await markCalls(world.sandbox.netsuiteUrl)
  const started = await startRun(world.engine, { flowId, trigger: 'manual', ids })
  if (!started.ok) throw new Error(JSON.stringify(started.problems))
  const run = await waitForRun(world.engine, started.runId, AbortSignal.timeout(50_000))
  expect(run.counts).toMatchObject({ read: 8, done: 8 })
  expect((await callsSince(world.sandbox.netsuiteUrl, before)).total).toBeLessThanOrEqual(3)
})
