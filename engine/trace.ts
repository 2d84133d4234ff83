import { and, asc, eq, gte, inArray, lte, or } from 'drizzle-orm'
import type { Db } from '#db/client.ts'
import { recordIndex, traceBundles, type Outcome } from '#db/schema/index.ts'
import type { Exchange } from '#nodes/http/exchanges.ts'
import type { JsonObject } from '#nodes/json.ts'
import type { WriteRequest } from '#nodes/rehearsal.ts'
import type { FieldChange } from '#nodes/runner.ts'
import { NotFoundError, type Engine } from './engine.ts'
import { readNodeNames, type NodeNames } from './node-names.ts'
import {
  daysOf,
  findRun,
  NEWEST_FIRST,
  ofRun,
  selectRecords,
  toRecordRows,
  type RecordRow,
  type SelectedRecord,
} from './records.ts'
import { BUNDLE_SIZE, unpackRecord, type BundledRecord } from './run/bundle.ts'
import type { StepTarget } from './run/page.ts'
import type { Would } from './run/would.ts'

/** One record passing one node. A record tried again passes its failing node several times. */
export interface TraceStep {
  nodeId: string
  nodeName: string
  /** The node's kind; blank when the document that ran is gone. */
  kind: string
  outcome: Outcome
  /** The port it left by, where that was not the usual one. */
  port?: string
  input: JsonObject
  /** Null when the record did not go on from here. */
  output: JsonObject | null
  /** Why it was filtered. */
  reason?: string
  /** What the node has to say about a record that went on. */
  note?: string
  error?: {
    class: string
    message: string
    code?: string
    field?: string
    /** Character position of the fault in an expression. */
    position?: number
  }
  /** Requests made, without secrets; one may have served other records of the page too. */
  exchanges: Exchange[]
  /** In a dry run: the fields that the write would change. */
  changes?: FieldChange[]
  /** In a dry run, for sinks: what would happen, at which record, and by which request first. */
  would?: Would
  target?: StepTarget
  request?: WriteRequest
  /** In a test: the output was kept at the node, and nothing was run. */
  pinned?: boolean
  /** In a test: the run whose trace this step was taken from, as nothing has changed since. */
  takenFrom?: number
  /** Instead of `port`: a copy went out by each. */
  ports?: string[]
  /** What was or would be written, where no request shows it. */
  intent?: JsonObject
  /** Milliseconds that the node took for all records it was given together. */
  ms: number
  /** ISO 8601, UTC. */
  at: string
}

/** A record's whole way through a run, automatic tries included, in the order it happened. */
export interface RecordTrace {
  record: RecordRow
  steps: TraceStep[]
}

/** Runs of one key that are shown at most, newest first. */
const RUNS_PER_KEY = 50

/** The trace of a record by its place in a run. Throws NotFoundError where there is no record. */
export async function traceRecord(
  engine: Engine,
  place: { runId: number; page: number; position: number },
): Promise<RecordTrace> {
  const { db } = engine.database
  const { runId, page, position } = place
  const run = await findRun(db, runId)
  const rows = await selectRecords(db)
    .where(and(ofRun(run), eq(recordIndex.page, page), eq(recordIndex.position, position)))
    .limit(1)
  const [trace] = await readTraces(db, rows)
  if (!trace) {
    throw new NotFoundError(`Run ${runId} has no record at page ${page}, position ${position}.`)
  }
  return trace
}

/** The traces of a key through every run of every flow, newest first; none is an empty list. */
export async function traceKey(engine: Engine, key: string): Promise<RecordTrace[]> {
  const { db } = engine.database
  const rows = await selectRecords(db)
    .where(eq(recordIndex.key, key))
    .orderBy(...NEWEST_FIRST)
    .limit(RUNS_PER_KEY)
  return readTraces(db, rows)
}

async function readTraces(db: Db, rows: SelectedRecord[]): Promise<RecordTrace[]> {
  if (rows.length === 0) return []
  const bundles = await readBundles(db, rows)
  const names = await readNodeNames(
    db,
    rows.map(({ record }) => record.runId),
  )
  const records = await toRecordRows(db, rows)
  return Promise.all(
    records.map(async (record, index) => {
      const visits = rows[index] ? visitsOf(rows[index]) : []
      const opened = await Promise.all(
        visits.map(async ([page, position]) => {
          const body = bundles.get(bundleKey(record.runId, page, position))
          return body ? unpackRecord(body, position % BUNDLE_SIZE) : null
        }),
      )
      const steps = opened.flatMap((one) => one?.steps ?? [])
      return { record, steps: steps.map((step) => toStep(step, record.runId, names)) }
    }),
  )
}

/** Every page that the record was on, and where: first as it was read, then each further try. */
function visitsOf({ record }: SelectedRecord): [page: number, position: number][] {
  return [[record.page, record.position], ...(record.retries ?? [])]
}

/** The bundles of all visits of all records, in one query. */
async function readBundles(db: Db, rows: SelectedRecord[]): Promise<Map<string, Buffer>> {
  const wanted = rows.map((row) => {
    const visits = visitsOf(row)
    const { from, to } = daysOf({ id: row.record.runId, start: row.runStart, end: row.runEnd })
    return and(
      eq(traceBundles.runId, row.record.runId),
      gte(traceBundles.day, from),
      lte(traceBundles.day, to),
      or(
        ...visits.map(([page, position]) =>
          and(eq(traceBundles.page, page), eq(traceBundles.bundle, bundleOf(position))),
        ),
      ),
    )
  })
  const found = await db
    .select()
    .from(traceBundles)
    .where(and(inArray(traceBundles.runId, runIdsOf(rows)), or(...wanted)))
    .orderBy(asc(traceBundles.day))
  return new Map(found.map(({ runId, page, bundle, body }) => [`${runId} ${page} ${bundle}`, body]))
}

function runIdsOf(rows: SelectedRecord[]): number[] {
  return [...new Set(rows.map(({ record }) => record.runId))]
}

function bundleOf(position: number): number {
  return Math.floor(position / BUNDLE_SIZE)
}

function bundleKey(runId: number, page: number, position: number): string {
  return `${runId} ${page} ${bundleOf(position)}`
}

/** A record goes no further with these. */
const ENDED: ReadonlySet<Outcome> = new Set(['filtered', 'failed', 'waiting'])

function toStep(step: BundledRecord['steps'][number], runId: number, names: NodeNames): TraceStep {
  const { node, at, payload, output, outcome, ...rest } = step
  const { name, kind } = names.of(runId, node)
  return {
    ...rest,
    nodeId: node,
    nodeName: name,
    kind,
    outcome,
    output: ENDED.has(outcome) ? null : output,
    ...(payload ? { intent: payload } : {}),
    at: new Date(at).toISOString(),
  }
}
