import type { Kind } from '#nodes/kind.ts'
import { reachable } from '../graph/order.ts'
import type { Problem } from '../graph/problem.ts'
import type { FlowDocument, FlowEdge, FlowNode } from '../graph/schema.ts'
import { liftConfig } from './config.ts'

/** Checks that every edge leaves a port that exists, and that no record can reach a node twice. */
export function checkEdges(document: FlowDocument, kinds: ReadonlyMap<string, Kind>): Problem[] {
  const nodes = new Map(document.nodes.map((node) => [node.id, node]))
  const leavingByNode = Map.groupBy(document.edges, (edge) => edge.from)
  return document.nodes.flatMap((node) => {
    const kind = kinds.get(node.id)
    if (!kind) return []
    const leaving = leavingByNode.get(node.id) ?? []
    return [
      ...checkTargets({ node, leaving, nodes, kinds }),
      ...checkPorts({ node, kind, leaving }),
      ...checkTwice({ document, node, kind, leaving }),
    ]
  })
}

function checkTargets(at: {
  node: FlowNode
  leaving: FlowEdge[]
  nodes: ReadonlyMap<string, FlowNode>
  kinds: ReadonlyMap<string, Kind>
}): Problem[] {
  return at.leaving
    .filter((edge) => at.kinds.get(edge.to)?.role === 'source')
    .map((edge) =>
      fault(
        at.node,
        'edge',
        `is connected to ${at.nodes.get(edge.to)?.name}, but a source takes no records.`,
      ),
    )
}

function checkPorts(at: { node: FlowNode; kind: Kind; leaving: FlowEdge[] }): Problem[] {
  const ports = at.kind.ports(liftConfig(at.kind, at.node))
  const known = new Set(ports.map((port) => port.id))
  const unknown = at.leaving
    .filter((edge) => !known.has(edge.port))
    .map((edge) =>
      fault(at.node, 'unknown-port', `has no output "${edge.port}". Remove the connection.`),
    )
  if (ports.length < 2) return unknown
  const joined = new Set(at.leaving.map((edge) => edge.port))
  // What is left over may well be done; a way that somebody named and then left open is not.
  const loose = ports
    .filter((port) => !joined.has(port.id) && port.id !== 'otherwise')
    .map((port) => ({
      ...fault(at.node, 'loose-port', `the way of records ends at "${port.label}".`),
      severity: 'warning' as const,
    }))
  return [...unknown, ...loose]
}

/**
 * A record that is copied onto two ways must not meet itself again: its writes would be intended
 * twice. So ways that can be taken at once must have no node in common.
 */
function checkTwice(at: {
  document: FlowDocument
  node: FlowNode
  kind: Kind
  leaving: FlowEdge[]
}): Problem[] {
  const together = at.kind.exclusivePorts(liftConfig(at.kind, at.node))
    ? groupByPort(at.leaving)
    : [at.leaving]
  return together.flatMap((edges) => {
    if (edges.length < 2) return []
    const reached = new Set<string>()
    for (const edge of edges) {
      const ways = new Set([edge.to, ...reachable(at.document, [edge.to])])
      const shared = [...ways].find((id) => reached.has(id))
      if (shared !== undefined) {
        const name = at.document.nodes.find((node) => node.id === shared)?.name ?? shared
        return [
          fault(
            at.node,
            'twice',
            `sends each record on several ways at once, and they meet again at ${name}. Join the ways one after the other instead.`,
          ),
        ]
      }
      for (const id of ways) reached.add(id)
    }
    return []
  })
}

function groupByPort(edges: FlowEdge[]): FlowEdge[][] {
  return Object.values(Object.groupBy(edges, (edge) => edge.port)).filter(
    (group) => group !== undefined,
  )
}

function fault(node: FlowNode, code: string, message: string): Problem {
  return {
    severity: 'error',
    code,
    node: node.id,
    field: null,
    position: null,
    message: `${node.name}: ${message}`,
  }
}
