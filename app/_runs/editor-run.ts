import type { Outputs } from '../_server/router.ts'
import type { CountsByNode, RunState } from '../_editor/run-overlay.ts'
import { nodeCounts } from './node-counts.ts'

type Run = Outputs['runs']['byId']

/** A run as the canvas shows it: counts by node, and the state in its words. */
export function editorRun(run: Run | null): {
  nodeCounts: CountsByNode
  runState: RunState | null
} {
  if (!run) return { nodeCounts: {}, runState: null }
  const { dryRun } = run
  return {
    nodeCounts: nodeCounts(run.nodes),
    runState: { runId: String(run.id), state: stateOf(run), dryRun },
  }
}

function stateOf(run: Run): RunState['state'] {
  if (run.state === 'queued') return 'waiting'
  return run.state === 'done' && run.counts.failed > 0 ? 'partly' : run.state
}
