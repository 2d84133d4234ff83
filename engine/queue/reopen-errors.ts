import { and, eq, inArray, or } from 'drizzle-orm'
import type { Db } from '#db/client.ts'
import { recordErrors, type runs } from '#db/schema/index.ts'
import { readOptions } from './options.ts'

/**
 * Opens the errors again that a run was still trying when it ended, such as by being cancelled: its
 * own, and those it was started for. Otherwise nobody would try them and nobody would see them.
 */
export async function reopenErrors(
  tx: Db,
  run: Pick<typeof runs.$inferSelect, 'id' | 'flowId' | 'options'>,
): Promise<void> {
  const { errors } = readOptions(run.options)
  await tx
    .update(recordErrors)
    .set({ state: 'open' })
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
