import { expect, it } from 'vitest'
import { TEMPLATES } from '#nodes/templates/catalog.ts'
import { chain, node } from '../../testing/flows.ts'
import { parseFlowDocument } from '../graph/schema.ts'
import { flowLineage } from './flow-lineage.ts'
import { templateMappings } from './testing.ts'

const FLOW = chain('x', [
  node('read', 'stripe.list-source', { object: 'invoice' }),
  node('customer', 'stripe.get', { object: 'customer', id: 'customer', into: 'customer' }),
  node('known', 'transform.filter', { rows: [{ condition: 'total > 0', reason: '' }] }),
  node('prepare', 'transform.map', {
    mapping: '{ "name": customer.name, "lines": lines.data.{ "net": amount - tax }[] }',
    into: 'prepared',
  }),
  node('each', 'transform.split', { list: 'prepared.lines', id: 'net', into: 'line' }),
  node('call', 'flow.call', { flow: 'find-netsuite-customer' }),
  node('body', 'transform.map', {
    mapping: `$merge([$$, {
      "companyName": prepared.name, "rate": line.net, "entity": { "id": netsuiteCustomer.id },
      "zone": $setting("zone")
    }])`,
    into: '',
  }),
  node('write', 'netsuite.upsert', {
    recordType: 'customer',
    body: '{ "companyName": companyName, "memo": number, "limit": rate }',
  }),
])

it('follows fields back through maps, splits, filters and look-ups', () => {
  const at = flowLineage(FLOW, { node: 'write', field: 'body' })
  const sources = (target: string) => at.find((one) => one.target === target)?.sources
  expect(sources('companyName')).toEqual([{ node: 'customer', path: 'name' }])
  expect(sources('limit')).toEqual([
    { node: 'read', path: 'lines.data.tax' },
    { node: 'read', path: 'lines.data.amount' },
    { node: 'read', path: 'lines.data' },
  ])
})

it('stops at a called flow with its name, and says what else it may be', () => {
  const at = flowLineage(FLOW, { node: 'body', field: 'mapping' })
  expect(at.find((one) => one.target === 'entity.id')?.sources).toEqual([
    { node: 'call', path: 'netsuiteCustomer.id', flow: 'find-netsuite-customer' },
    { node: 'read', path: 'netsuiteCustomer.id' },
  ])
  expect(at.find((one) => one.target === 'companyName')?.sources).toEqual([
    { node: 'customer', path: 'name' },
  ])
})

it('tells in which fields of the sinks the same sources end', () => {
  const at = flowLineage(FLOW, { node: 'prepare', field: 'mapping' })
  expect(at.find((one) => one.target === 'name')?.ends).toEqual([
    { node: 'write', field: 'body', target: 'companyName' },
  ])
  expect(at.find((one) => one.target === 'lines[].net')?.ends).toEqual([
    { node: 'write', field: 'body', target: 'limit' },
  ])
})

it('passes a disabled node, and goes round a loop once', () => {
  const looped = {
    ...FLOW,
    nodes: FLOW.nodes.map((one) => (one.id === 'prepare' ? { ...one, disabled: true } : one)),
    edges: [...FLOW.edges, { from: 'body', port: 'out', to: 'customer' }],
  }
  const at = flowLineage(looped, { node: 'body', field: 'mapping' })
  expect(at.find((one) => one.target === 'companyName')?.sources).toContainEqual({
    node: 'read',
    path: 'prepared.name',
  })
})

it('follows every mapping of every template to some source', () => {
  const followed = TEMPLATES.flatMap(({ document }) => {
    const flow = parseFlowDocument(document)
    return flow.nodes
      .filter(({ kind }) => kind === 'transform.map')
      .filter(({ id }) =>
        flowLineage(flow, { node: id, field: 'mapping' }).some(({ sources }) => sources.length > 0),
      )
  })
  expect(followed.length).toBeGreaterThan(20)
  expect(templateMappings().length).toBeGreaterThanOrEqual(followed.length)
})
