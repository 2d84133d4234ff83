import type { Outputs } from '../_server/router.ts'
import type { CountsByNode, RunState } from '../_editor/run-overlay.ts'

type Run = Outputs['runs']['byId']
type NodeTally = Run['nodes'][string]

const NONE = { in: 0, done: 0, unchanged: 0, filtered: 0, waiting: 0, failed: 0 }

/** A run as the canvas shows it: counts by node, and the state in its words. */
export function editorRun(run: Run | null): {
  nodeCounts: CountsByNode
  runState: RunState | null
} {
  if (!run) return { nodeCounts: {}, runState: null }
  const nodeCounts = Object.fromEntries(
    Object.entries(run.nodes).map(([node, tally]) => [
      node,
      { ...NONE, ...tally, in: sumOf(tally) },
    ]),
  )
  const { dryRun } = run
  return { nodeCounts, runState: { runId: String(run.id), state: stateOf(run), dryRun } }
}

function stateOf(run: Run): RunState['state'] {
  if (run.state === 'queued') return 'waiting'
  return run.state === 'done' && run.counts.failed > 0 ? 'partly' : run.state
}

function sumOf(tally: NodeTally): number {
  return Object.values(tally).reduce((sum, count) => sum + count, 0)
}
