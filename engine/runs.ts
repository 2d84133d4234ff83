import { and, desc, eq, inArray, lt, or, sql } from 'drizzle-orm'
import type { Db } from '#db/client.ts'
import {
  connections,
  flows,
  integrations,
  runCounts,
  runPages,
  runs,
  type Outcome,
  type RunState,
} from '#db/schema/index.ts'
import { audit } from './audit.ts'
import { NotFoundError, type Engine } from './engine.ts'
import { holdForPerson } from './queue/deliveries.ts'
import { announce, finishIfComplete } from './queue/finish.ts'
import { readOptions } from './queue/options.ts'
import { reopenErrors } from './queue/reopen-errors.ts'

/** Records by outcome; `read` is all of them. */
export interface RunTally {
  read: number
  done: number
  filtered: number
  unchanged: number
  failed: number
  waiting: number
}

/** A run as lists, the canvas and the command line show it. Times are ISO 8601, UTC. */
export interface RunSnapshot {
  id: number
  flowId: string
  flowName: string
  version: number
  trigger: 'manual' | 'schedule' | 'webhook' | 'retry'
  dryRun: boolean
  /** What a test of the draft ran of it; null for all other runs. */
  test: RunTest | null
  state: RunState
  counts: RunTally
  /** Left out by the source itself, such as echoes of our own writes. */
  skipped: number
  /** Found by reading although a webhook should have told of it before. */
  missed: number
  failure: string | null
  since: string | null
  createdAt: string
  startedAt: string | null
  finishedAt: string | null
  cancelRequested: boolean
  unfinishedPages: number
  /** Why it does not go on at the moment, such as a connection that is offline; a sentence. */
  waitsFor: string | null
  nodes: Record<string, Partial<Record<Outcome, number>>>
}

/** Which part of a draft a test ran, on what; node ids, where given. */
interface RunTest {
  /** Records were put in here instead of reading the source. */
  at: string | null
  /** Nothing behind this node was run. */
  until: string | null
  /** The test before, whose unchanged steps were taken over. */
  after: number | null
  ids: readonly string[] | null
  limit: number | null
}

/** Runs in a state that will not change any more. */
export function isOver(run: Pick<RunSnapshot, 'state'>): boolean {
  return run.state === 'done' || run.state === 'failed' || run.state === 'cancelled'
}

export async function runSnapshot(engine: Engine, runId: number): Promise<RunSnapshot> {
  const [snapshot] = await snapshots(engine.database.db, { ids: [runId] })
  if (!snapshot) throw new NotFoundError(`There is no run ${runId}.`)
  return snapshot
}

/** Runs, newest first; `before` = the id after which the next page begins. */
export function listRuns(
  engine: Engine,
  filter: { flowId?: string; state?: RunState; before?: number; limit?: number } = {},
): Promise<RunSnapshot[]> {
  return snapshots(engine.database.db, filter)
}

/** The newest run of each flow. */
export async function lastRuns(db: Db, flowIds: readonly string[]): Promise<RunSnapshot[]> {
  if (flowIds.length === 0) return []
  const newest = await db
    .select({ id: sql<number>`max(${runs.id})::int` })
    .from(runs)
    .where(inArray(runs.flowId, [...flowIds]))
    .groupBy(runs.flowId)
  return snapshots(db, { ids: newest.map((row) => row.id) })
}

/**
 * Asks a run to stop. What is being written now is finished and stored; nothing new begins. A run
 * that had not begun is cancelled at once.
 */
export async function cancelRun(
  engine: Engine,
  request: { runId: number; userId?: string | null },
): Promise<RunSnapshot> {
  const { database, boss } = engine
  await database.db.transaction(async (tx) => {
    const [run] = await tx
      .select()
      .from(runs)
      .where(eq(runs.id, request.runId))
      .for('no key update')
    if (!run) throw new NotFoundError(`There is no run ${request.runId}.`)
    if (run.state !== 'queued' && run.state !== 'running') return
    const queued = run.state === 'queued'
    await tx
      .update(runs)
      .set({
        cancelRequested: true,
        sourceDone: true,
        reader: null,
        readFence: sql`${runs.readFence} + 1`,
        ...(queued ? { state: 'cancelled', finishedAt: sql`now()` } : {}),
      })
      .where(eq(runs.id, run.id))
    await tx
      .update(runPages)
      .set({ state: 'done', items: Buffer.alloc(0) })
      .where(and(eq(runPages.runId, run.id), eq(runPages.state, 'ready')))
    if (queued && run.trigger === 'webhook') {
      await holdForPerson(tx, { flowId: run.flowId, runId: run.id })
    }
    if (queued) await reopenErrors(tx, run)
    else await finishIfComplete(tx, boss, run.id)
    await announce(tx, run.id)
    await audit(tx, {
      userId: request.userId ?? null,
      action: 'run.cancel',
      subject: { type: 'run', id: String(run.id) },
    })
  })
  return runSnapshot(engine, request.runId)
}

async function snapshots(
  db: Db,
  filter: {
    ids?: readonly number[]
    flowId?: string
    state?: RunState
    before?: number
    limit?: number
  },
): Promise<RunSnapshot[]> {
  if (filter.ids?.length === 0) return []
  const rows = await db
    .select({ run: runs, flowName: flows.name })
    .from(runs)
    .innerJoin(flows, eq(flows.id, runs.flowId))
    .where(
      and(
        filter.ids ? inArray(runs.id, [...filter.ids]) : undefined,
        filter.flowId ? eq(runs.flowId, filter.flowId) : undefined,
        filter.state ? eq(runs.state, filter.state) : undefined,
        filter.before ? lt(runs.id, filter.before) : undefined,
      ),
    )
    .orderBy(desc(runs.id))
    .limit(Math.min(filter.limit ?? 50, 500))
  const ids = rows.map(({ run }) => run.id)
  if (ids.length === 0) return []
  const counts = await db.select().from(runCounts).where(inArray(runCounts.runId, ids))
  const unfinished = await db
    .select({ runId: runPages.runId, count: sql<number>`count(*)::int` })
    .from(runPages)
    .where(and(inArray(runPages.runId, ids), inArray(runPages.state, ['ready', 'working'])))
    .groupBy(runPages.runId)
  const pages = new Map(unfinished.map((row) => [row.runId, row.count]))
  const active = rows.filter(({ run }) => run.state === 'queued' || run.state === 'running')
  const waits = await waitReasons(db, [...new Set(active.map(({ run }) => run.flowId))])
  return rows.map(({ run, flowName }) => ({
    id: run.id,
    flowId: run.flowId,
    flowName,
    version: run.version,
    trigger: run.trigger,
    dryRun: run.dryRun,
    test: run.document === null ? null : testOf(run.options),
    state: run.state,
    counts: {
      read: run.read,
      done: run.done,
      filtered: run.filtered,
      unchanged: run.unchanged,
      failed: run.failed,
      waiting: run.waiting,
    },
    skipped: run.skipped,
    missed: run.missed,
    failure: run.failure,
    since: iso(run.since),
    createdAt: run.createdAt.toISOString(),
    startedAt: iso(run.startedAt),
    finishedAt: iso(run.finishedAt),
    cancelRequested: run.cancelRequested,
    unfinishedPages: pages.get(run.id) ?? 0,
    waitsFor: isOver(run) ? null : (waits.get(run.flowId) ?? null),
    nodes: perNode(counts.filter((count) => count.runId === run.id)),
  }))
}

function testOf(options: unknown): RunTest {
  const { at = null, until = null, after = null, ids = null, limit = null } = readOptions(options)
  return { at, until, after, ids, limit }
}

/** For flows whose integration uses an offline connection: which, and why. */
async function waitReasons(db: Db, flowIds: readonly string[]): Promise<Map<string, string>> {
  if (flowIds.length === 0) return new Map()
  const rows = await db
    .select({ flowId: flows.id, name: connections.name, reason: connections.stateReason })
    .from(flows)
    .innerJoin(integrations, eq(integrations.id, flows.integrationId))
    .innerJoin(
      connections,
      or(
        eq(connections.id, integrations.stripeConnectionId),
        eq(connections.id, integrations.netsuiteConnectionId),
      ),
    )
    .where(and(inArray(flows.id, [...flowIds]), eq(connections.state, 'offline')))
  return new Map(
    rows.map(({ flowId, name, reason }) => [
      flowId,
      `Waits for the connection "${name}", which is offline: ${reason ?? ''}`.trim(),
    ]),
  )
}

function perNode(counts: (typeof runCounts.$inferSelect)[]): RunSnapshot['nodes'] {
  const nodes: RunSnapshot['nodes'] = {}
  for (const { nodeId, outcome, count } of counts) {
    if (count > 0) nodes[nodeId] = { ...nodes[nodeId], [outcome]: count }
  }
  return nodes
}

function iso(date: Date | null): string | null {
  return date?.toISOString() ?? null
}
