import type { Edge, Node } from '@xyflow/react'
import type { FlowDocument, FlowEdge, FlowNode } from '#engine/graph/schema.ts'
import { findKind } from '#nodes/catalog.ts'
import type { Port } from '#nodes/kind.ts'

/** The one input that every node but a source has. */
export const INPUT = 'in'

/** A port on a card; `missing` when an edge leaves it that the node's kind no longer has. */
export interface CardPort extends Port {
  missing: boolean
}

export type CardNode = Node<{ node: FlowNode; hasInput: boolean; ports: CardPort[] }, 'card'>
export type LineEdge = Edge<{ edge: FlowEdge }, 'line'>

export interface GraphView {
  cards: CardNode[]
  lines: LineEdge[]
}

/**
 * The document as React Flow draws it. What did not change since `before` stays the same object, so
 * that only changed cards are drawn again; sizes and selection, which are no part of a document, are
 * carried over from there.
 */
export function graphView(document: FlowDocument, before: GraphView): GraphView {
  const cardsBefore = new Map(before.cards.map((card) => [card.id, card]))
  const linesBefore = new Map(before.lines.map((line) => [line.id, line]))
  const used = usedPorts(document.edges)
  const names = new Map(document.nodes.map((node) => [node.id, node.name]))
  const cards = document.nodes.map((node) =>
    cardOf(node, used.get(node.id) ?? [], cardsBefore.get(node.id)),
  )
  const lines = document.edges.map((edge) => {
    const ariaLabel = `From ${names.get(edge.from)} to ${names.get(edge.to)}`
    const line = linesBefore.get(lineId(edge)) ?? lineOf(edge)
    return line.ariaLabel === ariaLabel ? line : { ...line, ariaLabel }
  })
  return { cards: kept(before.cards, cards), lines: kept(before.lines, lines) }
}

/** The old list where nothing in it changed, so that React Flow need not look at it again. */
function kept<T>(before: T[], now: T[]): T[] {
  const same = before.length === now.length && now.every((one, index) => one === before[index])
  return same ? before : now
}

/** The id of an edge in React Flow. */
function lineId(edge: FlowEdge): string {
  return `${edge.from}:${edge.port}>${edge.to}`
}

/** What is to be drawn selected, all else not; unchanged parts stay the same objects. */
export function withSelection(view: GraphView, ids: ReadonlySet<string>): GraphView {
  const mark = <T extends { id: string; selected?: boolean }>(one: T): T =>
    (one.selected ?? false) === ids.has(one.id) ? one : { ...one, selected: ids.has(one.id) }
  return { cards: view.cards.map(mark), lines: view.lines.map(mark) }
}

function cardOf(node: FlowNode, used: readonly string[], before: CardNode | undefined): CardNode {
  const ports = portsOf(node, used)
  const samePorts =
    before !== undefined && JSON.stringify(before.data.ports) === JSON.stringify(ports)
  if (before && before.data.node === node && samePorts) return before
  const kind = findKind(node.kind)
  const hasInput = kind?.role !== 'source'
  const data = { node, hasInput, ports: samePorts ? before.data.ports : ports }
  const ariaLabel = `${node.name}, ${kind?.title ?? 'unknown kind'}${node.disabled ? ', disabled' : ''}`
  return before
    ? { ...before, data, ariaLabel, position: node.position }
    : { id: node.id, type: 'card', data, ariaLabel, position: node.position }
}

function portsOf(node: FlowNode, used: readonly string[]): CardPort[] {
  const ports = findKind(node.kind)?.ports(node.config) ?? []
  const missing = used.filter((id) => !ports.some((port) => port.id === id))
  return [
    ...ports.map((port) => ({ ...port, missing: false })),
    ...missing.map((id) => ({ id, label: id, missing: true })),
  ]
}

function lineOf(edge: FlowEdge): LineEdge {
  return {
    id: lineId(edge),
    type: 'line',
    source: edge.from,
    sourceHandle: edge.port,
    target: edge.to,
    targetHandle: INPUT,
    data: { edge },
  }
}

function usedPorts(edges: readonly FlowEdge[]): Map<string, string[]> {
  const used = new Map<string, string[]>()
  for (const edge of edges) {
    const ports = used.get(edge.from) ?? []
    if (!ports.includes(edge.port)) used.set(edge.from, [...ports, edge.port])
  }
  return used
}
