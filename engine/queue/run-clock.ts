import { eq, sql, type SQL } from 'drizzle-orm'
import { runs } from '#db/schema/index.ts'
import type { PlanScope } from '../compile/plan.ts'
import type { IntegrationClients } from './clients.ts'
import { OVERLAP_MS, readOptions } from './options.ts'
import type { PlannedRun } from './plan.ts'
import type { WorkerContext } from './worker-context.ts'

/** Where a run does not look for what is new, its clock may be as old as this. */
const KEPT_MS = 60_000

/**
 * Fixes the moment at which a run is said to read, by the clock of its source's system: cursors must
 * not depend on this machine's clock, and expressions call this moment "now". It is asked for once, by
 * whoever comes first, and kept with the run. May throw what the client throws.
 */
export async function fixClock(
  worker: WorkerContext,
  planned: PlannedRun,
  { clients }: Pick<IntegrationClients, 'clients'>,
  signal: AbortSignal,
): Promise<PlannedRun> {
  const { run } = planned
  if (run.until) return planned
  const reads = run.trigger === 'manual' || run.trigger === 'schedule'
  const told = await clientOf(planned, clients)?.now?.(signal, { keptMs: reads ? 0 : KEPT_MS })
  const until = sql`coalesce(${runs.until}, ${told?.toISOString() ?? null}::timestamptz, now())`
  const [fixed] = await worker.engine.database.db
    .update(runs)
    .set({ until, since: startOf(run, until) })
    .where(eq(runs.id, run.id))
    .returning({ until: runs.until, since: runs.since })
  return { ...planned, run: { ...run, ...fixed } }
}

/**
 * From when the run reads. A start that lies in the source's future means that its clock was set back:
 * then from what that clock, as it goes now, showed when the flow's last reading began.
 */
function startOf(run: PlannedRun['run'], until: SQL) {
  if (!run.since || readOptions(run.options).since) return run.since
  return sql`case when ${runs.since} <= ${until} then ${runs.since} else ${until} - (
    select now() - max(earlier.created_at) from ${runs} earlier
    where earlier.flow_id = ${run.flowId} and earlier.id < ${run.id} and earlier.state = 'done'
      and earlier.trigger in ('manual', 'schedule') and not earlier.dry_run
  ) - make_interval(secs => ${OVERLAP_MS / 1000}) end`
}

/** What expressions know of a run: its fixed clock, and what makes chance repeatable. */
export function scopeOf(run: PlannedRun['run']): PlanScope {
  return { now: run.until ?? run.createdAt, seed: `run ${run.id}` }
}

function clientOf({ plan }: PlannedRun, clients: IntegrationClients['clients']) {
  const source = plan.steps.find((step) => step.id === plan.sources[0])
  return source?.kind.system ? clients[source.kind.system] : undefined
}
