import type { RunSnapshot } from '#engine/api.ts'

/** A run in a few lines. */
export function runText(run: RunSnapshot): string {
  const { read, done, filtered, unchanged, failed, waiting } = run.counts
  const lines = [
    `Run ${run.id} of "${run.flowName}" (version ${run.version}${run.dryRun ? ', dry run' : ''}): ${run.state}`,
    `${read} read, ${done} done, ${unchanged} unchanged, ${filtered} filtered, ${failed} failed, ${waiting} waiting`,
  ]
  return run.failure ? [...lines, run.failure].join('\n') : lines.join('\n')
}

/** Ended well, without a failed record. */
export function succeeded(run: RunSnapshot): boolean {
  return run.state === 'done' && run.counts.failed === 0
}
