import { applyTo } from './apply-change.ts'
import { entriesOf, isMove, nodeOf, placeOf } from './change-place.ts'
import { changeWords } from './change-words.ts'
import { documentChanges } from './changes.ts'
import type { DocumentChange } from './document-change.ts'
import { KEYS, dropNode, putTogether, takeApart, type DocumentParts } from './document-parts.ts'
import { dropFrom, putInto } from './keyed-list.ts'
import {
  chainsOf,
  detourEdges,
  detoursOf,
  joinOver,
  takesOver,
  type AddEdge,
  type Bypass,
  type Detour,
} from './merge-wiring.ts'
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
  /** Edges to be drawn when the node that it is about is removed. */
  bypasses: Bypass[]
}

export interface Merged {
  document: FlowDocument
  conflicts: MergeConflict[]
  /** In sentences: edges that have lost a node, and nodes that were put into one line. */
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
 * other changed stays, with a conflict, and edges that lead past it wait until it goes. What both
 * have put on one edge comes one after the other. Of places on the canvas mine counts, silently. No
 * edge is left without its nodes, and none makes a circle that was not there before.
 */
export function mergeDocuments({ base, mine, theirs }: Sides): Merged {
  const merged = (document: FlowDocument): Merged => ({ document, conflicts: [], notes: [] })
  if (theirs === base || theirs === mine) return merged(mine)
  if (mine === base) return merged(theirs)
  const ours = documentChanges(base, mine)
  const others = documentChanges(base, theirs)
  if (ours.length === 0) return merged(theirs)
  const { keptMine, keptTheirs } = contested(ours, others)
  const merge: Merge = {
    ...{ mine, theirs, others, keptMine, keptTheirs, conflicts: [], notes: [] },
    parts: takeApart(mine),
    ours: new Map(ours.map((change) => [placeOf(change), change])),
    detours: {
      mine: detoursOf({ base, changes: ours, other: theirs, contested: keptTheirs }),
      theirs: detoursOf({ base, changes: others, other: mine, contested: keptMine }),
    },
  }
  keepContested(merge)
  for (const change of others) mergeChange(merge, change)
  mergeEdges(merge)
  chainInsertions(merge)
  const { conflicts, notes } = merge
  return { document: putTogether(merge.parts), conflicts, notes }
}

/** The document with one side of a conflict, whichever it has now. */
export function settleConflict(
  document: FlowDocument,
  { change, other, bypasses }: MergeConflict,
  side: 'mine' | 'theirs',
): FlowDocument {
  const [kept, given] = side === 'mine' ? [change, other] : [other, change]
  const parts = takeApart(document)
  if (kept.type === 'remove-node') {
    for (const entry of entriesOf(document, kept.id)) dropEntry(parts, entry)
    dropNode(parts, kept.id)
    for (const bypass of bypasses) {
      const instead = joinOver(document.edges, { gone: [kept.id], bypass })
      for (const edge of detourEdges({ bypass, instead })) {
        if (!lacksEnd(parts, edge.edge) && !closes(parts, edge.edge)) applyTo(parts, edge)
      }
    }
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
  /** Of edges that one side drew past nodes it removed. */
  detours: { mine: Detour[]; theirs: Detour[] }
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
function mergeRemoval(merge: Merge, id: string): void {
  const { parts, ours, mine, notes, detours } = merge
  if (!parts.nodes.items.has(id)) return
  for (const edge of dropNode(parts, id)) {
    const added = ours.get(`edge ${KEYS.edges(edge)}`)
    const taken = detours.theirs.some((detour) => takesOver(detour, edge))
    if (added && !taken) notes.push(lost(added, id, [mine]))
  }
}

/** Edges that they added, those of nodes that stay against my removal, and detours. */
function mergeEdges(merge: Merge): void {
  const { parts, theirs, others, keptTheirs, mine, detours, notes } = merge
  for (const { bypass, instead } of detours.mine) {
    const stays = instead.some((edge) => KEYS.edges(edge) === bypass.key)
    if (!stays) dropFrom(parts.edges, bypass.key)
  }
  const drawn = others
    .filter((change) => change.type === 'add-edge')
    .flatMap((change) => {
      const detour = detours.theirs.find(({ bypass }) => bypass.key === change.key)
      return detour ? detourEdges(detour) : [change]
    })
  const kept = theirs.edges
    .filter(({ from, to }) => keptTheirs.has(from) || keptTheirs.has(to))
    .map((edge): AddEdge => ({ type: 'add-edge', key: KEYS.edges(edge), edge, after: null }))
  for (const addition of [...drawn, ...detours.mine.flatMap(detourEdges), ...kept]) {
    const { key, edge } = addition
    if (parts.edges.items.has(key)) continue
    const end = lacksEnd(parts, edge)
    if (end !== null) {
      const told = drawn.includes(addition) && !detours.mine.some((one) => takesOver(one, edge))
      if (told) notes.push(lost(addition, end, [theirs, mine]))
    } else if (closes(parts, edge)) refuseCircle(merge, addition)
    else applyTo(parts, addition)
  }
}

/** What both have put on one edge would pass on each record twice, were it left side by side. */
function chainInsertions({ parts, ours, others, mine, theirs, notes }: Merge): void {
  for (const { edge, first, second, drop, add } of chainsOf([...ours.values()], others)) {
    const there = drop.every((one) => parts.edges.items.has(KEYS.edges(one)))
    if (!there || add.some((one) => closes(parts, one))) continue
    for (const one of drop) dropFrom(parts.edges, KEYS.edges(one))
    for (const one of add) putInto(parts.edges, KEYS.edges(one), one, undefined)
    const words = (change: DocumentChange) => changeWords(change, [mine, theirs])
    const [before, after] = [first, second].map((id) => words({ type: 'remove-node', id }))
    const place = words({ type: 'remove-edge', key: KEYS.edges(edge), edge })
    notes.push(`Both sides put a step on ${place}: ${before} comes first, then ${after}.`)
  }
}

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
  { conflicts, mine, theirs, detours }: Merge,
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
  const bypasses = (change.type === 'remove-node' ? detours.mine : detours.theirs)
    .map(({ bypass }) => bypass)
    .filter(({ over }) => about?.type === 'remove-node' && over.includes(about.id))
  conflicts.push({ place, change, other, words: `${words} ${reason}.`, bypasses })
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
