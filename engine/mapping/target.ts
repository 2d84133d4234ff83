import { findKind } from '#nodes/catalog.ts'
import type { System } from '#nodes/kind.ts'
import type { FlowDocument, FlowNode } from '../graph/schema.ts'
import { readSyntax } from './parse-syntax.ts'
import { traceOrigin } from './trace-origin.ts'

export { checkTarget, type TargetCheck } from './check-target.ts'

/** The record that a mapping makes. */
export interface MappingTarget {
  system: System
  recordType: string
  /** Where in the mapped object the record's fields begin, dotted; '' = at its top. */
  under: string
}

/**
 * Which record a mapping makes: the one that its field is for, or the one of the first sink after it
 * that takes its result. Null where nobody takes it as a record.
 */
export function targetOf(
  document: FlowDocument,
  at: { node: string; field: string },
): MappingTarget | null {
  const node = document.nodes.find((one) => one.id === at.node)
  if (!node) return null
  const own = ownTarget(node, at.field)
  if (own) return { ...own, under: '' }
  if (node.kind !== MAP || at.field !== 'mapping') return null
  const into = textOf(node.config.into)
  for (const after of following(document, node.id)) {
    for (const field of Object.keys(findKind(after.kind)?.fields ?? {})) {
      const taken = ownTarget(after, field)
      const under = taken && takenPart(textOf(after.config[field]), into)
      if (taken && under !== null) return { ...taken, under }
    }
    // What is mapped to the same place again does not come from here any more.
    if (after.kind === MAP && textOf(after.config.into) === into && into === '') return null
  }
  return null
}

/** The nodes behind a node, the nearest first. */
function following(document: FlowDocument, from: string): FlowNode[] {
  const byId = new Map(document.nodes.map((node) => [node.id, node]))
  const found = new Set<string>()
  const waiting = [from]
  for (const id of waiting) {
    for (const edge of document.edges) {
      if (edge.from !== id || found.has(edge.to)) continue
      found.add(edge.to)
      waiting.push(edge.to)
    }
  }
  return [...found].flatMap((id) => byId.get(id) ?? [])
}

const MAP = 'transform.map'

/** The field of a kind says its record type, or which other field of the node does. */
function ownTarget(node: FlowNode, key: string): { system: System; recordType: string } | null {
  const kind = findKind(node.kind)
  const field = kind?.fields[key]
  if (!kind?.system || field?.widget !== 'mapping' || !field.target) return null
  const chosen = kind.fields[field.target]
    ? textOf(node.config[field.target] ?? kind.fields[field.target]?.initial)
    : field.target
  const recordType = chosen === 'other' ? textOf(node.config.otherType) : chosen
  return recordType === '' ? null : { system: kind.system, recordType }
}

/** Which part of what lies at `into` a mapping takes over as it is; null for none. */
function takenPart(text: string, into: string): string | null {
  const tree = readSyntax(text)
  if (!tree) return null
  const { places } = traceOrigin(text, tree)
  const inside = places.find((place) => place === into || place.startsWith(`${into}.`))
  if (into === '') return places[0] ?? null
  return inside === undefined ? null : inside.slice(into.length + 1)
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : ''
}
