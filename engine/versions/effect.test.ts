import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTemplateWorld, type TemplateWorld } from '../../testing/template-world.ts'
import {
  flowHistory,
  listRecords,
  loadFlow,
  loadVersion,
  publishFlow,
  saveEdits,
  versionEffect,
} from '../api.ts'
import type { FlowEdit } from '../graph/edit.ts'
import type { RunSnapshot } from '../runs.ts'

const CALLER = 'stripe-invoice-to-netsuite-invoice'
const CALLED = 'book-stripe-invoice'
const LONG = { timeout: 120_000 }

let world: TemplateWorld
let run: RunSnapshot
/** Invoices of the run that the mapping of the invoice has seen. */
let mapped: number

beforeAll(async () => {
  world = await openTemplateWorld([CALLER], { customers: 3, invoices: 30 })
  run = await world.run(CALLER)
  mapped = run.nodes['book/map']?.done ?? 0
}, 180_000)
afterAll(() => world[Symbol.asyncDispose]())

async function edit(template: string, ...edits: FlowEdit[]): Promise<string> {
  const flowId = await world.flowOf(template)
  const { revision } = await loadFlow(world.engine, flowId)
  const saved = await saveEdits(world.engine, { flowId, baseRevision: revision, edits })
  expect(saved.ok).toBe(true)
  return flowId
}

async function mappingOf(template: string, nodeId: string): Promise<string> {
  const { document } = await loadFlow(world.engine, await world.flowOf(template))
  return String(document.nodes.find((node) => node.id === nodeId)?.config.mapping)
}

test(
  'a changed memo is counted on exactly the records that would have another memo',
  LONG,
  async () => {
    const text = await mappingOf(CALLED, 'map')
    const memo = '"memo": invoice.total > 20000 ? "Large" : $substring('
    const value = text.replace('"memo": $substring(', memo)
    expect(value).not.toBe(text)
    const flowId = await edit(CALLED, {
      type: 'configure-node',
      id: 'map',
      field: 'mapping',
      value,
    })
    const compared = { flowId, before: 1, after: 'draft' as const }
    const effect = await versionEffect(world.engine, { ...compared, limit: 200 })
    const large = await largeInvoices()
    expect(mapped).toBeGreaterThan(5)
    expect(large).toBeGreaterThan(0)
    expect(effect.nodes).toMatchObject([
      {
        node: 'map',
        tried: mapped,
        changed: large,
        ways: [],
        fields: [{ what: 'memo', count: large }],
      },
    ])
    const [example] = effect.nodes[0]?.fields[0]?.examples ?? []
    expect(example).toMatchObject({ runId: run.id, after: 'Large' })
    expect(example?.name).toMatch(/\S/)
    const few = await versionEffect(world.engine, { ...compared, limit: 5 })
    expect(few.records).toBe(5)
  },
)

test('a stricter filter is told by the records that would take another way', LONG, async () => {
  const flowId = await world.flowOf(CALLER)
  const { document } = await loadFlow(world.engine, flowId)
  const rows = document.nodes.find((node) => node.id === 'wanted')?.config.rows
  const strict = { condition: 'invoice.total > 20000', reason: 'It is small.' }
  const value = [...(Array.isArray(rows) ? rows : []), strict]
  await edit(CALLER, { type: 'configure-node', id: 'wanted', field: 'rows', value })
  const effect = await versionEffect(world.engine, {
    flowId,
    before: 1,
    after: 'draft',
    limit: 200,
  })
  const { tried = 0, changed, ways } = effect.nodes[0] ?? {}
  expect(tried).toBe(run.counts.read)
  expect(ways).toMatchObject([{ what: 'goes on → left out: It is small.', count: changed }])
  expect(changed).toBeGreaterThan(0)
  expect(changed).toBeLessThan(tried)
})

test('steps that ask or write elsewhere are named and not tried', LONG, async () => {
  const flowId = await edit(CALLER, {
    type: 'configure-node',
    id: 'invoice',
    field: 'allLines',
    value: false,
  })
  const effect = await versionEffect(world.engine, { flowId, before: 1, after: 'draft', limit: 50 })
  expect(effect.untold).toMatchObject([{ node: 'invoice', words: expect.stringContaining('Test') }])
})

test('each version is listed with the runs that executed it', LONG, async () => {
  const first = await loadVersion(world.engine, await world.flowOf(CALLER), 1)
  const document = { ...first, description: 'Told anew.' }
  const flowId = await edit(CALLER, { type: 'restore', document })
  await publishFlow(world.engine, { flowId, note: 'Words only.' })
  const history = await flowHistory(world.engine, flowId)
  expect(history).toMatchObject({
    publishedVersion: 2,
    versions: [
      { number: 2, note: 'Words only.', runs: 0, lastRun: null },
      { number: 1, runs: 1, lastRun: { id: run.id } },
    ],
  })
})

async function largeInvoices(): Promise<number> {
  const { records } = await listRecords(world.engine, { runId: run.id, limit: 1_000 })
  const invoices = await world.stripe.invoices.list({ limit: 100 })
  const totals = new Map(invoices.data.map((invoice) => [invoice.id, invoice.total]))
  const reached = records.filter((record) => record.outcome === 'done' && record.targetId !== null)
  return reached.filter((record) => (totals.get(record.key) ?? 0) > 20_000).length
}
