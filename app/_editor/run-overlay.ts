import { createStore, type StoreApi } from 'zustand/vanilla'
import { OUTCOMES, type NodeCounts } from './outcomes.ts'

/** The run that is shown on the canvas. */
export interface RunState {
  runId: string
  state: 'waiting' | 'running' | 'done' | 'partly' | 'failed' | 'cancelled'
  dryRun: boolean
}

/** Counts of records by node id. */
export type CountsByNode = { readonly [nodeId: string]: NodeCounts }

interface RunOverlay {
  counts: CountsByNode
  run: RunState | null
  /** Records of the shown test that went over an edge, by its node and port, such as `map out`. */
  edges: { readonly [edge: string]: number }
  /** Nodes that may do something else by now than in the shown test. */
  stale: ReadonlySet<string>
  /** Takes the latest figures. Counts that did not change stay the same objects. */
  show: (counts: CountsByNode, run: RunState | null) => void
  showTest: (edges: RunOverlay['edges'], stale: ReadonlySet<string>) => void
}

export type RunOverlayStore = StoreApi<RunOverlay>

/** What a run does, beside the document: it changes often, and only the cards it changes are drawn. */
export function createRunOverlay(): RunOverlayStore {
  return createStore<RunOverlay>()((set, get) => ({
    counts: {},
    run: null,
    edges: {},
    stale: new Set(),
    showTest: (edges, stale) => set({ edges, stale }),
    show(counts, run) {
      const before = get().counts
      const next = Object.entries(counts).map(([node, now]): [string, NodeCounts] => {
        const old = before[node]
        return [node, old && sameCounts(old, now) ? old : now]
      })
      set({ counts: Object.fromEntries(next), run })
    },
  }))
}

/** True while records may still come. */
export function isActive(run: RunState | null): boolean {
  return run?.state === 'waiting' || run?.state === 'running'
}

function sameCounts(one: NodeCounts, other: NodeCounts): boolean {
  return one.in === other.in && OUTCOMES.every((outcome) => one[outcome] === other[outcome])
}
