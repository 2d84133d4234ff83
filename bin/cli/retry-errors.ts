import type { RunSnapshot } from '#engine/api.ts'
import type { CliContext } from './with-engine.ts'

/** The runs a retry started; with `--wait` how they ended. */
export interface Retried {
  runIds: number[]
  runs: Pick<RunSnapshot, 'id' | 'state' | 'counts'>[]
  /** False when a run that was waited for, or one of its records, failed again. */
  ok: boolean
}

/** Sends these open errors through their flows again. */
export async function retryAndMaybeWait(
  context: CliContext,
  ids: number[],
  wait: boolean,
): Promise<Retried> {
  const { api, engine } = context
  const { runIds } = await api.retryErrors(engine, { ids, userId: null })
  if (wait) {
    await context.sandbox()
    await context.ensureWorker()
  }
  const runs = await Promise.all(
    runIds.map((runId) => (wait ? api.waitForRun(engine, runId) : api.runSnapshot(engine, runId))),
  )
  const ok = !wait || runs.every((run) => run.state === 'done' && run.counts.failed === 0)
  return { runIds, runs: runs.map(({ id, state, counts }) => ({ id, state, counts })), ok }
}

/** The same as text. */
export function retryText({ runs }: Retried): string {
  return runs
    .map(
      (run) => `Run ${run.id}: ${run.state}, ${run.counts.done} done, ${run.counts.failed} failed`,
    )
    .join('\n')
}
