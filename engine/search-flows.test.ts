import { afterAll, beforeAll, expect, it } from 'vitest'
import { chain, customerFlow, node } from '../testing/flows.ts'
import { createFlow, loadFlow } from './flows.ts'
import type { FlowEdit } from './graph/edit.ts'
import { replaceInFlows, undoReplace } from './replace-in-flows.ts'
import { saveEdits } from './save-edits.ts'
import { type FlowQuery, searchFlows } from './search-flows.ts'
import { openEngineBench, type EngineBench } from './testing.ts'

const MAPPING = `{
  "email": $lowercase(invoice.customer[active].email),
  /* customer.email is kept */
  "zone": $setting("zone")
}`

let bench: EngineBench
const ids: Record<'first' | 'second', string> = { first: '', second: '' }

beforeAll(async () => {
  bench = await openEngineBench()
  const { engine } = bench
  const first = chain('A flow', [
    node('only', 'transform.filter', {
      rows: [{ condition: '$boolean(customer.email)', reason: 'No customer.email' }],
    }),
    node('map', 'transform.map', { mapping: MAPPING, into: 'customer' }),
    node('ask', 'netsuite.query', { query: 'SELECT $setting("zone") FROM t' }),
  ])
  const second = chain('B flow', [
    { ...node('mail', 'transform.map', { mapping: '( $c := customer; $c.email )' }), note: 'Zone' },
  ])
  ids.first = (await createFlow(engine, { integrationId: 'bench', document: first })).flowId
  ids.second = (await createFlow(engine, { integrationId: 'bench', document: second })).flowId
})
afterAll(() => bench.close())

/** What is found in both flows, as `flow node field: line`. */
async function found(query: FlowQuery): Promise<string[]> {
  const { flows } = await searchFlows(bench.engine, query)
  return flows.flatMap(({ flowName, places }) =>
    places.map(({ slot, line, use }) => {
      const text = use.parts.map(({ start, end }) => line.text.slice(start, end)).join('|')
      return `${flowName} ${slot.node ?? ''} ${[slot.field, ...slot.within].join('.')} ${line.number}: ${text}`
    }),
  )
}

it('finds a field in conditions and mappings by syntax, also behind filters and variables', async () => {
  expect(await found({ by: 'field', find: 'customer.email' })).toEqual([
    'A flow only config.rows.0.condition 1: customer|email',
    'A flow map config.mapping 2: customer|email',
    'B flow mail config.mapping 1: ',
  ])
})

it('finds a setting in expressions and in plain fields, and a field where it is put', async () => {
  expect(await found({ by: 'field', find: '$setting("zone")' })).toEqual([
    'A flow map config.mapping 4: "zone"',
    'A flow ask config.query 1: "zone"',
  ])
  expect(await found({ by: 'field', find: 'customer' })).toContain(
    'A flow map config.into 1: customer',
  )
})

it('finds any text in names, notes and fields whatever its case', async () => {
  expect(await found({ by: 'text', find: 'ZONE' })).toEqual([
    'A flow map config.mapping 4: zone',
    'A flow map config.mapping 4: zone',
    'A flow ask config.query 1: zone',
    'B flow mail note 1: Zone',
  ])
  expect(await found({ by: 'text', find: 'b flow' })).toEqual(['B flow  name 1: B flow'])
})

it('says that it cannot read what is no field', async () => {
  expect(await searchFlows(bench.engine, { by: 'field', find: 'no customer' })).toMatchObject({
    readable: false,
    flows: [],
  })
})

it('replaces in every flow by ordinary edits, and takes it back where nobody has changed it', async () => {
  const { engine } = bench
  const before = await loadFlow(engine, ids.first)
  const done = await replaceInFlows(engine, {
    ...{ by: 'field', find: 'customer.email', to: 'payer.mail' },
    flowIds: [ids.first, ids.second],
  })
  expect(done).toMatchObject({ count: 2, left: 1, failed: [] })
  const after = await loadFlow(engine, ids.first)
  expect(after.revision).toBe(before.revision + 1)
  expect(await found({ by: 'field', find: 'payer.mail' })).toHaveLength(2)
  expect(after.document.nodes[1]?.config.mapping).toBe(
    MAPPING.replace('customer[active].email', 'payer[active].mail'),
  )

  const changed: FlowEdit = { type: 'configure-node', id: 'map', field: 'mapping', value: '{}' }
  await saveEdits(engine, { flowId: ids.first, baseRevision: after.revision, edits: [changed] })
  expect(await undoReplace(engine, { fields: done.fields })).toEqual({
    ...{ undone: 1, kept: 1, failed: [] },
  })
  const undone = await loadFlow(engine, ids.first)
  expect(undone.document.nodes[0]).toEqual(before.document.nodes[0])
  expect(undone.document.nodes[1]?.config.mapping).toBe('{}')
})

it('replaces a text where it is written for people or an expression, and in no choice, id or path', async () => {
  const { engine } = bench
  const flow = customerFlow('Texts')
  const [read, , map, write] = flow.nodes
  const way = { condition: 'true', name: 'Every customer' }
  const document = {
    ...flow,
    nodes: [...flow.nodes, node('branch', 'transform.branch', { rows: [way] })],
  }
  const { flowId } = await createFlow(engine, { integrationId: 'bench', document })
  const wanted = { find: 'customer', to: 'client', flowIds: [flowId] }
  const done = await replaceInFlows(engine, { by: 'text', ...wanted })
  expect(done).toMatchObject({ count: 2, left: 4, failed: [] })
  const { nodes } = (await loadFlow(engine, flowId)).document
  expect([nodes[0], nodes[2], nodes[3]]).toEqual([read, map, write])
  expect(nodes[1]?.config.rows).toMatchObject([{ reason: 'The client has no e-mail.' }])
  expect(nodes[4]?.config.rows).toEqual([{ ...way, name: 'Every client' }])
})

it('changes nothing of a flow where one place would be wrong, and says so', async () => {
  const done = await replaceInFlows(bench.engine, {
    ...{ by: 'text', find: 'B flow', to: '' },
    flowIds: [ids.second],
  })
  expect(done).toMatchObject({ count: 0, fields: [], failed: [{ flowId: ids.second }] })
  expect((await loadFlow(bench.engine, ids.second)).document.name).toBe('B flow')
})

it('refuses to put something of another kind in a field’s place', async () => {
  const wanted = { by: 'field', find: 'customer.email', to: '$lowercase(x)', flowIds: [] } as const
  await expect(replaceInFlows(bench.engine, wanted)).rejects.toThrow(
    'Replace it with a field such as customer.email.',
  )
})

it('gives no flow the address of the search', async () => {
  const fresh = { integrationId: 'bench', document: chain('Search', []) }
  expect((await createFlow(bench.engine, fresh)).flowId).toBe('search-2')
})
