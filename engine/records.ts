import { and, asc, desc, eq, gte, lte, or, sql, type SQL } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { Db } from '#db/client.ts'
import { dayOf } from '#db/partitions.ts'
import { flows, recordIndex, runs, runSkips, type Outcome } from '#db/schema/index.ts'
import { NotFoundError, type Engine } from './engine.ts'
import { readNodeNames } from './node-names.ts'

/** One record in one run, as lists show it. */
export interface RecordRow {
  runId: number
  flowId: string
  flowName: string
  trigger: 'manual' | 'schedule' | 'webhook' | 'retry'
  dryRun: boolean
  /** With `position` the record's place in its run: what `traceRecord` asks for. */
  page: number
  position: number
  key: string
  /** What people call it, such as the invoice number. */
  name: string | null
  outcome: Outcome
  /** Where its way ended; null for records that went all the way. */
  nodeId: string | null
  nodeName: string | null
  /** The filter's reason or the error's sentence. */
  reason: string | null
  /** Major units. */
  amount: string | null
  currency: string | null
  /** The id written at the destination. */
  targetId: string | null
  /** ISO 8601, UTC. */
  at: string
}

/** A record's place in its run. */
export interface RecordPlace {
  page: number
  position: number
}

/**
 * The records of a run in the order they were read, by default 100; `after` = the last one of the
 * page before. `search` narrows to records whose key, name or target id holds the text. Throws
 * NotFoundError for a run that does not exist.
 */
export async function listRecords(
  engine: Engine,
  request: {
    runId: number
    outcome?: Outcome
    search?: string
    after?: RecordPlace
    limit?: number
  },
): Promise<{ records: RecordRow[]; next: RecordPlace | null }> {
  const { db } = engine.database
  const { runId, outcome, search, after } = request
  const limit = bounded(request.limit, 100)
  const run = await findRun(db, runId)
  const rows = await selectRecords(db)
    .where(
      and(
        ofRun(run),
        outcome ? eq(recordIndex.outcome, outcome) : undefined,
        search?.trim() ? holds(search.trim()) : undefined,
        after
          ? sql`(${recordIndex.page}, ${recordIndex.position}) > (${after.page}, ${after.position})`
          : undefined,
      ),
    )
    .orderBy(asc(recordIndex.page), asc(recordIndex.position))
    .limit(limit + 1)
  const records = await toRecordRows(db, rows.slice(0, limit))
  const last = records.at(-1)
  const more = rows.length > limit && last
  return { records, next: more ? { page: last.page, position: last.position } : null }
}

/**
 * Finds records of all runs and flows whose key, name or target id is or begins with the text;
 * newest first, at most 50 unless told. Names are also found in upper case, as invoice numbers are.
 */
export async function searchRecords(
  engine: Engine,
  request: { query: string; limit?: number },
): Promise<RecordRow[]> {
  const { db } = engine.database
  const query = request.query.trim()
  if (!query) return []
  const rows = await selectRecords(db)
    .where(
      or(
        beginsWith(recordIndex.key, query),
        beginsWith(recordIndex.name, query),
        query === query.toUpperCase()
          ? undefined
          : beginsWith(recordIndex.name, query.toUpperCase()),
        beginsWith(recordIndex.targetId, query),
      ),
    )
    .orderBy(...NEWEST_FIRST)
    .limit(bounded(request.limit, 50))
  return toRecordRows(db, rows)
}

/** What the source of a run left out by itself, and why; by key, at most 5000. */
export async function skippedBySource(
  engine: Engine,
  runId: number,
): Promise<{ key: string; reason: string }[]> {
  return engine.database.db
    .select({ key: runSkips.key, reason: runSkips.reason })
    .from(runSkips)
    .where(eq(runSkips.runId, runId))
    .orderBy(asc(runSkips.key))
    .limit(5_000)
}

/** Days and runs first: the order of the partitions and of their primary keys. */
export const NEWEST_FIRST = [
  desc(recordIndex.day),
  desc(recordIndex.runId),
  desc(recordIndex.page),
  desc(recordIndex.position),
]

/** Index rows with their run's and flow's columns. */
export function selectRecords(db: Db) {
  return db
    .select({
      record: recordIndex,
      flowName: flows.name,
      trigger: runs.trigger,
      dryRun: runs.dryRun,
      runStart: runs.createdAt,
      runEnd: runs.finishedAt,
    })
    .from(recordIndex)
    .innerJoin(runs, eq(runs.id, recordIndex.runId))
    .innerJoin(flows, eq(flows.id, recordIndex.flowId))
    .$dynamic()
}

export type SelectedRecord = Awaited<ReturnType<typeof selectRecords>>[number]

/** Rows as they are shown, with the nodes called as in the version that ran. */
export async function toRecordRows(db: Db, rows: readonly SelectedRecord[]): Promise<RecordRow[]> {
  const ended = rows.filter(({ record }) => record.nodeId !== null)
  const names = await readNodeNames(
    db,
    ended.map(({ record }) => record.runId),
  )
  return rows.map(({ record, flowName, trigger, dryRun }) => ({
    runId: record.runId,
    flowId: record.flowId,
    flowName,
    trigger,
    dryRun,
    page: record.page,
    position: record.position,
    key: record.key,
    name: record.name,
    outcome: record.outcome,
    nodeId: record.nodeId,
    nodeName: record.nodeId === null ? null : names.of(record.runId, record.nodeId).name,
    reason: record.reason,
    amount: record.amount,
    currency: record.currency,
    targetId: record.targetId,
    at: record.at.toISOString(),
  }))
}

/** A run's time, which says the partitions its records are in. */
export interface RunTime {
  id: number
  start: Date
  end: Date | null
}

/** Loads when a run was. Throws NotFoundError for a run that does not exist. */
export async function findRun(db: Db, runId: number): Promise<RunTime> {
  const [run] = await db
    .select({ id: runs.id, start: runs.createdAt, end: runs.finishedAt })
    .from(runs)
    .where(eq(runs.id, runId))
  if (!run) throw new NotFoundError(`There is no run ${runId}.`)
  return run
}

/** Index rows of a run, in its days' partitions only. */
export function ofRun(run: RunTime): SQL | undefined {
  const { from, to } = daysOf(run)
  return and(eq(recordIndex.runId, run.id), gte(recordIndex.day, from), lte(recordIndex.day, to))
}

/**
 * The days whose partitions can hold something of a run. A day more at both ends, because the run's
 * times come from the database's clock and the days from the workers'.
 */
export function daysOf(run: RunTime): { from: string; to: string } {
  return { from: dayOf(run.start, -1), to: dayOf(run.end ?? new Date(), 1) }
}

/** True for texts that begin so, by a range in the bytewise order of the column's index. */
function beginsWith(column: PgColumn, prefix: string): SQL {
  // The last character there is: nothing that goes on after the prefix sorts behind it.
  return sql`(${column} ~>=~ ${prefix} and ${column} ~<~ ${`${prefix}\u{10FFFF}`})`
}

/** True where the text is anywhere in key, name or target id, whatever its case. */
function holds(text: string): SQL | undefined {
  const pattern = `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`
  const { key, name, targetId } = recordIndex
  return or(...[key, name, targetId].map((column) => sql`${column} ilike ${pattern}`))
}

function bounded(limit: number | undefined, usual: number): number {
  return Math.min(Math.max(limit ?? usual, 1), 1_000)
}
