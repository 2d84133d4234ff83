import { findKind } from '#nodes/catalog.ts'
import type { Field } from '#nodes/fields.ts'
import type { FlowDocument, FlowNode } from '../graph/schema.ts'
import { type FieldLineage, lineage } from './lineage.ts'

/** A field of the record as it comes from a node: a source, a look-up, or a flow that is called. */
export interface FlowSource {
  node: string
  /** Dotted path there, `$$` for all of it. */
  path: string
  /** The called flow that may have set it; what it does is not followed. */
  flow?: string
}

/** A field of a sink that something ends in. */
export interface FlowEnd {
  node: string
  /** Key of the node's mapping. */
  field: string
  /** Dotted place in its result. */
  target: string
}

/** What one field of a mapping is made of, through the nodes before it. */
export interface FlowFieldLineage {
  target: string
  sources: FlowSource[]
  settings: string[]
  /** Where the same sources end in the flow's sinks. */
  ends: FlowEnd[]
}

/**
 * Follows the fields of one mapping back through the flow, to the records as they were read, and on
 * to the sinks that the same fields end in.
 */
export function flowLineage(
  document: FlowDocument,
  at: { node: string; field: string },
): FlowFieldLineage[] {
  const node = document.nodes.find((one) => one.id === at.node)
  if (!node) return []
  const back = new Back(document)
  const sinks = sinkFields(document).map((end) => ({
    end,
    sources: new Set(back.sources(end.at, end.sources).map(keyOf)),
  }))
  return lineage(textOf(node.config[at.field])).map(({ target, sources, settings }) => {
    const found = back.sources(node.id, sources)
    const keys = found.map(keyOf)
    return {
      ...{ target, sources: found, settings },
      ends: sinks
        .filter((sink) => keys.some((key) => sink.sources.has(key)))
        .map(({ end: { at, field, target } }) => ({ node: at, field, target })),
    }
  })
}

function keyOf({ node, path }: FlowSource): string {
  return `${node} ${path}`
}

/** Every field that a mapping of a sink sets, with the paths it is made of. */
function sinkFields(document: FlowDocument): (FieldLineage & { at: string; field: string })[] {
  return document.nodes.flatMap((node) => {
    const kind = findKind(node.kind)
    if (kind?.role !== 'sink') return []
    return Object.entries(kind.fields).flatMap(([field, of]: [string, Field]) =>
      of.widget === 'mapping' || of.widget === 'expression'
        ? lineage(textOf(node.config[field])).map((one) => ({ ...one, at: node.id, field }))
        : [],
    )
  })
}

/** Follows paths against the edges. Each path at each node is followed once. */
class Back {
  readonly #before: ReadonlyMap<string, readonly FlowNode[]>
  readonly #document: FlowDocument
  readonly #lineages = new Map<string, FieldLineage[]>()
  readonly #made = new Map<string, readonly string[]>()

  constructor(document: FlowDocument) {
    this.#document = document
    const byId = new Map(document.nodes.map((node) => [node.id, node]))
    this.#before = new Map(
      document.nodes.map(({ id }) => [
        id,
        document.edges.flatMap((edge) => (edge.to === id ? (byId.get(edge.from) ?? []) : [])),
      ]),
    )
  }

  /** Where the given paths of the record that a node gets come from. */
  sources(at: string, paths: readonly string[]): FlowSource[] {
    const found = new Map<string, FlowSource>()
    const seen = new Set<string>()
    const waiting = paths.map((path) => ({ at, path }))
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const { at, path } = next
      if (seen.has(`${at} ${path}`)) continue
      seen.add(`${at} ${path}`)
      for (const node of this.#before.get(at) ?? []) {
        const { ends, paths } = this.#through(node, path)
        for (const end of ends) found.set(keyOf(end), end)
        for (const one of paths) waiting.push({ at: node.id, path: one })
      }
    }
    return [...found.values()]
  }

  /** What a path of a node's output is in its input; `ends` where it begins at this node. */
  #through(node: FlowNode, path: string): { ends: FlowSource[]; paths: readonly string[] } {
    const on = (paths: readonly string[]) => ({ ends: [], paths })
    const begins = (own: string): { ends: FlowSource[]; paths: readonly string[] } => ({
      ends: [{ node: node.id, path: own === '' ? WHOLE : own }],
      paths: [],
    })
    const kind = findKind(node.kind)
    if (!kind || kind.role === 'source' || node.kind === START) return begins(path)
    if (node.disabled) return on([path])
    const into = textOf(node.config.into)
    if (node.kind === MAP && into === '') return on(this.#mapped(node, path))
    if (into !== '' && isWithin(path, into)) {
      const rest = path.slice(into.length + 1)
      if (node.kind === MAP) return on(this.#mapped(node, rest))
      if (node.kind === SPLIT) return on(this.#split(node, rest))
      return begins(rest)
    }
    if (node.kind === CALL && !this.#isMadeBefore(node, path)) {
      const flow = textOf(node.config.flow)
      const name = this.#document.called[flow]?.name ?? flow
      return { ends: [{ node: node.id, path, flow: name }], paths: [path] }
    }
    return on([path])
  }

  #mapped(node: FlowNode, wanted: string): string[] {
    const fields = this.#lineageOf(node, 'mapping').map(({ target, sources }) => {
      const plain = target.replaceAll('[]', '')
      const all = plain === '*' || plain.endsWith('.*')
      return { sources, all, plain: all ? plain.slice(0, -2) : plain }
    })
    const own = fields.filter(
      ({ all, plain }) =>
        !all &&
        (plain === '' || wanted === '' || isWithin(plain, wanted) || isWithin(wanted, plain)),
    )
    // A field that the mapping sets by itself is not the one that it takes over.
    if (own.some(({ plain }) => isWithin(wanted, plain)))
      return own.flatMap(({ sources }) => sources)
    const taken = fields.filter(
      ({ all, plain }) => all && (plain === '' || isWithin(wanted, plain)),
    )
    return [...own, ...taken].flatMap(({ sources, all, plain }) => {
      const rest = plain === '' ? wanted : wanted.slice(plain.length + 1)
      if (!all || rest === '') return sources
      return sources.map((source) => (source === WHOLE ? rest : `${source}.${rest}`))
    })
  }

  #split(node: FlowNode, rest: string): string[] {
    const fields = this.#lineageOf(node, 'list')
    return fields.flatMap(({ sources }) =>
      sources.map((source) => (rest === '' ? source : `${source}.${rest}`)),
    )
  }

  #lineageOf(node: FlowNode, field: string): FieldLineage[] {
    const known = this.#lineages.get(`${node.id} ${field}`)
    if (known) return known
    const own = lineage(textOf(node.config[field]))
    this.#lineages.set(`${node.id} ${field}`, own)
    return own
  }

  /** Whether a node before this one is known to set the field. */
  #isMadeBefore(node: FlowNode, path: string): boolean {
    return this.#madeBefore(node.id).some((into) => isWithin(path, into))
  }

  #madeBefore(id: string): readonly string[] {
    const known = this.#made.get(id)
    if (known) return known
    const seen = new Set([id])
    const names = new Set<string>()
    for (const one of seen) {
      for (const node of this.#before.get(one) ?? []) {
        seen.add(node.id)
        names.add(textOf(node.config.into))
      }
    }
    names.delete('')
    this.#made.set(id, [...names])
    return [...names]
  }
}

const MAP = 'transform.map'
const SPLIT = 'transform.split'
const CALL = 'flow.call'
const START = 'flow.start'
const WHOLE = '$$'

function isWithin(path: string, outer: string): boolean {
  return path === outer || path.startsWith(`${outer}.`)
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : ''
}
