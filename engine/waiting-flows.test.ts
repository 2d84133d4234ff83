import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { chain, customerFlow, node } from '../testing/flows.ts'
import { bookedCustomers, sandboxState } from '../testing/sandbox-calls.ts'
import { openWorld, type World } from '../testing/world.ts'
import * as api from './api.ts'
import type { FlowDocument } from './graph/schema.ts'

const TIME = { timeout: 120_000 }

let world: World
/** Customers of Stripe with charges of theirs. */
let payers: { customer: string; charges: string[] }[]

beforeAll(async () => {
  world = await openWorld({ templates: [] })
  payers = await findPayers()
}, 120_000)

afterAll(async () => {
  await world[Symbol.asyncDispose]()
})

async function findPayers(): Promise<typeof payers> {
  const state = z
    .object({ charges: z.array(z.object({ id: z.string(), customer: z.string().nullable() })) })
    .parse(await sandboxState(world.sandbox.stripeUrl))
  const byCustomer = Map.groupBy(state.charges, ({ customer }) => customer)
  return [...byCustomer].flatMap(([customer, charges]) =>
    customer === null ? [] : [{ customer, charges: charges.map(({ id }) => id) }],
  )
}

/** A payer whom no test has used yet, with at least so many charges. */
function takePayer(least: number): (typeof payers)[number] {
  const at = payers.findIndex(({ charges }) => charges.length >= least)
  const [payer] = at < 0 ? [] : payers.splice(at, 1)
  if (!payer) throw new Error(`Nobody is left with ${least} charges.`)
  return payer
}

/** Writes something for each charge whose customer is in NetSuite; the others wait. */
function paymentFlow(prefix: string): FlowDocument {
  return chain(`Payments ${prefix}`, [
    node('read', 'stripe.list-source', { object: 'charge', backfillDays: 1000 }),
    node('payer', 'lookup.links', {
      ...{ sourceSystem: 'stripe', id: 'customer', targetSystem: 'netsuite' },
      ...{ targetType: 'customer', into: 'payer', onMissing: 'wait' },
    }),
    ...writing(prefix),
  ])
}

/** The same with a branch whose other way says what the record waits for. */
function branchingFlow(prefix: string): FlowDocument {
  const flow = chain(`Branching payments ${prefix}`, [
    node('read', 'stripe.list-source', { object: 'charge', backfillDays: 1000 }),
    node('payer', 'lookup.links', {
      ...{ sourceSystem: 'stripe', id: 'customer', targetSystem: 'netsuite' },
      ...{ targetType: 'customer', into: 'payer', onMissing: 'continue' },
    }),
    node('known', 'transform.branch', {
      rows: [{ name: 'Known', condition: '$exists(payer.id)' }],
    }),
    ...writing(prefix),
  ])
  const stop = node('wait', 'flow.stop', {
    ...{ message: '"Its customer " & customer & " comes first."', kind: 'missing' },
    ...{ waitForSystem: 'stripe', waitForId: 'customer' },
  })
  const edges = flow.edges.map((edge) =>
    edge.from === 'known' ? { ...edge, port: 'known' } : edge,
  )
  return {
    ...flow,
    nodes: [...flow.nodes, stop],
    edges: [...edges, { from: 'known', port: 'otherwise', to: 'wait' }],
  }
}

function writing(prefix: string) {
  return [
    node('map', 'transform.map', {
      mapping: '{ "companyName": "Payment " & id, "subsidiary": { "id": $setting("subsidiary") } }',
      into: 'body',
    }),
    node('write', 'netsuite.upsert', {
      ...{ recordType: 'customer', externalId: `"${prefix}" & id`, body: 'body' },
      ...{ into: 'written', linkType: 'payment' },
    }),
  ]
}

async function publish(document: FlowDocument): Promise<string> {
  const { engine, integrationId } = world
  const { flowId } = await api.createFlow(engine, { integrationId, document })
  const published = await api.publishFlow(engine, { flowId, note: '' })
  if (!published.ok) throw new Error(JSON.stringify(published.problems))
  return flowId
}

async function run(flowId: string, ids: string[]) {
  const started = await api.startRun(world.engine, { flowId, trigger: 'manual', ids })
  if (!started.ok) throw new Error(JSON.stringify(started.problems))
  return api.waitForRun(world.engine, started.runId, AbortSignal.timeout(60_000))
}

/** Waits for nothing of a flow to wait any more. */
async function settled(flowId: string): Promise<void> {
  const unfinished = async () => {
    const errors = await api.listErrors(world.engine, { flowId })
    return errors.filter(({ state }) => state !== 'resolved').map(({ message }) => message)
  }
  await expect.poll(unfinished, { timeout: 60_000, interval: 100 }).toEqual([])
}

test('payments that come before their customer go on by themselves, each once', TIME, async () => {
  const worker = await world.work()
  const { customer, charges } = takePayer(3)
  const payments = await publish(paymentFlow('wf1_'))
  const first = await run(payments, charges)
  expect(first).toMatchObject({
    ...{ state: 'done', counts: { done: 0, failed: 0, waiting: charges.length } },
    nodes: { payer: { waiting: charges.length } },
  })
  const [error] = await api.listErrors(world.engine, { flowId: payments, state: 'waiting' })
  expect(error).toMatchObject({
    class: 'missing',
    message: `Waits for Stripe ${customer} to arrive in NetSuite as customer. It goes on by itself when that has happened.`,
  })
  const customers = await publish(customerFlow('Customers of wf1', 'wf1c_'))
  expect((await run(customers, [customer])).counts).toMatchObject({ done: 1 })
  await settled(payments)
  expect(await booked('wf1_')).toEqual(charges.map((id) => `wf1_${id}`).toSorted())
  await worker.stop()
})

test('a branch that says "wait" lets the record take the other way afterwards', TIME, async () => {
  const worker = await world.work()
  const { customer, charges } = takePayer(1)
  const payments = await publish(branchingFlow('wf2_'))
  expect((await run(payments, charges)).counts).toMatchObject({ waiting: charges.length })
  const [error] = await api.listErrors(world.engine, { flowId: payments, state: 'waiting' })
  expect(error).toMatchObject({
    nodeName: 'wait',
    message: `Its customer ${customer} comes first.`,
  })
  const customers = await publish(customerFlow('Customers of wf2', 'wf2c_'))
  await run(customers, [customer])
  await settled(payments)
  expect(await booked('wf2_')).toEqual(charges.map((id) => `wf2_${id}`).toSorted())
  await worker.stop()
})

test('a worker killed between the link and the release loses nothing', TIME, async () => {
  const { customer, charges } = takePayer(2)
  const payments = await publish(paymentFlow('wf3_'))
  const customers = await publish(customerFlow('Customers of wf3', 'wf3c_'))
  const first = await world.spawn()
  expect((await run(payments, charges)).counts).toMatchObject({ waiting: charges.length })
  expect((await run(customers, [customer])).counts).toMatchObject({ done: 1 })
  await first.kill()
  await world.spawn()
  await settled(payments)
  expect(await booked('wf3_')).toEqual(charges.map((id) => `wf3_${id}`).toSorted())
})

async function booked(prefix: string): Promise<string[]> {
  return (await bookedCustomers(world.sandbox.netsuiteUrl, prefix)).toSorted()
}
