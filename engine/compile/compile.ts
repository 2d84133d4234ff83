import { findKind as findKnownKind } from '#nodes/catalog.ts'
import type { JsonObject } from '#nodes/json.ts'
import type { Kind } from '#nodes/kind.ts'
import { orderNodes, reachable } from '../graph/order.ts'
import type { Problem } from '../graph/problem.ts'
import type { FlowDocument, FlowEdge, FlowNode } from '../graph/schema.ts'
import { resolveSettings } from '../graph/settings.ts'
import { compileConfig, configWithSettings, liftConfig, type RunnerConfig } from './config.ts'
import { checkEdges } from './edges.ts'
import { expandCalls, type Expanded } from './expand-calls.ts'
import type { Plan, PlanScope, PlanStep } from './plan.ts'
import { checkSchedule } from './schedule.ts'
import { checkSettings } from './settings.ts'

export interface CompileOptions {
  /** The integration's shared settings. */
  settings?: JsonObject
  /** Looks kinds up; the catalog unless a test has its own. */
  findKind?: (id: string) => Kind | undefined
  /** Nodes at which a test puts records in: then no source is needed. */
  entries?: readonly string[]
}

export type Compiled =
  { ok: true; plan: Plan; problems: Problem[] } | { ok: false; problems: Problem[] }

/**
 * Turns a flow document into a plan, or says everything that keeps it from being one. Pure, so the
 * same answer stands in the designer, at publishing and in the worker. It never guesses: a document
 * with an error has no plan. Warnings come along with a plan.
 */
export function compile(written: FlowDocument, options: CompileOptions = {}): Compiled {
  const findKind = options.findKind ?? findKnownKind
  const shared = options.settings ?? {}
  const settings = resolveSettings(written, shared)
  const expanded = expandCalls(written)
  const { document } = expanded
  const { order, cycle } = orderNodes(document)
  const settingsOf = settingsByNode(expanded, settings, shared)
  const nodes = document.nodes.map((node) => compileNode(node, findKind, settingsOf(node.id)))
  const kinds = new Map(nodes.flatMap((node) => (node.kind ? [[node.node.id, node.kind]] : [])))
  const problems = [
    ...expanded.problems,
    ...[
      ...cycle.map((id) => cycleProblem(document, id)),
      ...nodes.flatMap((node) => node.problems),
      ...checkEdges(document, kinds),
      ...checkReach(document, kinds, options.entries ?? []),
      ...checkNotes(document, kinds),
    ].map((problem) => atCall(problem, expanded)),
    ...checkSettings(written, settings),
    ...checkCalledSettings(expanded, shared),
    ...checkSchedule(written),
  ]
  if (problems.some((problem) => problem.severity === 'error')) return { ok: false, problems }

  const byId = new Map(nodes.map((node) => [node.node.id, node]))
  const leaving = Map.groupBy(document.edges, (edge) => edge.from)
  const steps = order.flatMap((id) => {
    const compiled = byId.get(id)
    if (!compiled?.kind || compiled.kind.role === 'note') return []
    const origin = expanded.origins.get(id)
    const ledger = { lineage: origin?.flow.lineage ?? null, nodeId: origin?.nodeId ?? id }
    return [{ ...planStep(leaving.get(id) ?? [], compiled), kind: compiled.kind, ledger }]
  })
  const sources = steps.filter((step) => step.kind.role === 'source').map((step) => step.id)
  return { ok: true, plan: { steps, sources }, problems }
}

interface CompiledNode {
  node: FlowNode
  settings: JsonObject
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
    settings,
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
  const { faults, bind } = compileConfig(kind.fields, lifted, settings)
  const checked = kind.check(configWithSettings(kind.fields, lifted, settings)).map((fault) => ({
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
  return { node, settings, kind, problems, bind: (scope) => bind({ ...scope, settings }) }
}

function planStep(
  leaving: readonly FlowEdge[],
  compiled: CompiledNode,
): Omit<PlanStep, 'kind' | 'ledger'> {
  const { node, settings, bind } = compiled
  const routes = new Map<string, string[]>()
  for (const edge of leaving) {
    routes.set(edge.port, [...(routes.get(edge.port) ?? []), edge.to])
  }
  return { id: node.id, name: node.name, disabled: node.disabled, settings, bind, routes }
}

/** A called flow's steps read its own settings over the integration's. */
function settingsByNode(expanded: Expanded, own: JsonObject, shared: JsonObject) {
  const resolved = new Map(
    [...expanded.origins.values()].map(({ flow }) => [flow, resolveSettings(flow, shared)]),
  )
  return (id: string): JsonObject => {
    const origin = expanded.origins.get(id)
    return (origin && resolved.get(origin.flow)) ?? own
  }
}

/** A problem inside a called flow stands at the call: that is what a person sees. */
function atCall(problem: Problem, expanded: Expanded): Problem {
  const origin = problem.node === null ? undefined : expanded.origins.get(problem.node)
  if (!origin) return problem
  return {
    ...problem,
    node: origin.call,
    field: null,
    position: null,
    message: `In "${origin.flow.name}": ${problem.message}`,
  }
}

function checkCalledSettings(expanded: Expanded, shared: JsonObject): Problem[] {
  const calls = new Map([...expanded.origins.values()].map(({ flow, call }) => [flow, call]))
  return [...calls].flatMap(([flow, call]) =>
    checkSettings(flow, resolveSettings(flow, shared)).map((problem) => ({
      ...problem,
      node: call,
      field: null,
      message: `In "${flow.name}": ${problem.message}`,
    })),
  )
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

function checkReach(
  document: FlowDocument,
  kinds: ReadonlyMap<string, Kind>,
  entries: readonly string[],
): Problem[] {
  const sources = document.nodes
    .map((node) => node.id)
    .filter((id) => kinds.get(id)?.role === 'source' || entries.includes(id))
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
  const passed = (id: string) => kinds.has(id) && kinds.get(id)?.role !== 'note'
  return document.nodes
    .filter(({ id }) => passed(id) && !sources.includes(id) && !reached.has(id))
    .map((node) => ({
      severity: 'warning',
      code: 'unreachable',
      node: node.id,
      field: null,
      position: null,
      message: `${node.name}: no record gets here. Connect it, or remove it.`,
    }))
}

function checkNotes(document: FlowDocument, kinds: ReadonlyMap<string, Kind>): Problem[] {
  const isNote = (id: string) => kinds.get(id)?.role === 'note'
  return document.nodes
    .filter((node) => isNote(node.id) && document.edges.some((edge) => edge.to === node.id))
    .map((node) => ({
      severity: 'error',
      code: 'edge',
      node: node.id,
      field: null,
      position: null,
      message: `${node.name}: is a note, but a connection leads to it. Remove the connection.`,
    }))
}
