import { sql } from 'drizzle-orm'
import { fromDrizzle, type PgBoss } from 'pg-boss'
import { z } from 'zod'
import type { Db } from '#db/client.ts'
import { PAGE_QUEUE, READ_QUEUE, WEBHOOK_QUEUE } from './boss.ts'

export const readJobSchema = z.object({ runId: z.number().int() })

export const pageJobSchema = z.object({
  runId: z.number().int(),
  page: z.number().int(),
  /** The attempt that this job is to start; a job for another attempt is out of date. */
  attempt: z.number().int(),
})

export type PageJob = z.infer<typeof pageJobSchema>

/** Asks for a run to be read on, in the caller's transaction: no commit, no job. */
export async function sendRead(
  boss: PgBoss,
  tx: Db,
  job: { runId: number; delayMs?: number },
): Promise<void> {
  await boss.send(
    READ_QUEUE,
    { runId: job.runId },
    {
      db: fromDrizzle(tx, sql),
      ...startAfter(job.delayMs),
    },
  )
}

/** Asks for a page to be executed, in the caller's transaction. */
export async function sendPage(
  boss: PgBoss,
  tx: Db,
  job: PageJob & { delayMs?: number },
): Promise<void> {
  const { delayMs, ...data } = job
  await boss.send(PAGE_QUEUE, data, { db: fromDrizzle(tx, sql), ...startAfter(delayMs) })
}

export const takingJobSchema = z.object({ flowId: z.string() })

/** Asks for what webhooks told a flow to be taken, in the caller's transaction. */
export async function sendTaking(
  boss: PgBoss,
  tx: Db,
  job: { flowId: string; delayMs?: number },
): Promise<void> {
  const { flowId, delayMs } = job
  await boss.send(WEBHOOK_QUEUE, { flowId }, { db: fromDrizzle(tx, sql), ...startAfter(delayMs) })
}

function startAfter(delayMs: number | undefined): { startAfter?: Date } {
  return delayMs ? { startAfter: new Date(Date.now() + delayMs) } : {}
}
