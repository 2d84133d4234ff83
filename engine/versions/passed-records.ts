import { and, asc, desc, eq, gt, gte, inArray, lt, lte, or } from 'drizzle-orm'
import type { Db } from '#db/client.ts'
import { flows, flowVersions, runs, traceBundles } from '#db/schema/index.ts'
import type { JsonObject } from '#nodes/json.ts'
import { publishedCallers } from '../called-flows.ts'
import { expandCalls } from '../compile/expand-calls.ts'
import type { PlanScope } from '../compile/plan.ts'
import { NotFoundError } from '../engine.ts'
import { parseFlowDocument } from '../graph/schema.ts'
import { daysOf } from '../records.ts'
import { BUNDLE_SIZE, unpackBundle, type BundledRecord } from '../run/bundle.ts'

/** A record of a real run, with what arrived of it at the steps of one flow. */
export interface PassedRecord {
  key: string
  runId: number
  page: number
  position: number
  /** The run's own clock. */
  scope: PlanScope
  /** By node id of the flow; where it came to a node twice, what arrived first. */
  arrived: ReadonlyMap<string, JsonObject>
}

/**
 * Records that went through a flow in real runs, newest run first: its own, and those of flows that
 * call it. A few at a time are in memory. Throws NotFoundError for a flow that does not exist.
 */
export async function* passedRecords(db: Db, flowId: string): AsyncGenerator<PassedRecord> {
  const [flow] = await db.select().from(flows).where(eq(flows.id, flowId))
  if (!flow) throw new NotFoundError(`There is no flow "${flowId}".`)
  const callers = await publishedCallers(db, flow.integrationId, flow.lineage)
  const flowIds = [...new Set([flowId, ...callers.map((caller) => caller.flowId)])]
  const ownIds = stepsOf(db, flow)
  let before: number | null = null
  for (;;) {
    const found: Run[] = await runsBefore(db, flowIds, before)
    for (const run of found) {
      const idOf = await ownIds(run)
      for await (const one of bundlesOf(db, run)) yield* toPassed(run, one, idOf)
    }
    const last = found.at(-1)
    if (!last) return
    before = last.id
  }
}

const RUNS_AT_ONCE = 20
const BUNDLES_AT_ONCE = 4

type Run = Pick<typeof runs.$inferSelect, 'id' | 'flowId' | 'version' | 'until'> & {
  createdAt: Date
  finishedAt: Date | null
}

async function runsBefore(
  db: Db,
  flowIds: readonly string[],
  before: number | null,
): Promise<Run[]> {
  const { id, flowId, version, until, createdAt, finishedAt } = runs
  return db
    .select({ id, flowId, version, until, createdAt, finishedAt })
    .from(runs)
    .where(
      and(
        inArray(runs.flowId, [...flowIds]),
        eq(runs.dryRun, false),
        before === null ? undefined : lt(runs.id, before),
      ),
    )
    .orderBy(desc(runs.id))
    .limit(RUNS_AT_ONCE)
}

/** Gives, for a run, how the flow's own nodes are called in its traces; each version is read once. */
function stepsOf(db: Db, flow: { id: string; lineage: string }) {
  const known = new Map<string, ReadonlyMap<string, string>>()
  return async (run: Run): Promise<(traced: string) => string | undefined> => {
    if (run.flowId === flow.id) return (traced) => traced
    const version = `${run.flowId} ${run.version}`
    const ids = known.get(version) ?? (await calledSteps(db, run, flow.lineage))
    known.set(version, ids)
    return (traced) => ids.get(traced)
  }
}

async function calledSteps(db: Db, run: Run, lineage: string): Promise<Map<string, string>> {
  const [row] = await db
    .select({ document: flowVersions.document })
    .from(flowVersions)
    .where(and(eq(flowVersions.flowId, run.flowId), eq(flowVersions.number, run.version)))
  if (!row) return new Map()
  const { origins } = expandCalls(parseFlowDocument(row.document))
  return new Map(
    [...origins].flatMap(([traced, { flow, nodeId }]) =>
      flow.lineage === lineage ? [[traced, nodeId]] : [],
    ),
  )
}

interface OpenBundle {
  page: number
  bundle: number
  records: BundledRecord[]
}

async function* bundlesOf(db: Db, run: Run): AsyncGenerator<OpenBundle> {
  const { from, to } = daysOf({ id: run.id, start: run.createdAt, end: run.finishedAt })
  const { day, runId, page, bundle } = traceBundles
  let last: { page: number; bundle: number } | null = null
  for (;;) {
    const rows: { page: number; bundle: number; body: Buffer }[] = await db
      .select({ page, bundle, body: traceBundles.body })
      .from(traceBundles)
      .where(
        and(
          ...[eq(runId, run.id), gte(day, from), lte(day, to)],
          last
            ? or(gt(page, last.page), and(eq(page, last.page), gt(bundle, last.bundle)))
            : undefined,
        ),
      )
      .orderBy(asc(page), asc(bundle))
      .limit(BUNDLES_AT_ONCE)
    for (const row of rows) yield { ...row, records: await unpackBundle(row.body) }
    last = rows.at(-1) ?? null
    if (!last) return
  }
}

function* toPassed(
  run: Run,
  { page, bundle, records }: OpenBundle,
  idOf: (traced: string) => string | undefined,
): Generator<PassedRecord> {
  const scope = { now: run.until ?? run.createdAt, seed: `run ${run.id}` }
  for (const [index, { key, steps }] of records.entries()) {
    const arrived = new Map<string, JsonObject>()
    for (const { node, input } of steps) {
      const id = idOf(node)
      if (id !== undefined && !arrived.has(id)) arrived.set(id, input)
    }
    if (arrived.size === 0) continue
    yield { key, runId: run.id, page, position: bundle * BUNDLE_SIZE + index, scope, arrived }
  }
}
