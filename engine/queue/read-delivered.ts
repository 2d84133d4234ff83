import { and, asc, eq, inArray, lte, sql } from 'drizzle-orm'
import { z } from 'zod'
import { connections, inbox, inboxDeliveries } from '#db/schema/index.ts'
import type { Json } from '#nodes/json.ts'
import type { SourceContext, SourceRecord, SourceRunner, ToldEvent } from '#nodes/runner.ts'
import type { PlanScope, PlanStep } from '../compile/plan.ts'
import { heardAs, listeningOf, listenName } from '../listening.ts'
import { unpackHint } from './inbox-hint.ts'
import { readOptions } from './options.ts'
import type { PlannedRun } from './plan.ts'
import { scopeOf } from './run-clock.ts'
import { PAGE_SIZE, type WorkerContext } from './worker-context.ts'

/** A record that was read, with the source it comes from. */
export interface ReadRecord extends SourceRecord {
  source: string
  /** What it is known by where a run lets each record through once; null = it cannot come twice. */
  once: string | null
}

/** A page of what webhooks told. */
export interface DeliveredPage {
  records: ReadRecord[]
  skipped: { key: string; reason: string }[]
  /** Events that are on this page. */
  inboxIds: number[]
  /** Null when nothing is left of what the run set out to take. */
  next: Json
}

interface Delivered {
  planned: PlannedRun
  cursor: Json
  runnerOf: (step: PlanStep) => SourceRunner
  contextOf: (step: PlanStep) => SourceContext<unknown>
}

/** Events looked at for one page: many may be about one object. */
const EVENTS_PER_PAGE = 5 * PAGE_SIZE

/**
 * Makes a page of what webhooks told a flow. A run takes what was due when it began and nothing
 * newer: an object that changes again while the run is at work is told of again, and that is for the
 * next run, since this one may have fetched the object already.
 */
export async function readDelivered(
  worker: WorkerContext,
  { planned, cursor, runnerOf, contextOf }: Delivered,
): Promise<DeliveredPage> {
  const bounds = BOUNDS.parse(cursor) ?? (await boundsNow(worker, planned))
  const rows = await dueWithin(worker, planned, bounds)
  const chosen = firstObjects(rows)
  const page: DeliveredPage = {
    records: [],
    skipped: [],
    inboxIds: chosen.map(({ inboxId }) => inboxId),
    next: chosen.length < rows.length || rows.length === EVENTS_PER_PAGE ? { ...bounds } : null,
  }
  const scope = scopeOf(planned.run)
  const heard = new Set<Row>()
  for (const step of sourcesOf(planned)) {
    const own = chosen.filter((row) => isFor(step, scope, row))
    for (const row of own) heard.add(row)
    const runner = runnerOf(step)
    if (own.length === 0 || !runner.take) continue
    const told = own.map((row) => row.told)
    const taken = await runner.take(step.bind(scope), told, contextOf(step))
    page.skipped.push(...(taken.skipped ?? []))
    for (const record of taken.records) {
      const once = runner.mayRepeat ? record.key : `${step.id} ${record.key}`
      page.records.push({ ...record, source: step.id, once })
    }
  }
  const unheard = chosen.filter((row) => !heard.has(row))
  page.skipped.push(
    ...unheard.map(({ told }) => ({
      key: told.id,
      reason: `The flow does not listen for ${told.type} any more.`,
    })),
  )
  return page
}

/** What a run has set out to take: up to this event, and due by this moment of the database's clock. */
const BOUNDS = z.object({ upTo: z.number(), dueBy: z.string() }).nullable()

type Bounds = NonNullable<z.infer<typeof BOUNDS>>

interface Row {
  inboxId: number
  system: 'stripe' | 'netsuite'
  told: ToldEvent
}

async function boundsNow(worker: WorkerContext, { run }: PlannedRun): Promise<Bounds> {
  const { db } = worker.engine.database
  const [row] = await db
    .select({
      upTo: sql<number>`coalesce(max(${inboxDeliveries.inboxId}), 0)::float8`,
      // As text: a date of JavaScript would lose the microseconds, and an event with them.
      dueBy: sql<string>`now()::text`,
    })
    .from(inboxDeliveries)
    .where(and(eq(inboxDeliveries.flowId, run.flowId), inArray(inboxDeliveries.state, states(run))))
  return { upTo: row?.upTo ?? 0, dueBy: row?.dueBy ?? 'now' }
}

async function dueWithin(
  worker: WorkerContext,
  { run }: PlannedRun,
  bounds: Bounds,
): Promise<Row[]> {
  const rows = await worker.engine.database.db
    .select({
      inboxId: inboxDeliveries.inboxId,
      system: connections.system,
      id: inbox.eventId,
      type: inbox.type,
      hint: inbox.objectId,
    })
    .from(inboxDeliveries)
    .innerJoin(inbox, eq(inbox.id, inboxDeliveries.inboxId))
    .innerJoin(connections, eq(connections.id, inbox.connectionId))
    .where(
      and(
        eq(inboxDeliveries.flowId, run.flowId),
        inArray(inboxDeliveries.state, states(run)),
        lte(inboxDeliveries.inboxId, bounds.upTo),
        sql`${inboxDeliveries.notBefore} <= ${bounds.dueBy}::timestamptz`,
      ),
    )
    .orderBy(asc(inboxDeliveries.inboxId))
    .limit(EVENTS_PER_PAGE)
  return rows.map(({ inboxId, system, id, type, hint }) => ({
    inboxId,
    system,
    told: { id, type, ...unpackHint(hint) },
  }))
}

function states(run: PlannedRun['run']): ('waiting' | 'held')[] {
  return readOptions(run.options).held ? ['waiting', 'held'] : ['waiting']
}

/** The events of the first objects, as many as fit on a page, with all that is told of each. */
function firstObjects(rows: readonly Row[]): Row[] {
  const objects = new Set<string>()
  return rows.filter(({ told }) => {
    const object = `${told.object} ${told.objectId}`
    if (objects.size < PAGE_SIZE) objects.add(object)
    return objects.has(object)
  })
}

function sourcesOf({ plan }: PlannedRun): PlanStep[] {
  return plan.sources.flatMap((id) => plan.steps.find((step) => step.id === id) ?? [])
}

function isFor(step: PlanStep, scope: PlanScope, { system, told }: Row): boolean {
  if (step.kind.system !== system) return false
  const names = heardAs(system, told.type)
  const types = listeningOf(step, scope)?.types ?? []
  return types.some((type) => names.includes(listenName(system, type)))
}
