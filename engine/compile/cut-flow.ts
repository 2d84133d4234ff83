import { findKind } from '#nodes/catalog.ts'
import { reachable } from '../graph/order.ts'
import type { Problem } from '../graph/problem.ts'
import type { FlowDocument, FlowEdge } from '../graph/schema.ts'

/** What of a flow a test runs. */
export interface Cut {
  /** Records are put in here, as they would arrive; for a source, as it would have read them. */
  at?: string
  /** The last node: nothing behind it is run. */
  until?: string
}

export interface CutFlow {
  document: FlowDocument
  /** Nodes whose kept output stands in for running them. */
  pinned: ReadonlySet<string>
  problems: Problem[]
}

/**
 * Leaves of a flow what a test has to run. Kept output (pins) stands in for its node, so that what only
 * feeds that node goes too; with `until`, so does everything that does not lead there; with `at`, what
 * does not come from there. What is wrong elsewhere then keeps nobody from trying out this part.
 */
export function cutFlow(document: FlowDocument, { at, until }: Cut): CutFlow {
  const wanted = [at, until].filter((id) => id !== undefined)
  const unknown = wanted.filter((id) => !document.nodes.some((node) => node.id === id))
  if (unknown.length > 0) {
    const message = 'The node to test is not in the flow any more. Choose another.'
    return { document, pinned: new Set(), problems: [problem(null, message)] }
  }
  const pins = document.pins
    .map((pin) => pin.node)
    .filter((id) => id !== at && document.nodes.some((node) => node.id === id))
  if (at === undefined && until === undefined && pins.length === 0) {
    return { document, pinned: new Set(), problems: [] }
  }
  const kept = new Set(pins)
  const edges = document.edges.filter(({ from, to }) => from !== until && !kept.has(to))
  const nodes = keptNodes(document, { edges, kept, at, until })
  const pinned = new Set(pins.filter((id) => nodes.has(id)))
  const cut: FlowDocument = {
    ...document,
    // A node that is not run may be unfinished.
    nodes: document.nodes
      .filter((node) => nodes.has(node.id))
      .map((node) => (pinned.has(node.id) ? { ...node, disabled: true } : node)),
    edges: edges.filter(({ from, to }) => nodes.has(from) && nodes.has(to)),
  }
  return { document: cut, pinned, problems: nodes.size === 0 ? [unreached(document, until)] : [] }
}

/** What lies between where records begin and where they end. */
function keptNodes(
  document: FlowDocument,
  cut: Cut & { edges: readonly FlowEdge[]; kept: ReadonlySet<string> },
): Set<string> {
  const { edges, kept, at, until } = cut
  const ids = document.nodes.map((node) => node.id)
  const behind = at === undefined ? null : reachable(document, [at])
  const starts =
    at === undefined
      ? document.nodes
          .filter((node) => isSource(node.kind) || kept.has(node.id))
          .map(({ id }) => id)
      : [at, ...[...kept].filter((id) => behind?.has(id))]
  const ends = until === undefined ? ids.filter((id) => isEnd(document, id)) : [until]
  const graph = { nodes: document.nodes, edges }
  const forward = new Set([...starts, ...reachable(graph, starts)])
  const turned = edges.map(({ from, to }) => ({ from: to, to: from }))
  const backward = new Set([...ends, ...reachable({ nodes: document.nodes, edges: turned }, ends)])
  return new Set(ids.filter((id) => forward.has(id) && backward.has(id)))
}

function isSource(kind: string): boolean {
  return findKind(kind)?.role === 'source'
}

function isEnd(document: FlowDocument, id: string): boolean {
  return !document.edges.some((edge) => edge.from === id)
}

function unreached(document: FlowDocument, until: string | undefined): Problem {
  const name = document.nodes.find((node) => node.id === until)?.name
  return name === undefined
    ? problem(null, 'There is nothing to test: no record gets anywhere from here.')
    : problem(until ?? null, `${name}: no record gets here. Connect it, then test again.`)
}

function problem(node: string | null, message: string): Problem {
  return { severity: 'error', code: 'cut', node, field: null, position: null, message }
}
