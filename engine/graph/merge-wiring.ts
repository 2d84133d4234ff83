import type { DocumentChange } from './document-change.ts'
import { KEYS } from './document-parts.ts'
import { reachable } from './order.ts'
import type { FlowDocument, FlowEdge } from './schema.ts'

export type AddEdge = Extract<DocumentChange, { type: 'add-edge' }>

/** An edge that somebody drew from before nodes to behind them, and removed the nodes. */
export interface Bypass extends Omit<AddEdge, 'type'> {
  over: string[]
}

/** What is drawn instead of a bypass, now that the other side is there as well. */
export interface Detour {
  bypass: Bypass
  instead: FlowEdge[]
}

interface Removing {
  base: FlowDocument
  /** Of the side that has removed nodes. */
  changes: readonly DocumentChange[]
  /** The other side. */
  other: FlowDocument
  /** Nodes that stay against the removal, because the other side has changed them. */
  contested: ReadonlyMap<string, unknown>
}

/**
 * The bypasses of one side. Beside a node that stays a bypass would hand on every record twice, so
 * there is none; where the other side has put something beside a node that goes, it leads there.
 */
export function detoursOf({ base, changes, other, contested }: Removing): Detour[] {
  const before = new Set(base.edges.map(KEYS.edges))
  const drawn = new Set(other.edges.map(KEYS.edges))
  const isNew = (edge: FlowEdge) => !before.has(KEYS.edges(edge))
  const own = bypassesOf(base, changes).filter(({ key }) => !drawn.has(key))
  return own.map((bypass) => {
    const gone = bypass.over.filter((id) => !contested.has(id))
    const instead = gone.length === 0 ? [] : joinOver(other.edges, { gone, bypass, isNew })
    return { bypass, instead }
  })
}

/** A detour as changes that draw it, in the place of the bypass. */
export function detourEdges({ bypass, instead }: Detour): AddEdge[] {
  const { after } = bypass
  return instead.map((edge) => ({ type: 'add-edge', key: KEYS.edges(edge), edge, after }))
}

/** Whether a detour leads where an edge led that has lost its node. */
export function takesOver({ bypass, instead }: Detour, lost: FlowEdge): boolean {
  return instead.some((edge) => {
    if (KEYS.edges(edge) === bypass.key) return false
    if (bypass.over.includes(lost.from)) return edge.to === lost.to
    return bypass.over.includes(lost.to) && leavesLike(edge, lost)
  })
}

interface Joining {
  /** Nodes to join over, some of those that the bypass is drawn over. */
  gone: readonly string[]
  bypass: Pick<Bypass, 'edge' | 'over'>
  /** Edges that lead elsewhere count only if they are. */
  isNew?: (edge: FlowEdge) => boolean
}

/** The edges that take the place of nodes: the bypass, moved to where the nodes are joined by now. */
export function joinOver(
  edges: readonly FlowEdge[],
  { gone, bypass: { edge, over }, isNew = () => true }: Joining,
): FlowEdge[] {
  let present = [...edges]
  let joined: FlowEdge[] = []
  for (const id of gone) {
    const into = nearest(
      present.filter(({ to }) => to === id),
      { is: (one) => leavesLike(one, edge) || over.includes(one.from), isNew },
    )
    const out = nearest(
      present.filter(({ from }) => from === id),
      { is: ({ to }) => to === edge.to || over.includes(to), isNew },
    )
    const across =
      into.length > 0 && out.length > 0
        ? into.flatMap(({ from, port }) => out.map(({ to }) => ({ from, port, to })))
        : [edge]
    const apart = ({ from, to }: FlowEdge) => from !== id && to !== id
    present = [...present.filter(apart), ...across]
    joined = [...joined.filter(apart), ...across]
  }
  return [...new Map(joined.map((one) => [KEYS.edges(one), one])).values()]
}

/** Two sides have put nodes on one edge: what to change so that records pass them one after the other. */
export interface Chain {
  edge: FlowEdge
  /** The nodes that begin what either side has put there. */
  first: string
  second: string
  drop: FlowEdge[]
  add: FlowEdge[]
}

/** Where both sides have put nodes on the same edge: mine come first. */
export function chainsOf(
  ours: readonly DocumentChange[],
  others: readonly DocumentChange[],
): Chain[] {
  const cut = new Set(others.flatMap((one) => (one.type === 'remove-edge' ? [one.key] : [])))
  return ours.flatMap((change): Chain[] => {
    if (change.type !== 'remove-edge' || !cut.has(change.key)) return []
    const { edge } = change
    const mine = insertionOn(edge, ours)
    const theirs = insertionOn(edge, others)
    if (!mine || !theirs || mine.entry.to === theirs.entry.to) return []
    const second = theirs.entry.to
    const drop = [theirs.entry, ...mine.exits]
    const add = mine.exits.map(({ from, port }) => ({ from, port, to: second }))
    return [{ edge, first: mine.entry.to, second, drop, add }]
  })
}

/** The edge into new nodes on an edge, and those out of them to its end. */
function insertionOn(
  { from, port, to }: FlowEdge,
  changes: readonly DocumentChange[],
): { entry: FlowEdge; exits: FlowEdge[] } | null {
  const added = new Set(changes.flatMap((one) => (one.type === 'add-node' ? [one.node.id] : [])))
  const drawn = changes.flatMap((one) => (one.type === 'add-edge' ? [one.edge] : []))
  const entries = drawn.filter((edge) => leavesLike(edge, { from, port }) && added.has(edge.to))
  const [entry] = entries
  if (!entry || entries.length > 1) return null
  const among = drawn.filter((edge) => added.has(edge.from) && added.has(edge.to))
  const inside = reachable({ nodes: [], edges: among }, [entry.to]).add(entry.to)
  const exits = drawn.filter((edge) => inside.has(edge.from) && edge.to === to)
  return exits.length > 0 ? { entry, exits } : null
}

function bypassesOf({ edges }: FlowDocument, changes: readonly DocumentChange[]): Bypass[] {
  const removed = changes.flatMap((one) => (one.type === 'remove-node' ? [one.id] : []))
  if (removed.length === 0) return []
  const gone = new Set(removed)
  const among = edges.filter(({ from, to }) => gone.has(from) && gone.has(to))
  const back = among.map(({ from, to }) => ({ from: to, to: from }))
  return changes.flatMap((change): Bypass[] => {
    if (change.type !== 'add-edge') return []
    const { key, edge, after } = change
    const starts = edges.filter((one) => leavesLike(one, edge) && gone.has(one.to))
    const ends = edges.filter((one) => one.to === edge.to && gone.has(one.from))
    const ahead = withReached(
      among,
      starts.map(({ to }) => to),
    )
    const behind = withReached(
      back,
      ends.map(({ from }) => from),
    )
    const over = removed.filter((id) => ahead.has(id) && behind.has(id))
    return over.length > 0 ? [{ key, edge, after, over }] : []
  })
}

function withReached(edges: readonly { from: string; to: string }[], from: string[]): Set<string> {
  return new Set([...from, ...reachable({ nodes: [], edges }, from)])
}

/** The edges by which a bypass goes; where they are gone, those that came in their place. */
function nearest(
  edges: FlowEdge[],
  { is, isNew }: { is: (edge: FlowEdge) => boolean; isNew: (edge: FlowEdge) => boolean },
): FlowEdge[] {
  const near = edges.filter(is)
  return near.length > 0 ? near : edges.filter(isNew)
}

function leavesLike(one: FlowEdge, other: Pick<FlowEdge, 'from' | 'port'>): boolean {
  return one.from === other.from && one.port === other.port
}
