import { and, eq, inArray, or, sql } from 'drizzle-orm'
import type { Db } from '#db/client.ts'
import { recordErrors, type runs } from '#db/schema/index.ts'
import { readOptions } from './options.ts'

/**
 * Opens the errors again that a run was still trying when it ended, such as by being cancelled: its
 * own, and those it was started for. Otherwise nobody would try them and nobody would see them. What
 * waited for another record waits again; this counts as a try, so that it is not released at once.
 */
export async function reopenErrors(
  tx: Db,
  run: Pick<typeof runs.$inferSelect, 'id' | 'flowId' | 'options'>,
): Promise<void> {
  const { errors } = readOptions(run.options)
  const waits = sql`${recordErrors.waitId} is not null`
  await tx
    .update(recordErrors)
    .set({
      state: sql`case when ${waits} then 'waiting' else 'open' end`,
      waitingSince: sql`case when ${waits} then coalesce(${recordErrors.waitingSince}, now()) end`,
      occurredAt: sql`case when ${waits} then now() else ${recordErrors.occurredAt} end`,
      tries: sql`${recordErrors.tries} + case when ${waits} then 1 else 0 end`,
    })
    .where(
      and(
        eq(recordErrors.flowId, run.flowId),
        eq(recordErrors.state, 'retrying'),
        or(
          eq(recordErrors.runId, run.id),
          errors?.length ? inArray(recordErrors.id, errors) : undefined,
        ),
      ),
    )
}
