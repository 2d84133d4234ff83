import {
  isOver,
  listErrors,
  listFlows,
  listRuns,
  loadFlow,
  retryErrors,
  startRun,
  waitForRun,
  type Engine,
} from '#engine/api.ts'
import { findKind } from '#nodes/catalog.ts'

/** A flow that can be run, by the template it came from. */
export interface YearFlow {
  id: string
  template: string
}

/**
 * The flows that read something by themselves, in the order of their work: customers first, voids
 * before paid states, refunds last. Flows that are only called by others are none.
 */
export async function runnableFlows(engine: Engine): Promise<YearFlow[]> {
  const found: YearFlow[] = []
  for (const { id, templateId } of await listFlows(engine)) {
    const { document } = await loadFlow(engine, id)
    const reads = document.nodes.some(
      ({ kind }) => findKind(kind)?.role === 'source' && kind !== 'flow.start',
    )
    if (reads) found.push({ id, template: templateId ?? id })
  }
  return found.toSorted((a, b) => rankOf(a.template) - rankOf(b.template))
}

/** Where in the order a template belongs; one that is not named comes before the refunds. */
function rankOf(template: string): number {
  const rank = ORDER.findIndex((pattern) => pattern.test(template))
  return rank < 0 ? ORDER.length - 1.5 : rank
}

const ORDER = [
  /^netsuite-customer/,
  /^stripe-customer/,
  /^netsuite-invoice-to/,
  /^stripe-invoice-to/,
  /^stripe-charge/,
  /invoice.*payment|invoice-(status-)?paid/,
  /payment/,
  /void/,
  /^netsuite-invoice-status/,
  /open-netsuite|details/,
  /refund/,
]

/** Runs the flows one after the other, as their schedules would; gives what each has done. */
export async function runFlows(engine: Engine, flows: readonly YearFlow[]): Promise<void> {
  for (const { id, template } of flows) {
    const started = await startRun(engine, { flowId: id, trigger: 'schedule' })
    if (!started.ok) throw new Error(`${template}: ${JSON.stringify(started.problems)}`)
    const run = await waitForRun(engine, started.runId, AbortSignal.timeout(RUN_LIMIT_MS))
    if (run.state !== 'done') throw new Error(`${template} ended ${run.state}: ${run.failure}`)
  }
}

/** Until nothing runs any more: real-time runs and retries too. */
export async function waitUntilIdle(engine: Engine): Promise<void> {
  const signal = AbortSignal.timeout(RUN_LIMIT_MS)
  for (;;) {
    const active = (await listRuns(engine, { limit: 100 })).filter((run) => !isOver(run))
    const [next] = active
    if (!next) return
    await waitForRun(engine, next.id, signal)
  }
}

/** A person tries again what failed because a system was in trouble; gives how many there were. */
export async function retryTroubled(engine: Engine): Promise<number> {
  const errors = await listErrors(engine, { state: 'open', limit: 500 })
  const ids = errors.filter((error) => TROUBLE.has(error.class)).map((error) => error.id)
  if (ids.length === 0) return 0
  const { runIds } = await retryErrors(engine, { ids })
  const signal = AbortSignal.timeout(RUN_LIMIT_MS)
  for (const runId of runIds) await waitForRun(engine, runId, signal)
  return ids.length
}

const TROUBLE: ReadonlySet<string> = new Set(['rate limit', 'intermittent', 'connection'])

/** Nothing that the flows do in a year takes this long. */
const RUN_LIMIT_MS = 15 * 60_000
