import { and, eq, sql } from 'drizzle-orm'
import type { Db } from '#db/client.ts'
import { dayOf } from '#db/partitions.ts'
import {
  recordIndex,
  runCounts,
  runPages,
  runs,
  traceBundles,
  type Outcome,
} from '#db/schema/index.ts'
import { storable } from '#db/text.ts'
import { BUNDLE_SIZE, compressJson, packBundle } from '../run/bundle.ts'
import { maskPatterns } from '../run/mask-patterns.ts'
import type { PageItem, RecordResult } from '../run/page.ts'
import { retryDelay } from '../run/retry.ts'
import { verdictOf, wouldWords } from '../run/would.ts'
import { announce, finishIfComplete } from './finish.ts'
import { StaleAttempt, type FinishedPage, type Settled } from './finished-page.ts'
import { sendPage, sendRead } from './jobs.ts'
import { KEPT_PAGES } from './page-items.ts'
import { unfinishedPages } from './read.ts'
import { reopenErrors } from './reopen-errors.ts'
import { storeErrors } from './store-errors.ts'
import { RESUME_READING_AT, type WorkerContext } from './worker-context.ts'

/**
 * Stores a page's trace, index rows, errors, counts and follow-up jobs, and its completion, in one
 * transaction: either all of it is there, or the page is done again. True when the run ended with it.
 */
export async function storePage(worker: WorkerContext, finished: FinishedPage): Promise<boolean> {
  const settled = finished.results.map((result, position) => settle(finished, result, position))
  const bundles = await packAll(settled.map(({ result }) => result))
  const { engine } = worker
  return engine.database.db.transaction(async (tx) => {
    await complete(tx, finished)
    await storeTrace(tx, finished, bundles)
    await storeIndex(tx, finished, settled)
    await storeCounts(tx, finished, settled)
    const errorIds = await storeErrors(
      tx,
      finished,
      settled.filter((one) => !one.held),
    )
    await storeRun(tx, finished, settled)
    await retryLater(worker, tx, { finished, settled, errorIds })
    return goOn(worker, tx, finished.planned.run.id)
  })
}

function settle(finished: FinishedPage, result: RecordResult, position: number): Settled {
  const { error, item } = result
  if (isHeld(finished, result)) {
    return { result, position, held: true, retryMs: 0, outcome: 'waiting' }
  }
  const { dryRun } = finished.planned.run
  // In a dry run too: that is what would become of it.
  if (error?.waitFor) {
    return { result: asWaiting(result), position, held: false, retryMs: null, outcome: 'waiting' }
  }
  const retryMs = error && !dryRun ? retryDelay(error, item.tries + 1, Math.random()) : null
  const outcome = retryMs === null ? result.outcome : 'waiting'
  return { result, position, held: false, retryMs, outcome }
}

/** It has not failed: its trace says that it waits where it waits. */
function asWaiting(result: RecordResult): RecordResult {
  const steps = result.steps.map((step) =>
    step.error?.waitFor ? { ...step, outcome: 'waiting' as const } : step,
  )
  return { ...result, outcome: 'waiting', steps }
}

/** The node where it failed talks to a system whose connection went offline. */
function isHeld({ planned, lost }: FinishedPage, { error, failedAt }: RecordResult): boolean {
  if (error?.class !== 'connection') return false
  const steps = planned.plan.steps.filter((step) => failedAt.includes(step.id))
  return steps.some(({ kind }) => kind.system !== null && lost.has(kind.system))
}

async function packAll(results: RecordResult[]): Promise<Buffer[]> {
  const starts = Array.from(
    { length: Math.ceil(results.length / BUNDLE_SIZE) },
    (_, index) => index * BUNDLE_SIZE,
  )
  return Promise.all(starts.map((start) => packBundle(results.slice(start, start + BUNDLE_SIZE))))
}

async function complete(tx: Db, finished: FinishedPage): Promise<void> {
  const { planned, page, attempt } = finished
  const [mine] = await tx
    .update(runPages)
    .set({
      state: 'done',
      worker: null,
      finishedAt: sql`now()`,
      ...(keepsRecords(finished) ? {} : { items: Buffer.alloc(0) }),
    })
    .where(
      and(
        eq(runPages.runId, planned.run.id),
        eq(runPages.page, page),
        eq(runPages.attempt, attempt),
        eq(runPages.state, 'working'),
      ),
    )
    .returning({ page: runPages.page })
  if (!mine) throw new StaleAttempt(`Page ${page} of run ${planned.run.id} was taken over.`)
}

/** A test of the draft is often made again with the same records. */
function keepsRecords({ planned, page }: FinishedPage): boolean {
  return planned.run.document !== null && page <= KEPT_PAGES
}

async function storeTrace(tx: Db, finished: FinishedPage, bundles: Buffer[]): Promise<void> {
  if (bundles.length === 0) return
  const { planned, page } = finished
  const day = dayOf(new Date())
  await tx
    .insert(traceBundles)
    .values(bundles.map((body, bundle) => ({ day, runId: planned.run.id, page, bundle, body })))
}

async function storeIndex(tx: Db, finished: FinishedPage, settled: Settled[]): Promise<void> {
  const { planned, page } = finished
  const at = new Date()
  const day = dayOf(at)
  const fresh = settled.filter(({ result }) => result.item.origin === null)
  if (fresh.length > 0) {
    const rows = fresh.map(({ result, position, outcome }) => ({
      position,
      outcome,
      key: result.item.key,
      ...indexed(result),
    }))
    await tx.execute(sql`
      insert into record_index (day, run_id, page, flow_id, at, position, outcome, key, node_id,
        reason, name, amount, currency, target_id)
      select ${day}, ${planned.run.id}, ${page}, ${planned.flow.id}, ${at.toISOString()}, new.*
      from json_to_recordset(${JSON.stringify(rows)}::json) as new(position smallint, outcome text,
        key text, "nodeId" text, reason text, name text, amount numeric, currency text,
        "targetId" text)`)
  }
  for (const { result, position, outcome } of settled) {
    const { origin } = result.item
    if (!origin) continue
    const visited = JSON.stringify([[page, position]])
    await tx
      .update(recordIndex)
      .set({
        outcome,
        key: result.item.key,
        ...indexed(result),
        retries: sql`coalesce(${recordIndex.retries}, '[]'::jsonb) || ${visited}::jsonb`,
      })
      .where(
        and(
          eq(recordIndex.runId, planned.run.id),
          eq(recordIndex.page, origin.page),
          eq(recordIndex.position, origin.position),
        ),
      )
  }
}

function indexed(result: RecordResult) {
  const { facts, nodeId, steps, targetId } = result
  const reason = result.reason ?? foreseen(steps)
  return {
    nodeId,
    reason: reason === null ? null : text(maskPatterns(reason)),
    name: text(facts.name),
    amount: facts.amount ?? null,
    currency: facts.currency ?? null,
    targetId: text(targetId),
  }
}

/** In a dry run of a record that would get through: what would be done with it. */
function foreseen(steps: RecordResult['steps']): string | null {
  const verdict = verdictOf(steps.map((step) => step.would))
  return verdict && wouldWords(verdict)
}

function text(value: string | null | undefined): string | null {
  return value === null || value === undefined ? null : storable(value)
}

/** Adds to the counts per node; a record tried again no longer waits where it waited. */
async function storeCounts(tx: Db, finished: FinishedPage, settled: Settled[]): Promise<void> {
  const counts = new Map<string, number>()
  const add = (nodeId: string, outcome: Outcome, by: number) => {
    const key = `${nodeId}\n${outcome}`
    counts.set(key, (counts.get(key) ?? 0) + by)
  }
  for (const { result, retryMs } of settled) {
    const { item, steps, inherited } = result
    if (item.at === null && inherited === 0) add(item.source, 'done', 1)
    for (const nodeId of item.waitedAt) add(nodeId, 'waiting', -1)
    for (const step of steps.slice(inherited)) {
      add(step.nodeId, step.error && retryMs !== null ? 'waiting' : step.outcome, 1)
    }
  }
  const runId = finished.planned.run.id
  const rows = [...counts].flatMap(([key, count]) => {
    const [nodeId = '', outcome] = key.split('\n')
    return isOutcome(outcome) && count !== 0 ? [{ runId, nodeId, outcome, count }] : []
  })
  if (rows.length === 0) return
  // One order for all pages of the run, so that none waits for another in a circle.
  rows.sort((a, b) => (a.nodeId + a.outcome < b.nodeId + b.outcome ? -1 : 1))
  await tx
    .insert(runCounts)
    .values(rows)
    .onConflictDoUpdate({
      target: [runCounts.runId, runCounts.nodeId, runCounts.outcome],
      set: { count: sql`${runCounts.count} + excluded.count` },
    })
}

const OUTCOMES: readonly Outcome[] = ['done', 'filtered', 'unchanged', 'failed', 'waiting']

function isOutcome(text: string | undefined): text is Outcome {
  return OUTCOMES.some((outcome) => outcome === text)
}

async function storeRun(tx: Db, finished: FinishedPage, settled: Settled[]): Promise<void> {
  const count = (outcome: Outcome) => settled.filter((one) => one.outcome === outcome).length
  const cameBack = settled.filter((one) => one.result.item.origin !== null).length
  const added = settled.filter((one) => one.result.inherited > 0).length
  await tx
    .update(runs)
    .set({
      read: sql`${runs.read} + ${added}`,
      done: sql`${runs.done} + ${count('done')}`,
      filtered: sql`${runs.filtered} + ${count('filtered')}`,
      unchanged: sql`${runs.unchanged} + ${count('unchanged')}`,
      failed: sql`${runs.failed} + ${count('failed')}`,
      waiting: sql`${runs.waiting} + ${count('waiting') - cameBack}`,
    })
    .where(eq(runs.id, finished.planned.run.id))
}

/**
 * Puts records that are tried again by themselves on a page of their own, for later. Those that wait
 * for a connection wait as a ready page: its job finds the connection offline and ends.
 */
async function retryLater(
  worker: WorkerContext,
  tx: Db,
  retry: { finished: FinishedPage; settled: Settled[]; errorIds: Map<number, number> },
): Promise<void> {
  const { finished, settled, errorIds } = retry
  const again = settled.filter((one) => one.retryMs !== null)
  if (again.length === 0) return
  const runId = finished.planned.run.id
  const delayMs = Math.max(...again.map((one) => one.retryMs ?? 0))
  const items = again.map(({ result, position, held }): PageItem => ({
    ...result.item,
    record: result.restart?.record ?? result.failedInput ?? result.item.record,
    at: result.restart?.nodeId ?? result.nodeId,
    facts: result.facts,
    tries: result.item.tries + (held ? 0 : 1),
    origin: result.item.origin ?? { page: finished.page, position },
    errorId: errorIds.get(position) ?? (held ? result.item.errorId : null),
    waitedAt: result.failedAt,
  }))
  const [run] = await tx
    .update(runs)
    .set({ pages: sql`${runs.pages} + 1` })
    .where(eq(runs.id, runId))
    .returning({ pages: runs.pages, cancelled: runs.cancelRequested })
  // A cancelled run waits for nothing: ending it opens the errors of what was put off.
  if (!run || run.cancelled) return
  await tx.insert(runPages).values({
    runId,
    page: run.pages,
    items: await compressJson(items),
    size: items.length,
    notBefore: new Date(Date.now() + delayMs),
  })
  await sendPage(worker.engine.boss, tx, { runId, page: run.pages, attempt: 1, delayMs })
}

/** The page was the last: the run ends. It was not: reading may go on. */
async function goOn(worker: WorkerContext, tx: Db, runId: number): Promise<boolean> {
  const { boss } = worker.engine
  const ended = await finishIfComplete(tx, boss, runId)
  if (ended) return true
  const [run] = await tx.select().from(runs).where(eq(runs.id, runId))
  // Another page has ended the run meanwhile: what this one put off is not tried any more.
  if (run && run.state !== 'running') await reopenErrors(tx, run)
  else if (run && !run.sourceDone && run.reader === null) {
    if ((await unfinishedPages(tx, runId)) <= RESUME_READING_AT) {
      await sendRead(boss, tx, { runId })
    }
  }
  await announce(tx, runId)
  return false
}
