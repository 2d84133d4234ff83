import { and, eq, inArray, or, sql } from 'drizzle-orm'
import { runPages, runs } from '#db/schema/index.ts'
import { toNodeError } from '#nodes/errors.ts'
import { executePage } from '../run/execute.ts'
import { openLedger } from '../run/ledger.ts'
import { openEarlier } from '../try/earlier-steps.ts'
import { readOptions } from './options.ts'
import { maskPatterns } from '../run/mask-patterns.ts'
import type { PageItem, RecordResult } from '../run/page.ts'
import { ConnectionLost, type IntegrationClients } from './clients.ts'
import { failRun } from './finish.ts'
import { sendPage, type PageJob } from './jobs.ts'
import { linksOf } from './links.ts'
import { usesNothingOffline } from './offline-condition.ts'
import { StaleAttempt } from './finished-page.ts'
import { openItems } from './page-items.ts'
import { storePage } from './store-page.ts'
import { UnrunnableError, type PlannedRun } from './plan.ts'
import { fixClock, scopeOf } from './run-clock.ts'
import { onBehalfOf } from './run-scope.ts'
import type { WorkerContext } from './worker-context.ts'

/** An attempt that fails this often for a fault of our own ends the run instead of looping. */
const MAX_ATTEMPTS = 8

/**
 * Executes one page and stores everything about it in one transaction. An attempt number fences it:
 * it is counted up when the page is claimed, and only the present attempt may store. So a worker
 * that was thought dead and comes back late changes nothing. True when the run ended well with it.
 */
export async function runPage(
  worker: WorkerContext,
  job: PageJob & { redelivered: boolean; signal: AbortSignal },
): Promise<boolean> {
  const claimed = await claim(worker, job)
  if (!claimed) return false
  try {
    const items = await openItems(claimed.items)
    const loaded = await worker.plans.load(job.runId)
    const { attempt } = claimed
    return await worker.clients.withIntegration(loaded.flow.integrationId, async (integration) => {
      // Only a run that reads nothing, such as a retry, has no clock yet; it can do without.
      const planned = await onBehalfOf(job.runId, () =>
        fixClock(worker, loaded, integration, job.signal).catch(() => loaded),
      )
      const results = await onBehalfOf(job.runId, () =>
        execute(worker, { ...job, attempt, planned, integration }, items),
      )
      const { page } = job
      return storePage(worker, { planned, page, attempt, results, lost: integration.lost() })
    })
  } catch (thrown) {
    if (thrown instanceof StaleAttempt || job.signal.aborted) return false
    if (thrown instanceof ConnectionLost) {
      await putBack(worker, job, claimed.attempt)
      return false
    }
    const ours = thrown instanceof UnrunnableError ? thrown.message : toNodeError(thrown).message
    if (!(thrown instanceof UnrunnableError) && claimed.attempt < MAX_ATTEMPTS) {
      const where = `run ${job.runId}, page ${job.page}, attempt ${claimed.attempt}`
      console.error(`${where}: ${maskPatterns(ours)}`)
      await putBack(worker, job, claimed.attempt)
      return false
    }
    await worker.engine.database.db.transaction((tx) =>
      failRun(tx, worker.engine.boss, { runId: job.runId, failure: ours }),
    )
    return false
  }
}

interface Claimed {
  attempt: number
  items: Buffer
}

/**
 * Takes the page under the next attempt, unless a connection that its flow uses is offline: then it
 * stays as it is, and coming back sends its job again. A job names the attempt it is to start; delivered again by
 * the queue (its first worker went silent), it may also follow up on that very attempt.
 */
async function claim(
  worker: WorkerContext,
  job: PageJob & { redelivered: boolean },
): Promise<Claimed | null> {
  const attempts = job.redelivered ? [job.attempt - 1, job.attempt] : [job.attempt - 1]
  const [page] = await worker.engine.database.db
    .update(runPages)
    .set({
      state: 'working',
      attempt: sql`${runPages.attempt} + 1`,
      worker: worker.workerId,
      startedAt: sql`now()`,
    })
    .from(runs)
    .where(
      and(
        eq(runs.id, runPages.runId),
        eq(runs.state, 'running'),
        usesNothingOffline(),
        eq(runPages.runId, job.runId),
        eq(runPages.page, job.page),
        inArray(runPages.attempt, attempts),
        or(eq(runPages.state, 'ready'), eq(runPages.state, 'working')),
      ),
    )
    .returning({ attempt: runPages.attempt, items: runPages.items })
  return page ?? null
}

async function execute(
  worker: WorkerContext,
  job: {
    runId: number
    page: number
    attempt: number
    planned: PlannedRun
    integration: IntegrationClients
    signal: AbortSignal
  },
  items: PageItem[],
): Promise<RecordResult[]> {
  const { run, flow, plan, document, pinned } = job.planned
  const { db } = worker.engine.database
  const { clients } = job.integration
  const { after } = readOptions(run.options)
  return executePage(plan, items, {
    findRunner: worker.findRunner,
    // The point of a dry run: the writing halves are not handed out, only what cannot send.
    clients: run.dryRun ? readOnly(clients) : clients,
    ledger: openLedger({
      db,
      integrationId: flow.integrationId,
      lineage: flow.lineage,
      runId: job.runId,
      page: job.page,
      attempt: job.attempt,
    }),
    links: linksOf(db, flow.integrationId),
    scope: scopeOf(run),
    dryRun: run.dryRun,
    pinned,
    ...(after === undefined ? {} : { earlier: await openEarlier(db, { runId: after, document }) }),
    signal: job.signal,
  })
}

function readOnly(clients: IntegrationClients['clients']) {
  const { stripe, netsuite } = clients
  return {
    ...(stripe ? { stripe: { ...stripe, write: undefined } } : {}),
    ...(netsuite ? { netsuite: { ...netsuite, write: undefined } } : {}),
  }
}

/** Makes the page ready for another attempt, a little later. */
async function putBack(worker: WorkerContext, job: PageJob, attempt: number): Promise<void> {
  const { runId, page } = job
  const { database, boss } = worker.engine
  await database.db.transaction(async (tx) => {
    const [mine] = await tx
      .update(runPages)
      .set({ state: 'ready', worker: null })
      .where(
        and(
          eq(runPages.runId, runId),
          eq(runPages.page, page),
          eq(runPages.attempt, attempt),
          eq(runPages.state, 'working'),
        ),
      )
      .returning({ page: runPages.page })
    if (!mine) return
    await sendPage(boss, tx, { runId, page, attempt: attempt + 1, delayMs: 1_000 * attempt })
  })
}
