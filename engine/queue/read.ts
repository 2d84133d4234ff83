import { and, eq, inArray, isNull, or, sql } from 'drizzle-orm'
import type { Db } from '#db/client.ts'
import { runKeys, runPages, runs, runSkips } from '#db/schema/index.ts'
import { storable } from '#db/text.ts'
import { toNodeError, type NodeError } from '#nodes/errors.ts'
import type { Json } from '#nodes/json.ts'
import type { SourceContext, SourcePage } from '#nodes/runner.ts'
import type { PlanStep } from '../compile/plan.ts'
import { compressJson } from '../run/bundle.ts'
import type { PageItem } from '../run/page.ts'
import { MAX_TRIES, retryDelay } from '../run/retry.ts'
import { announce, failRun, finishIfComplete } from './finish.ts'
import { takeDeliveries } from './deliveries.ts'
import { sendPage, sendRead } from './jobs.ts'
import { ConnectionLost, type IntegrationClients } from './clients.ts'
import { linksOf } from './links.ts'
import { noteMissed } from './missed.ts'
import { usesNothingOffline } from './offline-condition.ts'
import { UnrunnableError, type PlannedRun } from './plan.ts'
import { fixClock, scopeOf } from './run-clock.ts'
import { MAX_UNFINISHED_PAGES, PAGE_SIZE, type WorkerContext } from './worker-context.ts'
import { readOptions } from './options.ts'
import { readDelivered, type DeliveredPage, type ReadRecord } from './read-delivered.ts'
import { onBehalfOf } from './run-scope.ts'
import { readNewest } from '../try/read-newest.ts'

/** Another worker has taken the reading over: what was read here is dropped. */
class TakenOver extends Error {}

/**
 * Reads a run's source page by page. Each page is stored with the cursor that follows it and with
 * the job that will execute it, in one transaction: a crash at any moment leaves reading to go on
 * at the stored cursor. Stops when enough pages are unfinished; a finished page starts it again.
 */
export async function readRun(
  worker: WorkerContext,
  job: { runId: number; takeOver: boolean; signal: AbortSignal },
): Promise<void> {
  const fence = await claim(worker, job)
  if (fence === null) return
  let lost = false
  try {
    const planned = await worker.plans.load(job.runId)
    await worker.clients.withIntegration(planned.flow.integrationId, async (integration) => {
      try {
        const { signal } = job
        await onBehalfOf(job.runId, async () => {
          const timed = await fixClock(worker, planned, integration, signal)
          await readOn(worker, { planned: timed, integration, fence, signal })
        })
      } finally {
        lost = integration.lost().size > 0
      }
    })
  } catch (thrown) {
    if (thrown instanceof TakenOver || job.signal.aborted) return
    const waits = thrown instanceof ConnectionLost || (lost && isConnectionError(thrown))
    if (waits) await waitForConnection(worker, job.runId)
    else await giveUp(worker, job.runId, thrown)
  }
}

async function claim(
  worker: WorkerContext,
  job: { runId: number; takeOver: boolean },
): Promise<number | null> {
  const free = job.takeOver ? sql`true` : isNull(runs.reader)
  const [claimed] = await worker.engine.database.db
    .update(runs)
    .set({
      reader: worker.workerId,
      readFence: sql`${runs.readFence} + 1`,
    })
    .where(
      and(
        eq(runs.id, job.runId),
        eq(runs.state, 'running'),
        eq(runs.sourceDone, false),
        usesNothingOffline(),
        or(free, eq(runs.reader, worker.workerId)),
      ),
    )
    .returning({ fence: runs.readFence })
  return claimed?.fence ?? null
}

interface Reading {
  planned: PlannedRun
  integration: IntegrationClients
  fence: number
  signal: AbortSignal
}

async function readOn(worker: WorkerContext, reading: Reading): Promise<void> {
  const { planned, signal } = reading
  const { clients } = reading.integration
  let { fence } = reading
  let { readSource } = planned.run
  let readCursor = asJson(planned.run.readCursor)
  const options = readOptions(planned.run.options)
  let left = (options.limit ?? Infinity) + (options.given ?? 0) - planned.run.read
  const readPage = (
    context: SourceContext<unknown>,
    read: (context: SourceContext<unknown>) => Promise<SourcePage>,
  ) =>
    options.newest
      ? readNewest((since) => read({ ...context, since }), { until: context.until, limit: left })
      : read(context)
  while (await mayReadOn(worker, planned.run.id, fence)) {
    signal.throwIfAborted()
    const sourceId = planned.plan.sources[readSource]
    const step = planned.plan.steps.find((one) => one.id === sourceId)
    if (!step) throw new UnrunnableError('The flow has no source.')
    const contextOf = (of: PlanStep): SourceContext<unknown> => ({
      client: of.kind.system ? clients[of.kind.system]?.read : undefined,
      settings: of.settings,
      now: scopeOf(planned.run).now,
      signal,
      links: linksOf(worker.engine.database.db, planned.flow.integrationId),
      since: planned.run.since,
      until: planned.run.until ?? new Date(),
      ids: options.ids ?? null,
      pageSize: Math.max(1, Math.min(PAGE_SIZE, left)),
    })
    if (planned.run.trigger === 'webhook') {
      const runnerOf = (of: PlanStep) => sourceOf(worker, planned, of).runner
      const told = { planned, cursor: readCursor, runnerOf, contextOf }
      const page = await readDelivered(worker, told)
      readCursor = page.next
      const done = page.next === null
      await store(worker, { planned, step, page, fence, readSource, readCursor, done })
      fence += 1
      if (done) return
      continue
    }
    const { runner, config } = sourceOf(worker, planned, step)
    const page: SourcePage = step.disabled
      ? { records: [], next: null }
      : await readPage(contextOf(step), (context) => runner.read(config, context, readCursor))
    const sourceEnds = page.next === null
    readSource += sourceEnds ? 1 : 0
    readCursor = page.next
    const wanted = page.records.slice(0, left)
    left -= wanted.length
    const done = readSource >= planned.plan.sources.length || left <= 0
    const records = wanted.map((record) => ({
      ...record,
      source: step.id,
      once: runner.mayRepeat ? record.key : null,
    }))
    const read = { records, skipped: page.skipped ?? [], inboxIds: [] }
    await store(worker, { planned, step, page: read, fence, readSource, readCursor, done })
    fence += 1
    if (done) return
  }
}

function sourceOf(worker: WorkerContext, planned: PlannedRun, step: PlanStep) {
  const runner = worker.findRunner(step.kind.id)
  if (runner?.role !== 'source') throw new UnrunnableError(`${step.name} is not a source.`)
  return { runner, config: step.bind(scopeOf(planned.run)) }
}

/** Whether to read another page; if not, lets go of the reading under the run's lock. */
async function mayReadOn(worker: WorkerContext, runId: number, fence: number): Promise<boolean> {
  const { engine } = worker
  return engine.database.db.transaction(async (tx) => {
    const [run] = await tx.select().from(runs).where(eq(runs.id, runId)).for('no key update')
    if (!run || run.state !== 'running' || run.readFence !== fence) return false
    if (run.cancelRequested) {
      await tx.update(runs).set({ sourceDone: true, reader: null }).where(eq(runs.id, runId))
      await finishIfComplete(tx, engine.boss, runId)
      return false
    }
    if ((await unfinishedPages(tx, runId)) < MAX_UNFINISHED_PAGES) return true
    await tx.update(runs).set({ reader: null }).where(eq(runs.id, runId))
    return false
  })
}

/** Pages of a run that are stored and not finished. */
export async function unfinishedPages(tx: Db, runId: number): Promise<number> {
  const [row] = await tx
    .select({ count: sql<number>`count(*)::int` })
    .from(runPages)
    .where(and(eq(runPages.runId, runId), inArray(runPages.state, ['ready', 'working'])))
  return row?.count ?? 0
}

interface Stored {
  planned: PlannedRun
  step: PlanStep
  page: Omit<DeliveredPage, 'next'>
  fence: number
  readSource: number
  readCursor: Json
  done: boolean
}

async function store(worker: WorkerContext, stored: Stored): Promise<void> {
  const { engine } = worker
  const { planned, page, fence, readSource, readCursor, done } = stored
  const runId = planned.run.id
  await engine.database.db.transaction(async (tx) => {
    const records = await unseen(tx, runId, page.records)
    const skipped = await storeSkips(tx, runId, page.skipped)
    const missed = await noteMissed(tx, engine.boss, { planned, step: stored.step, records })
    const added = records.length > 0 ? 1 : 0
    const [run] = await tx
      .update(runs)
      .set({
        readFence: fence + 1,
        readTries: 0,
        readSource,
        readCursor,
        sourceDone: done,
        ...(done ? { reader: null } : {}),
        pages: sql`${runs.pages} + ${added}`,
        read: sql`${runs.read} + ${records.length}`,
        skipped: sql`${runs.skipped} + ${skipped}`,
        missed: sql`${runs.missed} + ${missed}`,
      })
      .where(and(eq(runs.id, runId), eq(runs.readFence, fence), eq(runs.state, 'running')))
      .returning({ pages: runs.pages })
    if (!run) throw new TakenOver()
    const { inboxIds } = page
    await takeDeliveries(tx, { flowId: planned.flow.id, runId, inboxIds })
    if (added > 0) {
      const items = records.map((record) => firstTry(record))
      const number = run.pages
      await tx.insert(runPages).values({
        runId,
        page: number,
        items: await compressJson(items),
        size: items.length,
      })
      await sendPage(engine.boss, tx, { runId, page: number, attempt: 1 })
    }
    if (done) await finishIfComplete(tx, engine.boss, runId)
    await announce(tx, runId)
  })
}

/** Keeps the records that this run has not had yet. */
async function unseen(tx: Db, runId: number, records: ReadRecord[]): Promise<ReadRecord[]> {
  const sure = records.filter(({ once }) => once === null)
  const byKey = new Map(records.flatMap((one) => (one.once === null ? [] : [[one.once, one]])))
  if (byKey.size === 0) return sure
  const fresh = await tx
    .insert(runKeys)
    .values([...byKey.keys()].map((key) => ({ runId, key: storable(key) })))
    .onConflictDoNothing()
    .returning({ key: runKeys.key })
  const keys = new Set(fresh.map((row) => row.key))
  const first = [...byKey].filter(([key]) => keys.has(storable(key))).map(([, record]) => record)
  return [...sure, ...first]
}

async function storeSkips(
  tx: Db,
  runId: number,
  skips: { key: string; reason: string }[],
): Promise<number> {
  if (skips.length === 0) return 0
  const stored = await tx
    .insert(runSkips)
    .values(
      skips.map((skip) => ({ runId, key: storable(skip.key), reason: storable(skip.reason) })),
    )
    .onConflictDoNothing()
    .returning({ key: runSkips.key })
  return stored.length
}

function firstTry({ source, ...record }: ReadRecord): PageItem {
  const { key, facts } = record
  return {
    key: storable(key),
    record: record.record,
    at: null,
    source,
    facts: facts ?? {},
    tries: 0,
    origin: null,
    errorId: null,
    whole: null,
    waitedAt: [],
  }
}

function isConnectionError(thrown: unknown): boolean {
  return toNodeError(thrown).class === 'connection'
}

/**
 * The connection went offline while reading: lets go without counting a try. The job goes at once,
 * should it be online again already; otherwise it is dropped, and coming back sends another.
 */
async function waitForConnection(worker: WorkerContext, runId: number): Promise<void> {
  const { engine } = worker
  await engine.database.db.transaction(async (tx) => {
    const [run] = await tx
      .update(runs)
      .set({ reader: null })
      .where(and(eq(runs.id, runId), eq(runs.state, 'running'), eq(runs.reader, worker.workerId)))
      .returning({ id: runs.id })
    if (run) await sendRead(engine.boss, tx, { runId })
  })
}

/** The source could not be read: try again by itself, or end the run with the reason. */
async function giveUp(worker: WorkerContext, runId: number, thrown: unknown): Promise<void> {
  const { engine } = worker
  const error = toNodeError(thrown)
  await engine.database.db.transaction(async (tx) => {
    const [run] = await tx
      .update(runs)
      .set({ reader: null, readTries: sql`${runs.readTries} + 1` })
      .where(and(eq(runs.id, runId), eq(runs.state, 'running')))
      .returning({ tries: runs.readTries })
    if (!run) return
    const delayMs = thrown instanceof UnrunnableError ? null : pauseAfter(error, run.tries)
    if (delayMs !== null && run.tries < MAX_TRIES) {
      await sendRead(engine.boss, tx, { runId, delayMs })
      return
    }
    const failure = thrown instanceof UnrunnableError ? thrown.message : error.message
    await failRun(tx, engine.boss, { runId, failure: `Reading stopped: ${failure}` })
  })
}

/** A fault of our own (a lost database connection, a deadlock) is tried again like any other. */
function pauseAfter(error: NodeError, tries: number): number | null {
  if (error.class === 'internal') return 1_000 * tries
  return retryDelay(error, tries, Math.random())
}

/** The cursor as the source left it; it was JSON when it was stored. */
function asJson(cursor: unknown): Json {
  return cursor === undefined ? null : JSON.parse(JSON.stringify(cursor))
}
