import { expect, it } from 'vitest'
import { chain, node } from '../../testing/flows.ts'
import type { FlowDocument } from '../graph/schema.ts'
import { samplesArriving } from './arriving.ts'
import { usedSettings } from './used-settings.ts'

const map = (id: string, mapping: string) => node(id, 'transform.map', { mapping, into: '' })

function flow(): FlowDocument {
  const rows = [{ condition: 'total > 0', reason: 'Nothing to book.' }]
  const document = chain('Carried', [
    node('read', 'stripe.list-source', { object: 'invoice' }),
    node('keep', 'transform.filter', { rows }),
    map('double', '{"id": id, "total": total * $setting("factor")}'),
    node('look', 'stripe.get', { object: 'customer', id: 'customer' }),
    map('last', '$'),
  ])
  document.samples = [
    { node: 'read', name: 'Paid', record: { id: 'in_1', total: 5 } },
    { node: 'read', name: 'Empty', record: { id: 'in_2', total: 0 } },
    { node: 'double', name: 'Own', record: { id: 'in_3', total: 7 } },
  ]
  return document
}

it('a source’s samples come to a later node as its predecessors leave them', async () => {
  const arriving = await samplesArriving(flow(), { factor: 2 }, 'look')
  expect(arriving).toStrictEqual([
    { name: 'Own', key: 'in_3', record: { id: 'in_3', total: 14 } },
    { name: 'Paid', key: 'in_1', record: { id: 'in_1', total: 10 } },
  ])
})

it('a node’s own samples are not among those that arrive', async () => {
  const arriving = await samplesArriving(flow(), {}, 'double')
  expect(arriving.map(({ name }) => name)).toEqual(['Paid'])
})

it('behind a look-up nothing arrives but what was kept as its output', async () => {
  const document = flow()
  expect(await samplesArriving(document, { factor: 2 }, 'last')).toEqual([])
  document.pins = [{ node: 'look', records: [{ key: 'in_9', record: { id: 'in_9' } }] }]
  expect(await samplesArriving(document, {}, 'last')).toStrictEqual([
    { name: 'in_9', key: 'in_9', record: { id: 'in_9' } },
  ])
})

it('a node that is switched off lets samples pass as they are', async () => {
  const document = flow()
  document.nodes = document.nodes.map((one) => ({ ...one, disabled: one.id === 'keep' }))
  const arriving = await samplesArriving(document, {}, 'double')
  expect(arriving.map(({ name }) => name)).toEqual(['Paid', 'Empty'])
})

it('of several ways a sample takes the one that its record chooses', async () => {
  const document = chain('Ways', [
    node('read', 'stripe.list-source', { object: 'invoice' }),
    node('which', 'transform.branch', {
      ...{ mode: 'first', rows: [{ name: 'Big', condition: 'total > 10' }] },
    }),
    map('big', '$'),
  ])
  document.edges = [
    { from: 'read', port: 'out', to: 'which' },
    { from: 'which', port: 'big', to: 'big' },
  ]
  document.samples = [
    { node: 'read', name: 'Small', record: { total: 1 } },
    { node: 'read', name: 'Large', record: { total: 11 } },
  ]
  const arriving = await samplesArriving(document, {}, 'big')
  expect(arriving.map(({ name }) => name)).toEqual(['Large'])
})

it('of kept output each record leaves by the port that it left by', async () => {
  const document = chain('Ways', [
    node('read', 'stripe.list-source', { object: 'invoice' }),
    node('which', 'transform.branch', {
      ...{ mode: 'first', rows: [{ name: 'Paid', condition: 'paid' }] },
    }),
    map('book', '$'),
    map('remind', '$'),
  ])
  document.edges = [
    { from: 'read', port: 'out', to: 'which' },
    { from: 'which', port: 'paid', to: 'book' },
    { from: 'which', port: 'otherwise', to: 'remind' },
  ]
  document.pins = [
    {
      node: 'which',
      records: [
        { key: 'in_paid', record: { id: 'in_paid' }, port: 'paid' },
        { key: 'in_open', record: { id: 'in_open' }, port: 'otherwise' },
      ],
    },
  ]
  const keysAt = async (id: string) =>
    (await samplesArriving(document, {}, id)).map(({ key }) => key)
  expect(await keysAt('book')).toEqual(['in_paid'])
  expect(await keysAt('remind')).toEqual(['in_open'])
})

it('the settings that a node names are found with their values, and no others', () => {
  const config = { mapping: '{"a": $setting("a"), "t": $lookup("table", id)}', table: 'b' }
  const settings = { a: 1, b: 2, table: {}, other: 'x' }
  expect(usedSettings({ config }, settings)).toStrictEqual({ a: 1, b: 2, table: {} })
})
