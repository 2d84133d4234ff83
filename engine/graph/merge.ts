import { applyTo } from './apply-change.ts'
import { entriesOf, isMove, nodeOf, placeOf } from './change-place.ts'
import { changeWords } from './change-words.ts'
import { documentChanges } from './changes.ts'
import type { DocumentChange } from './document-change.ts'
import { KEYS, dropNode, putTogether, takeApart, type DocumentParts } from './document-parts.ts'
import { dropFrom, putInto } from './keyed-list.ts'
import { reachable } from './order.ts'
import { sameJson } from './same-json.ts'
import type { FlowDocument, FlowEdge } from './schema.ts'

/** Both sides changed the same: the merged document has `change`, until a person has chosen. */
export interface MergeConflict {
  /** What it is about; two conflicts with the same place are about the same thing. */
  place: string
  change: DocumentChange
  other: DocumentChange
  words: string
}

export interface Merged {
  document: FlowDocument
  conflicts: MergeConflict[]
  /** What could not be kept of either side, in sentences: edges that have lost a node. */
  notes: string[]
}

interface Sides {
  base: FlowDocument
  mine: FlowDocument
  theirs: FlowDocument
}

/**
 * Joins two documents that were made from one: the changes of both, field by field. Where both
 * changed the same field, mine stays and a conflict tells of it. A node that one removed and the
 * other changed stays, with a conflict. Of places on the canvas mine counts, silently. No edge is
 * left without its nodes, and none makes a circle that was not there before.
 */
export function mergeDocuments({ base, mine, theirs }: Sides): Merged {
  const merged = (document: FlowDocument): Merged => ({ document, conflicts: [], notes: [] })
  if (theirs === base || theirs === mine) return merged(mine)
  if (mine === base) return merged(theirs)
  const ours = documentChanges(base, mine)
  const others = documentChanges(base, theirs)
  if (ours.length === 0) return merged(theirs)
  const merge: Merge = {
    ...{ mine, theirs, others, conflicts: [], notes: [] },
    parts: takeApart(mine),
    ours: new Map(ours.map((change) => [placeOf(change), change])),
    ...contested(ours, others),
  }
  keepContested(merge)
  for (const change of others) mergeChange(merge, change)
  mergeEdges(merge)
  const { conflicts, notes } = merge
  return { document: putTogether(merge.parts), conflicts, notes }
}

/** The document with one side of a conflict, whichever it has now. */
export function settleConflict(
  document: FlowDocument,
  { change, other }: MergeConflict,
  side: 'mine' | 'theirs',
): FlowDocument {
  const [kept, given] = side === 'mine' ? [change, other] : [other, change]
  const parts = takeApart(document)
  if (kept.type === 'remove-node') {
    for (const entry of entriesOf(document, kept.id)) dropEntry(parts, entry)
    dropNode(parts, kept.id)
  } else if (kept.type === 'add-edge') {
    if (given.type === 'add-edge') dropFrom(parts.edges, given.key)
    if (!lacksEnd(parts, kept.edge) && !closes(parts, kept.edge)) applyTo(parts, kept)
  } else if (belongs(parts, kept)) applyTo(parts, kept)
  return putTogether(parts)
}

interface Contested {
  /** Nodes that they removed and I changed, with my change. */
  keptMine: Map<string, DocumentChange>
  /** Nodes that I removed and they changed, with their change. */
  keptTheirs: Map<string, DocumentChange>
}

interface Merge extends Contested {
  mine: FlowDocument
  theirs: FlowDocument
  others: readonly DocumentChange[]
  /** Mine, on its way to the merged document. */
  parts: DocumentParts
  /** My changes by what they are about. */
  ours: ReadonlyMap<string, DocumentChange>
  conflicts: MergeConflict[]
  notes: string[]
}

function contested(ours: readonly DocumentChange[], others: readonly DocumentChange[]): Contested {
  return { keptMine: changedOf(ours, others), keptTheirs: changedOf(others, ours) }
}

/** Of the nodes that one side removed those that the other changed; a move is no such change. */
function changedOf(
  changes: readonly DocumentChange[],
  removals: readonly DocumentChange[],
): Map<string, DocumentChange> {
  const removedBy = (list: readonly DocumentChange[]) =>
    new Set(list.flatMap((one) => (one.type === 'remove-node' ? [one.id] : [])))
  const gone = removedBy(removals)
  for (const id of removedBy(changes)) gone.delete(id)
  const changed = new Map<string, DocumentChange>()
  for (const change of changes) {
    const id = nodeOf(change)
    if (id === null || !gone.has(id) || changed.has(id)) continue
    const counts = !isMove(change) && change.type !== 'put-pin' && change.type !== 'remove-entry'
    if (counts) changed.set(id, change)
  }
  return changed
}

/** Nodes that one removed and the other changed stay, with all that belongs to them. */
function keepContested(merge: Merge): void {
  const { keptMine, keptTheirs, parts, theirs } = merge
  for (const [id, change] of keptMine) conflict(merge, change, { type: 'remove-node', id })
  for (const [id, change] of keptTheirs) {
    const at = theirs.nodes.findIndex((node) => node.id === id)
    const node = theirs.nodes[at]
    if (!node) continue
    putInto(parts.nodes, id, node, theirs.nodes[at - 1]?.id)
    for (const entry of entriesOf(theirs, id)) applyTo(parts, entry)
    conflict(merge, { type: 'remove-node', id }, change)
  }
}

function mergeChange(merge: Merge, change: DocumentChange): void {
  const { parts, ours, keptMine, keptTheirs } = merge
  const id = nodeOf(change)
  if (change.type === 'add-edge') return
  if (change.type === 'remove-node') {
    if (!keptMine.has(change.id)) mergeRemoval(merge, change.id)
    return
  }
  if (id !== null) {
    if (keptTheirs.has(id) || ours.get(`node ${id}`)?.type === 'remove-node') return
    if (keptMine.has(id) && change.type === 'remove-entry') return
  }
  const mine = ours.get(placeOf(change))
  if (!mine) return applyTo(parts, change)
  if (isMove(mine) || SILENT.has(mine.type) || alike(mine, change)) return
  conflict(merge, mine, change)
}

/** Nobody is asked about these: mine counts. */
const SILENT: ReadonlySet<DocumentChange['type']> = new Set([
  'add-edge',
  'remove-edge',
  'order',
  'put-pin',
  'set-called',
])

/** They removed a node that I have left alone, but for edges that I may have joined to it. */
function mergeRemoval({ parts, ours, mine, notes }: Merge, id: string): void {
  if (!parts.nodes.items.has(id)) return
  for (const edge of dropNode(parts, id)) {
    const added = ours.get(`edge ${KEYS.edges(edge)}`)
    if (added) notes.push(lost(added, id, [mine]))
  }
}

/** Edges that they added, and those of nodes that stay against my removal. */
function mergeEdges(merge: Merge): void {
  const { parts, theirs, others, keptTheirs, mine } = merge
  const kept = theirs.edges.filter(({ from, to }) => keptTheirs.has(from) || keptTheirs.has(to))
  const additions = [
    ...others.filter((change) => change.type === 'add-edge'),
    ...kept.map((edge): AddEdge => {
      return { type: 'add-edge', key: KEYS.edges(edge), edge, after: null }
    }),
  ]
  for (const addition of additions) {
    const { key, edge } = addition
    if (parts.edges.items.has(key)) continue
    const end = lacksEnd(parts, edge)
    if (end !== null) {
      if (others.includes(addition)) merge.notes.push(lost(addition, end, [theirs, mine]))
    } else if (closes(parts, edge)) refuseCircle(merge, addition)
    else applyTo(parts, addition)
  }
}

type AddEdge = Extract<DocumentChange, { type: 'add-edge' }>

/** Their edge would make a circle: with one that I added it is a conflict, else it is left out. */
function refuseCircle(merge: Merge, addition: AddEdge): void {
  const { parts, ours, theirs, mine } = merge
  const culprit = [...ours.values()].find((change) => {
    if (change.type !== 'add-edge' || !parts.edges.items.has(change.key)) return false
    const others = [...parts.edges.items.values()].filter((edge) => edge !== change.edge)
    return !reaches(parts, others, addition.edge)
  })
  const words = changeWords(addition, [theirs, mine])
  if (culprit) conflict(merge, culprit, addition)
  else merge.notes.push(`${sentence(words)} was left out: it would make a circle.`)
}

function conflict(
  { conflicts, mine, theirs }: Merge,
  change: DocumentChange,
  other: DocumentChange,
): void {
  const documents = [mine, theirs]
  const removed = change.type === 'remove-node' || other.type === 'remove-node'
  const circle = change.type === 'add-edge' && other.type === 'add-edge'
  const about = change.type === 'remove-node' ? change : other.type === 'remove-node' ? other : null
  const place = placeOf(about ?? change)
  const words = sentence(changeWords(about ?? change, documents))
  const reason = circle
    ? `and ${changeWords(other, documents)} would make a circle`
    : removed
      ? 'is removed on one side and changed on the other'
      : 'was changed on both sides'
  conflicts.push({ place, change, other, words: `${words} ${reason}.` })
}

/** The same, but for where a new entry stands in its list. */
function alike(one: DocumentChange, other: DocumentChange): boolean {
  return sameJson({ ...one, after: null }, { ...other, after: null })
}

/** The end of an edge that is not there; null when both are. */
function lacksEnd({ nodes }: DocumentParts, { from, to }: FlowEdge): string | null {
  return [from, to].find((end) => !nodes.items.has(end)) ?? null
}

function closes(parts: DocumentParts, edge: FlowEdge): boolean {
  return edge.from === edge.to || reaches(parts, [...parts.edges.items.values()], edge)
}

/** Whether records that leave the end of `edge` come to its beginning. */
function reaches({ nodes }: DocumentParts, edges: FlowEdge[], edge: FlowEdge): boolean {
  return reachable({ nodes: [...nodes.items.values()], edges }, [edge.to]).has(edge.from)
}

/** Whether the node that a change is about is there. */
function belongs({ nodes }: DocumentParts, change: DocumentChange): boolean {
  const id = nodeOf(change)
  return id === null || change.type === 'add-node' || nodes.items.has(id)
}

function dropEntry(parts: DocumentParts, entry: DocumentChange): void {
  if (entry.type === 'put-sample') dropFrom(parts.samples, entry.key)
  if (entry.type === 'put-test') dropFrom(parts.tests, entry.key)
  if (entry.type === 'put-pin') dropFrom(parts.pins, entry.key)
}

function lost(change: DocumentChange, end: string, documents: readonly FlowDocument[]): string {
  const words = sentence(changeWords(change, documents))
  const removed = changeWords({ type: 'remove-node', id: end }, documents)
  return `${words} is gone: ${removed} was removed meanwhile.`
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}
