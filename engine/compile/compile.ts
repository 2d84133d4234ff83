import { findKind as findKnownKind } from '#nodes/catalog.ts'
import type { JsonObject } from '#nodes/json.ts'
import type { Kind } from '#nodes/kind.ts'
import { orderNodes, reachable } from '../graph/order.ts'
import type { Problem } from '../graph/problem.ts'
import type { FlowDocument, FlowNode } from '../graph/schema.ts'
import { resolveSettings } from '../graph/settings.ts'
import { compileConfig, liftConfig, type RunnerConfig } from './config.ts'
import { checkEdges } from './edges.ts'
import type { Plan, PlanScope, PlanStep } from './plan.ts'
import { checkSchedule } from './schedule.ts'
import { checkSettings } from './settings.ts'

export interface CompileOptions {
  /** The integration's shared settings. */
  settings?: JsonObject
  /** Looks kinds up; the catalog unless a test has its own. */
  findKind?: (id: string) => Kind | undefined
}

export type Compiled =
  { ok: true; plan: Plan; problems: Problem[] } | { ok: false; problems: Problem[] }

/**
 * Turns a flow document into a plan, or says everything that keeps it from being one. Pure, so the
 * same answer stands in the designer, at publishing and in the worker. It never guesses: a document
 * with an error has no plan. Warnings come along with a plan.
 */
export function compile(document: FlowDocument, options: CompileOptions = {}): Compiled {
  const findKind = options.findKind ?? findKnownKind
  const settings = resolveSettings(document, options.settings ?? {})
  const { order, cycle } = orderNodes(document)
  const nodes = document.nodes.map((node) => compileNode(node, findKind, settings))
  const kinds = new Map(nodes.flatMap((node) => (node.kind ? [[node.node.id, node.kind]] : [])))
  const problems = [
    ...cycle.map((id) => cycleProblem(document, id)),
    ...nodes.flatMap((node) => node.problems),
    ...checkEdges(document, kinds),
    ...checkReach(document, kinds),
    ...checkSettings(document, settings),
    ...checkSchedule(document),
  ]
  if (problems.some((problem) => problem.severity === 'error')) return { ok: false, problems }

  const byId = new Map(nodes.map((node) => [node.node.id, node]))
  const steps = order.flatMap((id) => {
    const compiled = byId.get(id)
    return compiled?.kind ? [planStep(document, compiled.node, compiled.kind, compiled.bind)] : []
  })
  const sources = steps.filter((step) => step.kind.role === 'source').map((step) => step.id)
  return { ok: true, plan: { steps, sources, settings }, problems }
}

interface CompiledNode {
  node: FlowNode
  kind: Kind | undefined
  problems: Problem[]
  bind: (scope: PlanScope) => RunnerConfig
}

function compileNode(
  node: FlowNode,
  findKind: (id: string) => Kind | undefined,
  settings: JsonObject,
): CompiledNode {
  const kind = findKind(node.kind)
  const problem = (code: string, message: string): Problem => ({
    severity: 'error',
    code,
    node: node.id,
    field: null,
    position: null,
    message: `${node.name}: ${message}`,
  })
  const broken = (fault: Problem): CompiledNode => ({
    node,
    kind: undefined,
    problems: [fault],
    bind: () => ({}),
  })
  if (!kind) {
    return broken(problem('unknown-kind', `there is no kind of node "${node.kind}". Remove it.`))
  }
  if (node.version > kind.version) {
    return broken(
      problem('newer-kind', 'was made by a newer Tributary. Update Tributary to run it.'),
    )
  }
  const lifted = liftConfig(kind, node)
  const { faults, bind } = compileConfig(kind.fields, lifted)
  const checked = kind.check(lifted).map((fault) => ({
    severity: 'error' as const,
    code: 'config',
    position: null,
    ...fault,
  }))
  const problems = [...faults, ...checked].map((fault) => ({
    ...fault,
    // A node that is switched off may be unfinished.
    severity: node.disabled ? ('warning' as const) : fault.severity,
    node: node.id,
    message: `${node.name}: ${fault.message}`,
  }))
  return { node, kind, problems, bind: (scope) => bind({ ...scope, settings }) }
}

function planStep(
  document: FlowDocument,
  node: FlowNode,
  kind: Kind,
  bind: (scope: PlanScope) => RunnerConfig,
): PlanStep {
  const routes = new Map<string, string[]>()
  for (const edge of document.edges) {
    if (edge.from !== node.id) continue
    routes.set(edge.port, [...(routes.get(edge.port) ?? []), edge.to])
  }
  return { id: node.id, name: node.name, kind, disabled: node.disabled, bind, routes }
}

function cycleProblem(document: FlowDocument, id: string): Problem {
  const name = document.nodes.find((node) => node.id === id)?.name ?? id
  return {
    severity: 'error',
    code: 'cycle',
    node: id,
    field: null,
    position: null,
    message: `${name}: is part of a loop. Records would go round for ever: remove one of the loop's connections.`,
  }
}

function checkReach(document: FlowDocument, kinds: ReadonlyMap<string, Kind>): Problem[] {
  const sources = document.nodes
    .map((node) => node.id)
    .filter((id) => kinds.get(id)?.role === 'source')
  if (sources.length === 0) {
    return [
      {
        severity: 'error',
        code: 'no-source',
        node: null,
        field: null,
        position: null,
        message: 'The flow has no source: add the node that its records come from.',
      },
    ]
  }
  const reached = reachable(document, sources)
  return document.nodes
    .filter((node) => kinds.has(node.id) && !sources.includes(node.id) && !reached.has(node.id))
    .map((node) => ({
      severity: 'warning',
      code: 'unreachable',
      node: node.id,
      field: null,
      position: null,
      message: `${node.name}: no record gets here. Connect it, or remove it.`,
    }))
}
