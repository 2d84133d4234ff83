import type { RunSnapshot } from '#engine/api.ts'

/** A run in a few lines. */
export function runText(run: RunSnapshot): string {
  const { read, done, filtered, unchanged, failed, waiting } = run.counts
  const lines = [
    `Run ${run.id} of "${run.flowName}" (version ${run.version}${run.dryRun ? ', dry run' : ''}): ${run.state}`,
    `${read} read, ${done} done, ${unchanged} unchanged, ${filtered} filtered, ${failed} failed, ${waiting} waiting`,
  ]
  if (run.state === 'done' && waiting > 0) {
    const who =
      waiting === 1
        ? '1 record waits for another and goes on by itself'
        : `${waiting} records wait for others and go on by themselves`
    lines.push(`${who}: see error list --state waiting`)
  }
  return run.failure ? [...lines, run.failure].join('\n') : lines.join('\n')
}

/** Ended well, without a failed record. */
export function succeeded(run: RunSnapshot): boolean {
  return run.state === 'done' && run.counts.failed === 0
}
