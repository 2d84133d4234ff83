import { AsyncLocalStorage } from 'node:async_hooks'

const scope = new AsyncLocalStorage<number>()

/** Does `work` on behalf of a run: what it asks of connected systems is noted with the run. */
export function onBehalfOf<T>(runId: number, work: () => Promise<T>): Promise<T> {
  return scope.run(runId, work)
}

/** The run that is being worked for at this place; null outside of one. */
export function presentRun(): number | null {
  return scope.getStore() ?? null
}
