import type { Edge, Node } from '@xyflow/react'
import { shallow } from 'zustand/shallow'
import type { FlowDocument, FlowEdge, FlowNode } from '#engine/graph/schema.ts'
import { findKind } from '#nodes/catalog.ts'
import type { Kind, Port } from '#nodes/kind.ts'
import { cardHandles, cardSize, nodeSize } from './card-size.ts'
import { lanes, type Lane } from './lanes.ts'

/** The one input that every node but a source has. */
export const INPUT = 'in'

/** A port on a card; `missing` when an edge leaves it that the node's kind no longer has. */
export interface CardPort extends Port {
  missing: boolean
}

interface CardData extends Record<string, unknown> {
  node: FlowNode
  hasInput: boolean
  ports: CardPort[]
  /** Its output is kept for tests. */
  pinned: boolean
}

export type CardNode = Node<CardData, 'card' | 'note'>
export type LineEdge = Edge<{ edge: FlowEdge; lane?: Lane }, 'line'>

export interface GraphView {
  cards: CardNode[]
  lines: LineEdge[]
}

/** Cards are reached with the arrow keys, not with hundreds of presses of Tab. */
const NO_TAB_STOP = { tabIndex: -1 }

/**
 * The document as React Flow draws it. What did not change since `before` stays the same object, so
 * that only changed cards are drawn again; selection, which is no part of a document, is carried
 * over from there.
 */
export function graphView(document: FlowDocument, before: GraphView): GraphView {
  const cardsBefore = new Map(before.cards.map((card) => [card.id, card]))
  const linesBefore = new Map(before.lines.map((line) => [line.id, line]))
  const used = usedPorts(document.edges)
  const pins = new Set(document.pins.map((pin) => pin.node))
  const names = new Map(document.nodes.map((node) => [node.id, node.name]))
  const cards = document.nodes.map((node) =>
    cardOf(
      node,
      { used: used.get(node.id) ?? NONE, pinned: pins.has(node.id) },
      cardsBefore.get(node.id),
    ),
  )
  const lines = document.edges.map((edge) => {
    const ariaLabel = `From ${names.get(edge.from)} to ${names.get(edge.to)}`
    const line = linesBefore.get(lineId(edge)) ?? lineOf(edge)
    return line.ariaLabel === ariaLabel ? line : { ...line, ariaLabel }
  })
  return {
    cards: kept(before.cards, cards),
    lines: kept(before.lines, laid(lines, cards, before)),
  }
}

/** Edges with their lanes, which only cards and edges that came, went, moved or grew can change. */
function laid(lines: LineEdge[], cards: CardNode[], before: GraphView): LineEdge[] {
  const same =
    cards.length === before.cards.length &&
    lines.length === before.lines.length &&
    lines.every((line, index) => line.id === before.lines[index]?.id) &&
    cards.every((card, index) => isWhere(card, before.cards[index]))
  if (same) return lines
  const found = lanes(cards, lines)
  return lines.map((line) => {
    const lane = found.get(line.id)
    const { data } = line
    if (!data || shallow(lane, data.lane)) return line
    return { ...line, data: { ...data, lane } }
  })
}

function isWhere(card: CardNode, before: CardNode | undefined): boolean {
  return (
    card.id === before?.id && card.height === before.height && card.position === before.position
  )
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

const NONE: readonly string[] = []

interface Drawn {
  /** Ports that edges leave. */
  used: readonly string[]
  pinned: boolean
}

function cardOf(node: FlowNode, drawn: Drawn, before: CardNode | undefined): CardNode {
  const { used, pinned } = drawn
  if (before?.data.node === node && before.data.pinned === pinned && knows(before, used)) {
    return before
  }
  const kind = findKind(node.kind)
  const ports = portsOf(node, kind, used)
  const samePorts =
    before !== undefined && JSON.stringify(before.data.ports) === JSON.stringify(ports)
  const hasInput = kind?.role !== 'source' && kind?.role !== 'note'
  const data = { node, hasInput, ports: samePorts ? before.data.ports : ports, pinned }
  const shown = {
    ...before,
    id: node.id,
    data,
    ariaLabel: labelOf(node, kind),
    position: node.position,
    domAttributes: NO_TAB_STOP,
  }
  if (kind?.role === 'note') {
    const size = nodeSize(node, kind)
    return { ...shown, type: 'note', zIndex: -1, ...size, measured: size, handles: [] }
  }
  const same = samePorts && before.type === 'card'
  const size = cardSize(ports)
  return {
    ...shown,
    type: 'card',
    ...size,
    measured: same && before.measured ? before.measured : size,
    handles: same ? before.handles : cardHandles(ports, hasInput ? INPUT : null),
  }
}

/** True when a card looks the same in both: where it lies is the business of what is around it. */
export function looksSame(before: CardData, now: CardData): boolean {
  return (
    before === now ||
    (before.ports === now.ports &&
      before.pinned === now.pinned &&
      before.hasInput === now.hasInput &&
      shallow({ ...before.node, position: now.node.position }, now.node))
  )
}

/** True when a card has just the missing ports that it needs for its edges. */
function knows(card: CardNode, used: readonly string[]): boolean {
  const { ports } = card.data
  const missing = used.filter((id) => !ports.some((port) => port.id === id && !port.missing))
  const drawn = ports.filter((port) => port.missing)
  return (
    missing.length === drawn.length && missing.every((id) => drawn.some((port) => port.id === id))
  )
}

function labelOf(node: FlowNode, kind: Kind | undefined): string {
  const off = node.disabled ? ', disabled' : ''
  if (kind?.role === 'note') return `Note: ${kind.summary(node.config) || 'empty'}`
  return `${node.name}, ${kind?.title ?? 'unknown kind'}${off}`
}

function portsOf(node: FlowNode, kind: Kind | undefined, used: readonly string[]): CardPort[] {
  const ports = kind?.ports(node.config) ?? []
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
    // A picture may hold no buttons; an edge has its plus.
    ariaRole: 'group',
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
    const ports = used.get(edge.from)
    if (!ports) used.set(edge.from, [edge.port])
    else if (!ports.includes(edge.port)) ports.push(edge.port)
  }
  return used
}
