import { z } from 'zod'
import { findKind } from '#nodes/catalog.ts'
import type { Port } from '#nodes/kind.ts'
import { canConnect, sameEdge } from './can-connect.ts'
import { applyChanges } from './changes.ts'
import { documentChangeSchema } from './document-change.ts'
import { EditError } from './edit-error.ts'
import { liftNode } from './lift-node.ts'
import {
  flowDocumentSchema,
  flowEdgeSchema,
  flowNodeSchema,
  mappingTestSchema,
  pinSchema,
  sampleSchema,
  type FlowDocument,
  type FlowEdge,
  type FlowNode,
} from './schema.ts'

const id = z.string().min(1).max(100)
const name = z.string().min(1).max(200)
const point = z.strictObject({ x: z.number(), y: z.number() })

/**
 * One change to a flow. Changes are data: the browser applies them at once, the server applies the
 * same ones to the stored draft, and both end with the same document.
 */
export const flowEditSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('add-node'), node: flowNodeSchema }),
  /** Takes the nodes' edges, samples and tests along. */
  z.strictObject({ type: z.literal('remove-nodes'), ids: z.array(id).min(1) }),
  z.strictObject({ type: z.literal('move-nodes'), positions: z.record(id, point) }),
  z.strictObject({ type: z.literal('connect'), edge: flowEdgeSchema }),
  z.strictObject({ type: z.literal('disconnect'), edges: z.array(flowEdgeSchema).min(1) }),
  z.strictObject({ type: z.literal('rename-node'), id, name }),
  /** Edges follow a port that only gets another name. */
  z.strictObject({
    type: z.literal('configure-node'),
    id,
    field: z.string().regex(/^[A-Za-z]\w{0,99}$/, 'must be the key of a field'),
    value: z.json(),
  }),
  z.strictObject({ type: z.literal('set-note'), id, note: z.string().max(5_000) }),
  z.strictObject({
    type: z.literal('set-disabled'),
    ids: z.array(id).min(1),
    disabled: z.boolean(),
  }),
  z.strictObject({ type: z.literal('rename-flow'), name }),
  z.strictObject({ type: z.literal('describe-flow'), description: z.string().max(5_000) }),
  /** A value of null goes back to the setting's default. */
  z.strictObject({ type: z.literal('set-setting-value'), key: id, value: z.json() }),
  z.strictObject({
    type: z.literal('set-schedule'),
    schedule: flowDocumentSchema.shape.schedule.unwrap(),
  }),
  /** Nodes and the edges among them, under ids that the flow does not have yet. */
  z.strictObject({
    type: z.literal('paste'),
    nodes: z.array(flowNodeSchema).min(1),
    edges: z.array(flowEdgeSchema),
  }),
  /** Puts a new node between two: the edge is cut, its end joined to `port` of the node. */
  z.strictObject({
    type: z.literal('insert-on-edge'),
    edge: flowEdgeSchema,
    node: flowNodeSchema,
    port: id,
  }),
  /** Adds a sample, or replaces the one of its node that is called `was` (else by its own name). */
  z.strictObject({ type: z.literal('put-sample'), sample: sampleSchema, was: name.optional() }),
  z.strictObject({ type: z.literal('remove-sample'), node: id, name }),
  /** The same for mapping tests. */
  z.strictObject({ type: z.literal('put-test'), test: mappingTestSchema, was: name.optional() }),
  z.strictObject({ type: z.literal('remove-test'), node: id, name }),
  /** Keeps a node's output; a pin without records takes it off. */
  z.strictObject({ type: z.literal('set-pin'), pin: pinSchema }),
  /** What leads from one document to another: undo, redo, and what is saved. */
  z.strictObject({ type: z.literal('change'), changes: z.array(documentChangeSchema).min(1) }),
  /** Replaces everything: going back to a version. */
  z.strictObject({ type: z.literal('restore'), document: flowDocumentSchema }),
])

export type FlowEdit = z.infer<typeof flowEditSchema>

export { EditError }

/**
 * Applies one edit and gives the new document; the old one is left alone, and parts that did not
 * change stay the same objects. Throws EditError when the edit does not fit.
 */
export function applyEdit(
  document: FlowDocument,
  edit: FlowEdit,
  kindOf?: Parameters<typeof canConnect>[2],
): FlowDocument {
  switch (edit.type) {
    case 'add-node':
      return addNodes(document, [edit.node])
    case 'remove-nodes':
      return removeNodes(document, edit.ids)
    case 'move-nodes':
      return moveNodes(document, edit.positions)
    case 'connect':
      return connect(document, edit.edge, kindOf)
    case 'disconnect':
      return disconnect(document, edit.edges)
    case 'rename-node':
      return changeNode(document, edit.id, { name: named(edit.name, 'A node') })
    case 'configure-node':
      return configureNode(document, edit, kindOf)
    case 'set-note':
      return changeNode(document, edit.id, { note: edit.note })
    case 'set-disabled':
      return edit.ids.reduce(
        (changed, one) => changeNode(changed, one, { disabled: edit.disabled }),
        document,
      )
    case 'rename-flow':
      return { ...document, name: named(edit.name, 'A flow') }
    case 'describe-flow':
      return { ...document, description: edit.description }
    case 'set-setting-value':
      return setSettingValue(document, edit)
    case 'set-schedule':
      return { ...document, schedule: edit.schedule }
    case 'paste':
      return edit.edges.reduce(
        (changed, edge) => connect(changed, edge, kindOf),
        addNodes(document, edit.nodes),
      )
    case 'insert-on-edge':
      return insertOnEdge(document, edit, kindOf)
    case 'put-sample':
      findNode(document, edit.sample.node)
      return { ...document, samples: put(document.samples, edit.sample, edit.was) }
    case 'remove-sample':
      return { ...document, samples: without(document.samples, edit, 'sample') }
    case 'put-test':
      findNode(document, edit.test.node)
      return { ...document, tests: put(document.tests, edit.test, edit.was) }
    case 'remove-test':
      return { ...document, tests: without(document.tests, edit, 'test') }
    case 'set-pin':
      return setPin(document, edit)
    case 'change':
      return applyChanges(document, edit.changes)
    case 'restore':
      return edit.document
  }
}

type EditOf<T extends FlowEdit['type']> = Extract<FlowEdit, { type: T }>
type KindOf = Parameters<typeof canConnect>[2]

const MOST_NODES = 2_000
const MOST_EDGES = 5_000

function addNodes(document: FlowDocument, nodes: readonly FlowNode[]): FlowDocument {
  const ids = new Set(document.nodes.map((node) => node.id))
  for (const node of nodes) {
    if (ids.has(node.id)) throw new EditError(`There is already a node "${node.id}" in this flow.`)
    ids.add(node.id)
  }
  if (ids.size > MOST_NODES) {
    throw new EditError(`A flow holds at most ${MOST_NODES} nodes; split it into two flows.`)
  }
  return { ...document, nodes: [...document.nodes, ...nodes] }
}

function removeNodes(document: FlowDocument, ids: readonly string[]): FlowDocument {
  for (const one of ids) findNode(document, one)
  const gone = new Set(ids)
  return {
    ...document,
    nodes: document.nodes.filter((node) => !gone.has(node.id)),
    edges: document.edges.filter((edge) => !gone.has(edge.from) && !gone.has(edge.to)),
    samples: document.samples.filter((sample) => !gone.has(sample.node)),
    tests: document.tests.filter((test) => !gone.has(test.node)),
    pins: document.pins.filter((pin) => !gone.has(pin.node)),
  }
}

function moveNodes(
  document: FlowDocument,
  positions: EditOf<'move-nodes'>['positions'],
): FlowDocument {
  const moved = new Map(Object.entries(positions))
  for (const one of moved.keys()) findNode(document, one)
  return {
    ...document,
    nodes: document.nodes.map((node) => {
      const position = moved.get(node.id)
      return position ? { ...node, position } : node
    }),
  }
}

function connect(document: FlowDocument, edge: FlowEdge, kindOf: KindOf): FlowDocument {
  const reason = canConnect(document, edge, kindOf)
  if (reason !== null) throw new EditError(reason)
  if (document.edges.length >= MOST_EDGES) {
    throw new EditError(`A flow holds at most ${MOST_EDGES} edges; split it into two flows.`)
  }
  return { ...document, edges: [...document.edges, edge] }
}

function disconnect(document: FlowDocument, edges: readonly FlowEdge[]): FlowDocument {
  for (const edge of edges) {
    if (document.edges.some((one) => sameEdge(one, edge))) continue
    throw new EditError(`There is no edge from "${edge.from}" to "${edge.to}" any more.`)
  }
  return {
    ...document,
    edges: document.edges.filter((one) => !edges.some((edge) => sameEdge(one, edge))),
  }
}

function configureNode(
  document: FlowDocument,
  { id: one, field, value }: EditOf<'configure-node'>,
  kindOf: KindOf = findKind,
): FlowDocument {
  const stored = findNode(document, one)
  const kind = kindOf(stored.kind)
  // What is typed belongs to the form of today, so the rest of the config has to be of today too.
  const before = kind && stored.version < kind.version ? liftNode(kind, stored) : stored
  const config = { ...before.config, [field]: value }
  const changed = changeNode(document, one, { version: before.version, config })
  const ports = kind?.ports
  if (!ports || !document.edges.some((edge) => edge.from === one)) return changed
  const renamed = renamedPorts(ports(before.config), ports(config))
  if (renamed.size === 0) return changed
  return {
    ...changed,
    edges: changed.edges.map((edge) => {
      const port = edge.from === one ? renamed.get(edge.port) : undefined
      return port === undefined ? edge : { ...edge, port }
    }),
  }
}

/** Ports of which only the name changed: as many as before, and a new one where an old one was. */
function renamedPorts(before: readonly Port[], after: readonly Port[]): Map<string, string> {
  if (before.length !== after.length) return new Map()
  const is = (ports: readonly Port[], id: string) => ports.some((port) => port.id === id)
  return new Map(
    before.flatMap((port, index) => {
      const now = after[index]
      const moved = now && now.id !== port.id && !is(after, port.id) && !is(before, now.id)
      return moved ? [[port.id, now.id]] : []
    }),
  )
}

function setSettingValue(
  document: FlowDocument,
  { key, value }: EditOf<'set-setting-value'>,
): FlowDocument {
  const { fields, values } = document.settings
  if (!fields.some((field) => field.key === key)) {
    throw new EditError(`This flow has no setting "${key}".`)
  }
  const others = Object.entries(values).filter(([one]) => one !== key)
  const kept = value === null ? others : [...others, [key, value]]
  return { ...document, settings: { ...document.settings, values: Object.fromEntries(kept) } }
}

function insertOnEdge(
  document: FlowDocument,
  { edge, node, port }: EditOf<'insert-on-edge'>,
  kindOf: KindOf,
): FlowDocument {
  const cut = addNodes(disconnect(document, [edge]), [node])
  const entered = connect(cut, { ...edge, to: node.id }, kindOf)
  return connect(entered, { from: node.id, port, to: edge.to }, kindOf)
}

interface Named {
  node: string
  name: string
}

/** With one more, or with it in the place of the one that was called so. */
function put<T extends Named>(list: readonly T[], one: T, was = one.name): T[] {
  const taken = list.some(({ node, name }) => node === one.node && name === one.name)
  if (taken && was !== one.name) {
    throw new EditError(`This node already has one called “${one.name}”.`)
  }
  const at = list.findIndex(({ node, name }) => node === one.node && name === was)
  return at < 0 ? [...list, one] : list.with(at, one)
}

function without<T extends Named>(list: readonly T[], gone: Named, what: string): T[] {
  const rest = list.filter(({ node, name }) => node !== gone.node || name !== gone.name)
  if (rest.length === list.length) {
    throw new EditError(`There is no ${what} “${gone.name}” any more.`)
  }
  return rest
}

function setPin(document: FlowDocument, { pin }: EditOf<'set-pin'>): FlowDocument {
  findNode(document, pin.node)
  const others = document.pins.filter((one) => one.node !== pin.node)
  return { ...document, pins: pin.records.length > 0 ? [...others, pin] : others }
}

function changeNode(document: FlowDocument, one: string, change: Partial<FlowNode>): FlowDocument {
  findNode(document, one)
  return {
    ...document,
    nodes: document.nodes.map((node) => (node.id === one ? { ...node, ...change } : node)),
  }
}

function findNode(document: FlowDocument, one: string): FlowNode {
  const node = document.nodes.find((candidate) => candidate.id === one)
  if (!node) throw new EditError(`There is no node "${one}" in this flow any more.`)
  return node
}

function named(text: string, what: string): string {
  if (text.trim() === '') throw new EditError(`${what} needs a name.`)
  return text
}
