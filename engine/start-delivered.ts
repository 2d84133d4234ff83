import { and, eq, inArray, isNull, lte, or, sql } from 'drizzle-orm'
import { flows, inboxDeliveries, runs } from '#db/schema/index.ts'
import type { Engine } from './engine.ts'
import { holdForPerson, holdWaiting } from './queue/deliveries.ts'
import { sendTaking } from './queue/jobs.ts'
import { startRun } from './start-run.ts'

/** A delivery's own job has had this long; after it, the sweep takes care. */
const JOB_LOST_AFTER_MS = 5_000

/** Stands for the run that there would have been, had its flow still been fit to run. */
const NO_RUN = 0

/**
 * Starts a run that takes what webhooks told a flow, if something is due and no run is about to.
 * A flow that is disabled, or can no longer run, holds it.
 */
export async function startDelivered(engine: Engine, flowId: string): Promise<void> {
  const { db } = engine.database
  const [flow] = await db
    .select({ enabled: flows.enabled })
    .from(flows)
    .where(and(eq(flows.id, flowId), hasDue(0)))
  if (!flow) return
  if (!flow.enabled) return await db.transaction((tx) => holdWaiting(tx, flowId))
  // One that has not begun to read will find it.
  const ahead = or(eq(runs.state, 'queued'), and(eq(runs.state, 'running'), isNull(runs.until)))
  const [coming] = await db
    .select({ id: runs.id })
    .from(runs)
    .where(and(eq(runs.flowId, flowId), eq(runs.trigger, 'webhook'), ahead))
    .limit(1)
  if (coming) return
  const started = await startRun(engine, { flowId, trigger: 'webhook' })
  if (!started.ok) await db.transaction((tx) => holdForPerson(tx, { flowId, runId: NO_RUN }))
}

/**
 * Sends the job of every enabled flow that has due events and no run at work: a job can be lost, such as
 * with a database that was restored. A worker's housekeeping.
 */
export async function sweepDeliveries(engine: Engine): Promise<void> {
  const { boss, database } = engine
  await database.db.transaction(async (tx) => {
    // An event may have come in while its flow was being enabled.
    await tx
      .update(inboxDeliveries)
      .set({ state: 'waiting' })
      .from(flows)
      .where(
        and(
          eq(flows.id, inboxDeliveries.flowId),
          eq(flows.enabled, true),
          eq(inboxDeliveries.state, 'held'),
          isNull(inboxDeliveries.runId),
        ),
      )
    const idle = sql`not exists (select 1 from ${runs} where ${runs.flowId} = ${flows.id}
      and ${inArray(runs.state, ['queued', 'running'])} and not ${runs.dryRun})`
    const due = await tx
      .select({ flowId: flows.id })
      .from(flows)
      .where(and(eq(flows.enabled, true), hasDue(JOB_LOST_AFTER_MS), idle))
    for (const flow of due) await sendTaking(boss, tx, flow)
  })
}

/** A condition on a row of `flows`: something for it has been due for so long, in ms. */
function hasDue(ms: number) {
  const by = sql`now() - ${`${ms} milliseconds`}::interval`
  return sql`exists (select 1 from ${inboxDeliveries} where ${and(
    eq(inboxDeliveries.flowId, flows.id),
    eq(inboxDeliveries.state, 'waiting'),
    lte(inboxDeliveries.notBefore, by),
  )})`
}
