import { and, eq, inArray, isNull, lte, or, sql } from 'drizzle-orm'
import type { PgBoss } from 'pg-boss'
import type { Db } from '#db/client.ts'
import { runPages, runs } from '#db/schema/index.ts'
import { sendPage, sendRead } from './jobs.ts'

/**
 * Sends the jobs of everything that could go on now, of all runs or of the given ones. A job too many
 * finds its page taken and ends.
 */
export async function wakeUp(tx: Db, boss: PgBoss, runIds?: readonly number[]): Promise<void> {
  if (runIds?.length === 0) return
  const ours = runIds ? inArray(runs.id, [...runIds]) : undefined
  const ready = await tx
    .select({ runId: runPages.runId, page: runPages.page, attempt: runPages.attempt })
    .from(runPages)
    .innerJoin(runs, eq(runs.id, runPages.runId))
    .where(
      and(
        eq(runPages.state, 'ready'),
        eq(runs.state, 'running'),
        or(isNull(runPages.notBefore), lte(runPages.notBefore, sql`now()`)),
        ours,
      ),
    )
  for (const page of ready) await sendPage(boss, tx, { ...page, attempt: page.attempt + 1 })
  const unread = await tx
    .select({ runId: runs.id })
    .from(runs)
    .where(and(eq(runs.state, 'running'), eq(runs.sourceDone, false), isNull(runs.reader), ours))
  for (const run of unread) await sendRead(boss, tx, run)
}
