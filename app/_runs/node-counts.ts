import type { CountsByNode } from '../_editor/run-overlay.ts'

const NONE = { in: 0, done: 0, unchanged: 0, filtered: 0, waiting: 0, failed: 0 }

/** How often records of a run had each outcome at a node. */
export type Tallies = Readonly<Record<string, Partial<Record<string, number>>>>

/**
 * Counts for the cards of the canvas. Steps of a called flow are not on it: what ended inside, such as
 * `book/eligible`, counts as ended at the call `book`.
 */
export function nodeCounts(nodes: Tallies): CountsByNode {
  const counts = Object.entries(nodes)
    .filter(([node]) => cardOf(node) === node)
    .map(([node, tally]) => [node, { ...NONE, ...tally, in: sumOf(tally) }] as const)
  return Object.fromEntries(
    counts.map(([node, own]) => {
      const inside = endedInside(nodes, node)
      const ended = inside.filtered + inside.waiting + inside.failed
      if (ended === 0) return [node, own]
      return [
        node,
        {
          ...own,
          done: Math.max(0, own.done - ended),
          filtered: own.filtered + inside.filtered,
          waiting: own.waiting + inside.waiting,
          failed: own.failed + inside.failed,
        },
      ]
    }),
  )
}

/** The node of the flow itself that a step belongs to: `book` for `book/day/end`. */
export function cardOf(nodeId: string): string {
  return nodeId.split('/')[0] ?? nodeId
}

function endedInside(nodes: Tallies, call: string) {
  const ended = { filtered: 0, waiting: 0, failed: 0 }
  for (const [node, tally] of Object.entries(nodes)) {
    if (node === call || cardOf(node) !== call) continue
    ended.filtered += tally.filtered ?? 0
    ended.waiting += tally.waiting ?? 0
    ended.failed += tally.failed ?? 0
  }
  return ended
}

function sumOf(tally: Partial<Record<string, number>>): number {
  return Object.values(tally).reduce<number>((sum, count) => sum + (count ?? 0), 0)
}
