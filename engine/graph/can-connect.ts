import { findKind } from '#nodes/catalog.ts'
import type { Kind } from '#nodes/kind.ts'
import type { FlowDocument, FlowEdge } from './schema.ts'

/**
 * Says whether an edge may be drawn: null when it may, else a sentence for the person who draws it.
 * A node of an unknown kind is given the benefit of the doubt; the compiler reports it anyway.
 */
export function canConnect(
  document: FlowDocument,
  edge: FlowEdge,
  kindOf: (id: string) => Kind | undefined = findKind,
): string | null {
  const from = document.nodes.find((node) => node.id === edge.from)
  const to = document.nodes.find((node) => node.id === edge.to)
  if (!from || !to) return `There is no node "${from ? edge.to : edge.from}" in this flow.`
  if (from === to) return 'A node cannot be connected to itself.'
  for (const node of [from, to]) {
    if (kindOf(node.kind)?.role !== 'note') continue
    return `“${node.name}” is a note: it is only read, and no record passes it.`
  }
  if (kindOf(to.kind)?.role === 'source') {
    return `“${to.name}” starts a flow: it reads records itself and takes none from other nodes.`
  }
  const ports = kindOf(from.kind)?.ports(from.config)
  if (ports && !ports.some((port) => port.id === edge.port)) {
    return `“${from.name}” has no output "${edge.port}".`
  }
  if (document.edges.some((one) => sameEdge(one, edge))) {
    return `“${from.name}” is already connected to “${to.name}” there.`
  }
  if (reaches(document.edges, edge.to, edge.from)) {
    return `That would make a circle: records of “${to.name}” already go on to “${from.name}”.`
  }
  return null
}

/** True for two edges that join the same port to the same node. */
export function sameEdge(one: FlowEdge, other: FlowEdge): boolean {
  return one.from === other.from && one.port === other.port && one.to === other.to
}

function reaches(edges: readonly FlowEdge[], start: string, goal: string): boolean {
  const targets = new Map<string, string[]>()
  for (const { from, to } of edges) {
    const known = targets.get(from)
    if (known) known.push(to)
    else targets.set(from, [to])
  }
  const seen = new Set([start])
  // A set grows while it is walked, so that this reaches everything.
  for (const at of seen) {
    if (at === goal) return true
    for (const to of targets.get(at) ?? []) seen.add(to)
  }
  return false
}
