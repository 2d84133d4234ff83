import stringify from 'safe-stable-stringify'
import { findKind } from '#nodes/catalog.ts'
import type { Json } from '#nodes/json.ts'
import type { DocumentChange } from '../graph/document-change.ts'
import { applyChanges } from '../graph/changes.ts'
import { mergeDocuments, settleConflict, type MergeConflict } from '../graph/merge.ts'
import type { FlowDocument } from '../graph/schema.ts'
import { mergeMapping } from './merge-mapping.ts'

interface Sides {
  /** The template as the flow had it. */
  base: FlowDocument
  /** The flow's draft. */
  mine: FlowDocument
  /** The template as it is now. */
  theirs: FlowDocument
}

/** A place that the analyst and the template both have changed, in words and as text. */
export interface UpdateConflict {
  place: string
  words: string
  base: string
  mine: string
  theirs: string
}

interface MergedUpdate {
  /** With mine where both changed the same; a node that one of them has removed is there. */
  document: FlowDocument
  conflicts: UpdateConflict[]
  /** What could not be kept of either, in sentences. */
  notes: string[]
  settle: (document: FlowDocument, place: string, side: Side) => FlowDocument
}

type Side = 'mine' | 'theirs'

/** By place of the conflict; mine where nothing was chosen. */
export type Choices = { [place: string]: Side | undefined }

/**
 * Brings a flow up to its template's present document: the analyst's changes stay, the template's
 * come to them, and mappings are merged field by field. Where both have changed the same, mine stays
 * until a person chooses. Pure.
 */
export function mergeUpdate({ base, mine, theirs }: Sides): MergedUpdate {
  // Called flows are put in when the flow is published; a template has none.
  const sides = { base, mine, theirs: { ...theirs, called: base.called } }
  const merged = mergeDocuments(sides)
  const open: MergeConflict[] = []
  let { document } = merged
  for (const conflict of merged.conflicts) {
    const both = mergedField(conflict, base)
    if (both) document = applyChanges(document, [both])
    else open.push(conflict)
  }
  const { template } = theirs
  const { notes } = merged
  return {
    document: { ...document, template },
    conflicts: open.map((conflict) => told(conflict, base)),
    notes,
    settle: (settled, place, side) => {
      const conflict = open.find((one) => one.place === place)
      return conflict ? settleConflict(settled, conflict, side) : settled
    },
  }
}

/** The merged document with the template's side wherever that was chosen, and with mine elsewhere. */
export function settleUpdate(merged: MergedUpdate, choices: Choices): FlowDocument {
  return merged.conflicts.reduce(
    (document, { place }) => merged.settle(document, place, choices[place] ?? 'mine'),
    merged.document,
  )
}

/** A mapping that both have changed, but not in the same fields: with the changes of both. */
function mergedField({ change, other }: MergeConflict, base: FlowDocument): DocumentChange | null {
  if (change.type !== 'configure-node' || other.type !== 'configure-node') return null
  const node = base.nodes.find((one) => one.id === change.id)
  const field = node && findKind(node.kind)?.fields[change.key]
  const before = node?.config[change.key]
  if (field?.widget !== 'mapping' || typeof before !== 'string') return null
  if (typeof change.value !== 'string' || typeof other.value !== 'string') return null
  const value = mergeMapping({ base: before, mine: change.value, theirs: other.value })
  return value === null ? null : { ...change, value }
}

function told({ place, words, change, other }: MergeConflict, base: FlowDocument): UpdateConflict {
  return { place, words, base: baseText(change, base), mine: text(change), theirs: text(other) }
}

function baseText(change: DocumentChange, base: FlowDocument): string {
  if (change.type === 'configure-node') {
    const node = base.nodes.find((one) => one.id === change.id)
    return valueText(node?.config[change.key])
  }
  if (change.type === 'set-value') return valueText(base.settings.values[change.key])
  if (change.type === 'remove-node' || change.type === 'change-node') {
    const node = base.nodes.find((one) => one.id === change.id)
    if (!node || change.type === 'remove-node') return node?.name ?? '—'
    return Object.keys(change.set)
      .map((key) => valueText(Object.entries(node).find(([name]) => name === key)?.[1]))
      .join(', ')
  }
  return '—'
}

/** One side of a conflict as text. */
function text(change: DocumentChange): string {
  switch (change.type) {
    case 'configure-node':
    case 'set-value':
      return valueText(change.value)
    case 'change-node':
    case 'change-flow':
      return Object.values(change.set).map(valueText).join(', ')
    case 'remove-node':
    case 'remove-edge':
    case 'remove-entry':
      return 'removed'
    case 'add-node':
      return change.node.name
    case 'add-edge':
      return `${change.edge.from} → ${change.edge.to}`
    case 'put-sample':
      return stringify(change.sample.record)
    case 'put-test':
      return stringify(change.test.expect)
    case 'put-pin':
      return `${change.pin.records.length} records`
    case 'put-setting':
      return stringify(change.field)
    case 'put-preset':
      return stringify(change.preset.values)
    case 'order':
      return change.keys.join(', ')
    case 'set-called':
      return change.called?.name ?? 'removed'
  }
}

function valueText(value: Json | undefined): string {
  if (value === undefined || value === null || value === '') return 'blank'
  return typeof value === 'string' ? value : stringify(value)
}
