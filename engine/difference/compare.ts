import stringify from 'safe-stable-stringify'
import { findKind } from '#nodes/catalog.ts'
import type { JsonObject } from '#nodes/json.ts'
import { liftConfig } from '../compile/config.ts'
import type { FlowDocument, FlowEdge, FlowNode } from '../graph/schema.ts'
import { compareConfig } from './compare-config.ts'
import { compareSettings } from './compare-settings.ts'
import type { DifferenceKind, FieldDifference } from './difference.ts'

/** What became of one node; a node that was only moved on the canvas is not told of. */
export interface NodeDifference {
  id: string
  /** As it is called now, or was called last. */
  name: string
  /** Its kind as people call it. */
  title: string
  kind: DifferenceKind
  /** What differs within it; empty for one that was added or removed. */
  fields: FieldDifference[]
}

interface EdgeDifference {
  edge: FlowEdge
  kind: 'added' | 'removed'
  words: string
}

/** Everything that differs between two documents of a flow, but for where things stand. */
export interface FlowComparison {
  nodes: NodeDifference[]
  /** Edges among nodes that are in both; those of an added or removed node go without saying. */
  edges: EdgeDifference[]
  /** What belongs to no node: name, schedule, settings, tests. */
  flow: FieldDifference[]
  /** How many things differ, each field of a mapping counted for itself. */
  count: number
}

/**
 * Compares two documents of one flow, node by node by their ids. Layout is no difference, neither of
 * the canvas nor of the text of an expression. Pure.
 */
export function compareDocuments(before: FlowDocument, after: FlowDocument): FlowComparison {
  const nodes = compareNodes(before.nodes, after.nodes)
  const edges = compareEdges(before, after)
  const flow = compareSettings(before, after)
  const fields = [...flow, ...nodes.flatMap((node) => node.fields)]
  const whole = nodes.filter((node) => node.kind !== 'changed').length
  const count = fields.reduce((sum, field) => sum + Math.max(1, field.targets.length), 0)
  return { nodes, edges, flow, count: count + whole + edges.length }
}

function compareNodes(before: readonly FlowNode[], after: readonly FlowNode[]): NodeDifference[] {
  const was = new Map(before.map((node) => [node.id, node]))
  const is = new Map(after.map((node) => [node.id, node]))
  const present = after.flatMap((node): NodeDifference[] => {
    const old = was.get(node.id)
    if (!old) return [{ ...named(node), kind: 'added', fields: [] }]
    const fields = compareNode(old, node)
    return fields.length > 0 ? [{ ...named(node), kind: 'changed', fields }] : []
  })
  const gone = before
    .filter((node) => !is.has(node.id))
    .map((node): NodeDifference => ({ ...named(node), kind: 'removed', fields: [] }))
  return [...present, ...gone]
}

function named(node: FlowNode): Pick<NodeDifference, 'id' | 'name' | 'title'> {
  return { id: node.id, name: node.name, title: findKind(node.kind)?.title ?? node.kind }
}

function compareNode(before: FlowNode, after: FlowNode): FieldDifference[] {
  const own = [
    plain('name', 'Name', before.name, after.name),
    plain('kind', 'Kind of node', named(before).title, named(after).title),
    plain('disabled', 'Disabled', word(before.disabled), word(after.disabled)),
    plain('note', 'Note', before.note, after.note),
  ]
  const fields = findKind(after.kind)?.fields ?? {}
  return [
    ...own.filter((one) => one !== null),
    ...compareConfig(fields, configOf(before), configOf(after)),
  ]
}

/** Brought to the kind's present version, so that two ways to write the same are the same. */
function configOf(node: FlowNode): JsonObject {
  const kind = findKind(node.kind)
  return kind && node.version <= kind.version ? liftConfig(kind, node) : node.config
}

function word(disabled: boolean): string {
  return disabled ? 'yes' : 'no'
}

function plain(field: string, label: string, before: string, after: string) {
  return before === after
    ? null
    : changed({ field, label, before: before || null, after: after || null })
}

function changed(
  difference: Pick<FieldDifference, 'field' | 'label' | 'before' | 'after'>,
): FieldDifference {
  const { before, after } = difference
  const kind = before === null ? 'added' : after === null ? 'removed' : 'changed'
  return { ...difference, kind, layoutOnly: false, targets: [] }
}

function compareEdges(before: FlowDocument, after: FlowDocument): EdgeDifference[] {
  const names = new Map(
    [...before.nodes, ...after.nodes].map((node): [string, string] => [node.id, node.name]),
  )
  const inBoth = new Set(
    after.nodes.filter(({ id }) => before.nodes.some((node) => node.id === id)).map(({ id }) => id),
  )
  const among = ({ edges }: FlowDocument) =>
    new Map(
      edges
        .filter((edge) => inBoth.has(edge.from) && inBoth.has(edge.to))
        .map((edge): [string, FlowEdge] => [stringify(edge), edge]),
    )
  const was = among(before)
  const is = among(after)
  const tell = (edge: FlowEdge) => {
    const port = edge.port === 'out' ? '' : ` (${edge.port})`
    return `${names.get(edge.from) ?? edge.from}${port} → ${names.get(edge.to) ?? edge.to}`
  }
  const list = (from: Map<string, FlowEdge>, other: Map<string, FlowEdge>) =>
    [...from].filter(([key]) => !other.has(key)).map(([, edge]) => ({ edge, words: tell(edge) }))
  return [
    ...list(is, was).map((one): EdgeDifference => ({ ...one, kind: 'added' })),
    ...list(was, is).map((one): EdgeDifference => ({ ...one, kind: 'removed' })),
  ]
}
