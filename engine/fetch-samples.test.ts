import { afterAll, beforeAll, expect, it } from 'vitest'
import { openWorld, type World } from '../testing/world.ts'
import { loadFlow } from './flows.ts'
import { fetchSamples } from './fetch-samples.ts'
import { listRuns } from './runs.ts'

let world: World

beforeAll(async () => {
  world = await openWorld({
    templates: ['stripe-invoice-to-netsuite-invoice', 'netsuite-invoice-to-stripe-invoice'],
    seed: { customers: 6, invoices: 12 },
  })
  await world.work()
}, 120_000)

afterAll(() => world[Symbol.asyncDispose](), 60_000)

const FLOW = 'stripe-invoice-to-netsuite-invoice'
const signal = AbortSignal.timeout(110_000)

it('the newest records of a source come as it reads them, and only so many', async () => {
  const found = await fetchSamples(world.engine, {
    ...{ flowId: FLOW, nodeId: await sourceOf(FLOW), limit: 5, signal },
  })
  if (!found.ok) throw new Error(found.message)
  expect(found.records).toHaveLength(5)
  expect(found.records.every(({ key, record }) => record.id === key)).toBe(true)
}, 120_000)

it('records by id arrive at a later node with what was looked up before it', async () => {
  const source = await sourceOf(FLOW)
  const all = await fetchSamples(world.engine, { flowId: FLOW, nodeId: source, limit: 2, signal })
  if (!all.ok) throw new Error(all.message)
  const ids = all.records.map(({ key }) => key)
  const behind = await nodeBehind(FLOW, 'stripe.get')
  const found = await fetchSamples(world.engine, {
    flowId: FLOW,
    nodeId: behind,
    limit: 5,
    ids,
    signal,
  })
  if (!found.ok) throw new Error(found.message)
  expect(found.records.map(({ key }) => key)).toStrictEqual(ids)
  expect(JSON.stringify(found.records[0]?.record)).toContain('"lines"')
}, 120_000)

it('the newest of a NetSuite source are those with the highest ids', async () => {
  const flowId = 'netsuite-invoice-to-stripe-invoice'
  const nodeId = await sourceOf(flowId)
  const few = await fetchSamples(world.engine, { flowId, nodeId, limit: 2, signal })
  const many = await fetchSamples(world.engine, { flowId, nodeId, limit: 50, signal })
  if (!few.ok || !many.ok) throw new Error('Nothing was fetched.')
  expect(few.records.map(({ key }) => key)).toStrictEqual(
    many.records.slice(0, 2).map(({ key }) => key),
  )
  const numbers = many.records.map(({ key }) => Number(key))
  expect(numbers).toStrictEqual(numbers.toSorted((one, other) => other - one))
}, 120_000)

it('fetching writes nothing: every run it makes is a dry run', async () => {
  const runs = await listRuns(world.engine, {})
  expect(runs.length).toBeGreaterThan(0)
  expect(runs.filter((run) => !run.dryRun)).toEqual([])
})

async function sourceOf(flowId: string): Promise<string> {
  const { document } = await loadFlow(world.engine, flowId)
  return document.nodes.find(({ kind }) => kind.endsWith('source'))?.id ?? ''
}

/** The node that the first node of a kind leads to. */
async function nodeBehind(flowId: string, kind: string): Promise<string> {
  const { document } = await loadFlow(world.engine, flowId)
  const node = document.nodes.find((one) => one.kind === kind)
  return document.edges.find(({ from }) => from === node?.id)?.to ?? ''
}
