import { reachable } from '../graph/order.ts'
import type { Problem } from '../graph/problem.ts'
import type { CalledFlow, FlowDocument, FlowEdge, FlowNode } from '../graph/schema.ts'

/** Kinds by which a flow calls another, and by which that one begins and ends. */
const CALL = 'flow.call'
const START = 'flow.start'
const END = 'flow.end'

/** Joins the id of a call to the id of a node of the called flow. */
const STEP_SEPARATOR = '/'

/** Where a node of an expanded flow was taken from. */
export interface Origin {
  /** The node of the calling flow that a person can jump to. */
  call: string
  flow: CalledFlow
  /** The node's id in the called flow. */
  nodeId: string
}

/** A flow with the steps of the flows it calls put in, and where those come from. */
export interface Expanded {
  document: FlowDocument
  /** By the id in the expanded flow; nodes of the calling flow itself are not in it. */
  origins: ReadonlyMap<string, Origin>
  problems: Problem[]
}

/**
 * Puts the steps of called flows in place: the call leads to what follows "When called", and
 * "Return to the caller" to what follows the call. Ids become `call/node`, through any depth. The
 * document carries the called flows; a call of one that it lacks stays as it is, with a problem.
 */
export function expandCalls(document: FlowDocument): Expanded {
  const origins = new Map<string, Origin>()
  const problems: Problem[] = []
  const nodes: FlowNode[] = []
  const edges: FlowEdge[] = []

  const add = (level: Level) => {
    const returns = new Map<string, string[]>()
    for (const node of level.nodes) {
      const id = level.prefix + node.id
      nodes.push(level.prefix === '' ? node : { ...node, id })
      if (level.origin) origins.set(id, { ...level.origin, nodeId: node.id })
      if (node.kind !== CALL || node.disabled) continue
      const inner = enter(document, level, node, problems)
      if (!inner) continue
      const ends = inner.nodes.filter((one) => one.kind === END)
      returns.set(
        node.id,
        ends.map((one) => inner.prefix + one.id),
      )
      for (const to of inner.entries) edges.push({ from: id, port: 'out', to: inner.prefix + to })
      add(inner)
    }
    for (const { from, port, to } of level.edges) {
      const leaves = returns.get(from)
      for (const end of leaves ?? [level.prefix + from]) {
        edges.push({ from: end, port: leaves ? 'out' : port, to: level.prefix + to })
      }
    }
  }

  add({ ...document, prefix: '', within: [], origin: null, entries: [] })
  const calls = origins.size > 0 || problems.length > 0
  return { document: calls ? { ...document, nodes, edges } : document, origins, problems }
}

interface Level {
  prefix: string
  nodes: readonly FlowNode[]
  edges: readonly FlowEdge[]
  /** Ids of the flows being entered, from the outermost. */
  within: readonly string[]
  origin: { call: string; flow: CalledFlow } | null
  /** The nodes behind "When called". */
  entries: readonly string[]
}

function enter(
  document: FlowDocument,
  level: Level,
  node: FlowNode,
  problems: Problem[],
): Level | null {
  const call = level.origin?.call ?? node.id
  const problem = (code: string, message: string) => {
    problems.push({
      severity: 'error',
      ...{ code, node: call, field: level.origin ? null : 'flow', position: null },
      message: `${node.name}: ${message}`,
    })
    return null
  }
  const wanted = typeof node.config.flow === 'string' ? node.config.flow : ''
  // A blank one is a missing field, which is said where all fields are checked.
  if (wanted === '') return null
  if (level.within.includes(wanted)) {
    return problem('call-loop', `calls "${wanted}", which is calling it already. Remove one call.`)
  }
  const flow = document.called[wanted]
  if (!flow) {
    return problem(
      'called-flow',
      `there is no published flow "${wanted}" to call. Choose another, or publish it first.`,
    )
  }
  const starts = flow.nodes.filter((one) => one.kind === START).map((one) => one.id)
  if (starts.length === 0) {
    return problem(
      'called-flow',
      `"${flow.name}" cannot be called, because it has no "When called". Add one to it.`,
    )
  }
  // A flow that is called may also read records of its own; those ways stay with it.
  const entered = reachable(flow, starts)
  return {
    prefix: `${level.prefix}${node.id}${STEP_SEPARATOR}`,
    nodes: flow.nodes.filter((one) => entered.has(one.id)),
    edges: flow.edges.filter((edge) => entered.has(edge.from)),
    within: [...level.within, wanted],
    origin: { call, flow },
    entries: flow.edges.filter((edge) => starts.includes(edge.from)).map((edge) => edge.to),
  }
}
