import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { defineKind, type Kind } from '#nodes/kind.ts'
import { canConnect } from './can-connect.ts'
import { EditError, applyEdit, flowEditSchema, type FlowEdit } from './edit.ts'
import { parseFlowDocument, type FlowDocument, type FlowNode } from './schema.ts'

const kinds: Record<string, Kind> = Object.fromEntries(
  (['source', 'transform', 'sink'] as const).map((role) => [
    role,
    defineKind({
      id: role,
      version: 1,
      role,
      family: 'Transforms',
      title: role,
      description: '',
      fields: {},
      summary: () => '',
    }),
  ]),
)
const branch = defineKind({
  id: 'branch',
  version: 1,
  role: 'transform',
  family: 'Transforms',
  title: 'Branch',
  description: '',
  fields: {},
  summary: () => '',
  ports: ({ ways }) =>
    Array.isArray(ways) ? ways.map((way) => ({ id: `${way}`, label: '' })) : [],
})
const kindOf = (id: string) => (id === 'branch' ? branch : kinds[id])

function node(id: string, kind = 'transform'): FlowNode {
  return {
    id,
    kind,
    version: 1,
    name: id,
    config: {},
    position: { x: 0, y: 0 },
    disabled: false,
    note: '',
  }
}

function flow(nodes: FlowNode[], edges: [string, string][] = []): FlowDocument {
  return parseFlowDocument({
    format: 1,
    name: 'Invoices',
    nodes,
    edges: edges.map(([from, to]) => ({ from, port: 'out', to })),
    settings: { fields: [{ key: 'item', label: 'Item', type: 'text' }], values: {} },
  })
}

const chain = flow(
  [node('read', 'source'), node('map'), node('write', 'sink')],
  [
    ['read', 'map'],
    ['map', 'write'],
  ],
)

function apply(document: FlowDocument, edit: FlowEdit) {
  return applyEdit(document, edit, kindOf)
}

describe('canConnect', () => {
  const reason = (from: string, to: string, port = 'out') =>
    canConnect(chain, { from, port, to }, kindOf)

  test('lets an edge through that fits', () => {
    expect(reason('read', 'write')).toBeNull()
  })
  test('refuses a node joined to itself, a source as target, and a port that is not there', () => {
    expect(reason('map', 'map')).toMatch('itself')
    expect(reason('map', 'read')).toMatch('starts a flow')
    expect(reason('map', 'write', 'else')).toMatch('no output "else"')
  })
  test('refuses an edge to or from a note', () => {
    const noted = flow([node('map'), node('note', 'note')])
    const note = defineKind({ ...branch, id: 'note', role: 'note', title: 'Note', ports: () => [] })
    const kinds = (id: string) => (id === 'note' ? note : kindOf(id))
    const edge = (from: string, to: string) => ({ from, port: 'out', to })
    expect(canConnect(noted, edge('map', 'note'), kinds)).toMatch('is a note')
    expect(canConnect(noted, edge('note', 'map'), kinds)).toMatch('is a note')
  })
  test('refuses an edge that is there already', () => {
    expect(reason('read', 'map')).toMatch('already connected')
  })
  test('refuses a circle', () => {
    expect(reason('write', 'map')).toMatch('circle')
  })
  test('names the node that is missing', () => {
    expect(reason('read', 'gone')).toMatch('"gone"')
  })
})

describe('applyEdit', () => {
  test('removing nodes takes their edges along', () => {
    const after = apply(chain, { type: 'remove-nodes', ids: ['map'] })
    expect(after.nodes.map((one) => one.id)).toEqual(['read', 'write'])
    expect(after.edges).toEqual([])
  })
  test('untouched nodes stay the same objects', () => {
    const after = apply(chain, { type: 'move-nodes', positions: { map: { x: 8, y: 16 } } })
    expect(after.nodes[0]).toBe(chain.nodes[0])
    expect(after.nodes[1]?.position).toEqual({ x: 8, y: 16 })
  })
  test('inserting on an edge joins the new node at both sides', () => {
    const edge = { from: 'map', port: 'out', to: 'write' }
    const after = apply(chain, { type: 'insert-on-edge', edge, node: node('filter'), port: 'out' })
    expect(after.edges).toEqual([
      { from: 'read', port: 'out', to: 'map' },
      { from: 'map', port: 'out', to: 'filter' },
      { from: 'filter', port: 'out', to: 'write' },
    ])
  })
  test('a source cannot be inserted on an edge', () => {
    const edge = { from: 'map', port: 'out', to: 'write' }
    const edit: FlowEdit = { type: 'insert-on-edge', edge, node: node('x', 'source'), port: 'out' }
    expect(() => apply(chain, edit)).toThrow(EditError)
  })
  test('pasting refuses an id that the flow has', () => {
    expect(() => apply(chain, { type: 'paste', nodes: [node('map')], edges: [] })).toThrow(
      'already a node "map"',
    )
  })
  test('configuring sets the one field and keeps the others', () => {
    const once = apply(chain, { type: 'configure-node', id: 'map', field: 'a', value: 1 })
    const twice = apply(once, { type: 'configure-node', id: 'map', field: 'b', value: [2] })
    expect(twice.nodes[1]?.config).toEqual({ a: 1, b: [2] })
  })
  test('configuring an older node lifts the rest of its config to the present form', () => {
    const newer = { ...branch, version: 2, migrate: { 1: () => ({ ways: ['lifted'] }) } }
    const document = flow([{ ...node('old', 'branch'), config: { list: 'old' } }])
    const edit: FlowEdit = { type: 'configure-node', id: 'old', field: 'mode', value: 'all' }
    const [after] = applyEdit(document, edit, () => newer).nodes
    expect(after).toMatchObject({ version: 2, config: { ways: ['lifted'], mode: 'all' } })
    expect(after?.config).not.toHaveProperty('list')
  })
  test('an edge follows its port when that is renamed, and stays when it is removed', () => {
    const ways = { ...node('choose', 'branch'), config: { ways: ['paid', 'open'] } }
    const edge = { from: 'choose', port: 'paid', to: 'write' }
    const branched = { ...flow([ways, node('write', 'sink')]), edges: [edge] }
    const set = (document: FlowDocument, value: string[]) =>
      apply(document, { type: 'configure-node', id: 'choose', field: 'ways', value })
    const renamed = set(branched, ['settled', 'open'])
    expect(renamed.edges).toEqual([{ ...edge, port: 'settled' }])
    expect(set(renamed, ['open', 'settled']).edges).toEqual(renamed.edges)
    expect(set(renamed, ['open']).edges).toEqual(renamed.edges)
  })
  test('a setting takes a value and null takes it away', () => {
    const set = apply(chain, { type: 'set-setting-value', key: 'item', value: '17' })
    expect(set.settings.values).toEqual({ item: '17' })
    const unset = apply(set, { type: 'set-setting-value', key: 'item', value: null })
    expect(unset.settings.values).toEqual({})
  })
  test('an unknown setting, node or edge is refused with a sentence', () => {
    expect(() => apply(chain, { type: 'set-setting-value', key: 'x', value: 1 })).toThrow('"x"')
    expect(() => apply(chain, { type: 'rename-node', id: 'x', name: 'y' })).toThrow('"x"')
    const edges = [{ from: 'read', port: 'out', to: 'write' }]
    expect(() => apply(chain, { type: 'disconnect', edges })).toThrow('no edge')
  })
  test('a name of blanks is refused', () => {
    expect(() => apply(chain, { type: 'rename-flow', name: '  ' })).toThrow('needs a name')
  })
})

describe('whatever is edited', () => {
  const id = fc.constantFrom('a', 'b', 'c', 'd', 'e')
  const point = fc.record({ x: fc.integer(), y: fc.integer() })
  const anyNode = fc
    .tuple(id, fc.constantFrom('source', 'transform', 'sink'))
    .map(([one, kind]) => node(one, kind))
  const edge = fc.record({ from: id, port: fc.constantFrom('out', 'else'), to: id })
  const edit: fc.Arbitrary<FlowEdit> = fc.oneof(
    fc.record({ type: fc.constant('add-node' as const), node: anyNode }),
    fc.record({ type: fc.constant('remove-nodes' as const), ids: fc.array(id, { minLength: 1 }) }),
    fc.record({ type: fc.constant('move-nodes' as const), positions: fc.dictionary(id, point) }),
    fc.record({ type: fc.constant('connect' as const), edge }),
    fc.record({ type: fc.constant('disconnect' as const), edges: fc.tuple(edge) }),
    fc.record({
      type: fc.constant('configure-node' as const),
      id,
      field: fc.constantFrom('x', 'y', 'constructor'),
      value: fc.integer(),
    }),
    fc.record({
      type: fc.constant('set-disabled' as const),
      ids: fc.tuple(id),
      disabled: fc.boolean(),
    }),
    fc.record({
      type: fc.constant('paste' as const),
      nodes: fc.array(anyNode, { minLength: 1, maxLength: 3 }),
      edges: fc.array(edge, { maxLength: 3 }),
    }),
    fc.record({
      type: fc.constant('insert-on-edge' as const),
      edge,
      node: anyNode,
      port: fc.constant('out'),
    }),
  )
  const edits = fc.array(edit, { maxLength: 60 })

  /** Applies what fits and leaves out what does not, as the designer does. */
  function applyFitting(all: FlowEdit[], seen: (document: FlowDocument) => void = () => {}) {
    let document = flow([])
    const documents = [document]
    seen(document)
    for (const one of all) {
      try {
        document = apply(document, one)
        documents.push(document)
        seen(document)
      } catch (error) {
        if (!(error instanceof EditError)) throw error
      }
    }
    return documents
  }

  test('the document stays one that can be stored', () => {
    fc.assert(
      fc.property(edits, (all) => {
        const last = applyFitting(all).at(-1)
        expect(parseFlowDocument(JSON.parse(JSON.stringify(last)))).toEqual(last)
      }),
    )
  })
  test('no circle and no edge into a source comes about', () => {
    fc.assert(
      fc.property(edits, (all) => {
        const last = applyFitting(all).at(-1) ?? flow([])
        let open = last.nodes.map((one) => one.id)
        for (const _ of last.nodes) {
          open = open.filter((one) =>
            last.edges.some((edge) => edge.to === one && open.includes(edge.from)),
          )
        }
        expect(open).toEqual([])
        const sources = last.nodes.filter((one) => one.kind === 'source').map((one) => one.id)
        expect(last.edges.filter((edge) => sources.includes(edge.to))).toEqual([])
      }),
    )
  })
  test('earlier documents are left as they were', () => {
    fc.assert(
      fc.property(edits, (all) => {
        const written: string[] = []
        const documents = applyFitting(all, (document) => written.push(JSON.stringify(document)))
        expect(documents.map((document) => JSON.stringify(document))).toEqual(written)
      }),
    )
  })
  test('an edit survives the way to the server', () => {
    fc.assert(
      fc.property(edit, (one) => {
        const sent: unknown = JSON.parse(JSON.stringify(one))
        const parsed = flowEditSchema.parse(sent)
        expect(parsed).toEqual(one)
      }),
    )
  })
})

test('samples and tests are put by node and name, and a taken name is refused', () => {
  const put = (name: string, value: number, was?: string): FlowEdit => ({
    type: 'put-sample',
    sample: { node: 'map', name, record: { value } },
    was,
  })
  const two = [put('a', 1), put('b', 2)].reduce((one, edit) => applyEdit(one, edit, kindOf), chain)
  const renamed = applyEdit(two, put('c', 3, 'a'), kindOf)
  expect(renamed.samples.map(({ name, record }) => [name, record.value])).toStrictEqual([
    ['c', 3],
    ['b', 2],
  ])
  expect(() => applyEdit(two, put('b', 3, 'a'), kindOf)).toThrow(/already has one called “b”/)
  expect(() => applyEdit(two, { type: 'remove-sample', node: 'map', name: 'z' }, kindOf)).toThrow(
    EditError,
  )
})

test('a pin without records takes the pin of its node off', () => {
  const records = [{ key: 'k', record: { a: 1 } }]
  const pinned = applyEdit(chain, { type: 'set-pin', pin: { node: 'map', records } }, kindOf)
  expect(pinned.pins).toStrictEqual([{ node: 'map', records }])
  const off = applyEdit(pinned, { type: 'set-pin', pin: { node: 'map', records: [] } }, kindOf)
  expect(off.pins).toStrictEqual([])
})
