import { and, asc, eq, inArray, isNull, or, sql } from 'drizzle-orm'
import type { PgBoss } from 'pg-boss'
import type { Db } from '#db/client.ts'
import { flows, runKeys, runPages, runs } from '#db/schema/index.ts'
import { maskPatterns } from '../run/mask-patterns.ts'
import { holdForPerson } from './deliveries.ts'
import { sendPage, sendRead } from './jobs.ts'
import { reopenErrors } from './reopen-errors.ts'

/** Tells everybody who watches that a run has changed; heard after the commit. */
export async function announce(tx: Db, runId: number): Promise<void> {
  await tx.execute(sql`select pg_notify('tributary_run', ${String(runId)})`)
}

/**
 * Ends a run when its source is finished and no page is left; call it in the transaction that may
 * have been the last. The run's row is locked, so of two pages that finish together one sees the
 * other; with "no key update", because whoever inserts a page or a count of the run holds a key share
 * on it already, and two of them asking for more than that would wait for each other. Moves the flow's cursor to the moment reading began, and starts the run that waits behind.
 */
export async function finishIfComplete(tx: Db, boss: PgBoss, runId: number): Promise<boolean> {
  const [run] = await tx.select().from(runs).where(eq(runs.id, runId)).for('no key update')
  if (!run || run.state !== 'running' || !run.sourceDone) return false
  const [left] = await tx
    .select({ count: sql<number>`count(*)::int` })
    .from(runPages)
    .where(and(eq(runPages.runId, runId), inArray(runPages.state, ['ready', 'working'])))
  if (left && left.count > 0) return false
  await endRun(tx, boss, { run, state: run.cancelRequested ? 'cancelled' : 'done' })
  return true
}

/** Ends a run that cannot go on; `failure` is a sentence for a person. */
export async function failRun(
  tx: Db,
  boss: PgBoss,
  failed: { runId: number; failure: string },
): Promise<void> {
  const [run] = await tx.select().from(runs).where(eq(runs.id, failed.runId)).for('no key update')
  if (!run || (run.state !== 'running' && run.state !== 'queued')) return
  await endRun(tx, boss, { run, state: 'failed', failure: maskPatterns(failed.failure) })
}

async function endRun(
  tx: Db,
  boss: PgBoss,
  ending: {
    run: typeof runs.$inferSelect
    state: 'done' | 'failed' | 'cancelled'
    failure?: string
  },
): Promise<void> {
  const { run, state, failure } = ending
  await reopenErrors(tx, run)
  // Starting a run takes the same lock: a run queued at this moment is seen, or sees that we ended.
  await tx.select({ id: flows.id }).from(flows).where(eq(flows.id, run.flowId)).for('no key update')
  await tx
    .update(runs)
    .set({ state, failure: failure ?? null, reader: null, finishedAt: sql`now()` })
    .where(eq(runs.id, run.id))
  if (run.trigger === 'webhook' && state !== 'done') {
    await holdForPerson(tx, { flowId: run.flowId, runId: run.id })
  }
  await tx.delete(runKeys).where(eq(runKeys.runId, run.id))
  await tx
    .update(runPages)
    .set({ state: 'done', items: Buffer.alloc(0) })
    .where(and(eq(runPages.runId, run.id), eq(runPages.state, 'ready')))
  if (state === 'done' && readsOn(run) && run.until) {
    // Never over a gap: a run that began later than the cursor leaves it alone. It goes back only where
    // the source's own clock was set back.
    const since = run.since?.toISOString() ?? null
    await tx
      .update(flows)
      .set({ cursor: run.until })
      .where(
        and(
          eq(flows.id, run.flowId),
          or(
            isNull(flows.cursor),
            sql`${since}::timestamptz is null or ${since}::timestamptz <= ${flows.cursor}`,
          ),
        ),
      )
  }
  await announce(tx, run.id)
  if (!run.dryRun) await startNext(tx, boss, run.flowId)
}

/** Dry runs, retries, webhooks and runs for chosen ids say nothing about what has been read. */
function readsOn(run: typeof runs.$inferSelect): boolean {
  const options = run.options
  const chosen = typeof options === 'object' && options !== null && 'ids' in options
  return !run.dryRun && run.trigger !== 'retry' && run.trigger !== 'webhook' && !chosen
}

/** Starts the oldest run that waits for this flow to be free. */
async function startNext(tx: Db, boss: PgBoss, flowId: string): Promise<void> {
  const [next] = await tx
    .select({ id: runs.id })
    .from(runs)
    .where(and(eq(runs.flowId, flowId), eq(runs.state, 'queued'), eq(runs.dryRun, false)))
    .orderBy(asc(runs.id))
    .limit(1)
    .for('no key update', { skipLocked: true })
  if (next) await activate(tx, boss, next.id)
}

/**
 * Lets a queued run begin: with reading, or, where all its records were given at the start, with the
 * pages that hold them.
 */
export async function activate(tx: Db, boss: PgBoss, runId: number): Promise<void> {
  const [run] = await tx
    .update(runs)
    .set({ state: 'running', startedAt: sql`now()` })
    .where(eq(runs.id, runId))
    .returning({ sourceDone: runs.sourceDone })
  if (run && !run.sourceDone) await sendRead(boss, tx, { runId })
  await sendReadyPages(tx, boss, runId)
  await announce(tx, runId)
}

async function sendReadyPages(tx: Db, boss: PgBoss, runId: number): Promise<void> {
  const ready = await tx
    .select({ page: runPages.page, attempt: runPages.attempt })
    .from(runPages)
    .where(and(eq(runPages.runId, runId), eq(runPages.state, 'ready')))
    .orderBy(asc(runPages.page))
  for (const { page, attempt } of ready) {
    await sendPage(boss, tx, { runId, page, attempt: attempt + 1 })
  }
}
