import { and, eq, inArray } from 'drizzle-orm'
import { flowDrafts, flows, flowVersions, integrations, runs } from '#db/schema/index.ts'
import { isJsonObject } from '#nodes/json.ts'
import { withCalledFlows } from './called-flows.ts'
import { compile } from './compile/compile.ts'
import { NotFoundError, type Engine } from './engine.ts'
import type { Problem } from './graph/problem.ts'
import { parseFlowDocument, type FlowDocument } from './graph/schema.ts'
import { activate, finishIfComplete } from './queue/finish.ts'
import { OVERLAP_MS, type RunOptions } from './queue/options.ts'
import { storeGiven } from './queue/page-items.ts'
import { PAGE_SIZE } from './queue/worker-context.ts'
import { prepareTest, type TestedDraft, type TestRequest } from './try/prepare-test.ts'

export interface StartRequest {
  flowId: string
  trigger: 'manual' | 'schedule' | 'webhook'
  dryRun?: boolean
  /** Run the draft instead of the published version; dry runs only. */
  draft?: boolean
  /** Read what changed since then instead of since the flow's cursor. */
  since?: Date | null
  ids?: readonly string[]
  /** Read no more records than these; for dry runs. */
  limit?: number
  /** Tests of the draft: records to put in at a node instead of reading a source. */
  samples?: TestRequest['samples']
  /** Tests of the draft: run to here, the id of the last node. */
  until?: string
  /** Tests of the draft: the run of the test before, whose unchanged steps are taken over. */
  after?: number
  /** With the trigger `webhook`: take the events that are held as well. */
  held?: boolean
  userId?: string | null
}

export type Started =
  { ok: true; runId: number; coalesced: boolean } | { ok: false; problems: Problem[] }

/**
 * Starts a run: one transaction writes the run and sends its job. One run of a flow is active at a
 * time; another waits behind it, and a trigger that asks for the same as one already waiting joins
 * that one. A flow that does not compile does not run: its problems come back instead.
 */
export async function startRun(engine: Engine, request: StartRequest): Promise<Started> {
  const { database, boss } = engine
  return database.db.transaction(async (tx): Promise<Started> => {
    const [row] = await tx
      .select({ flow: flows, integration: integrations })
      .from(flows)
      .innerJoin(integrations, eq(integrations.id, flows.integrationId))
      .where(eq(flows.id, request.flowId))
      .for('no key update', { of: flows })
    if (!row) throw new NotFoundError(`There is no flow "${request.flowId}".`)
    const { flow } = row
    const draft = request.draft === true && request.dryRun === true
    const version = flow.publishedVersion ?? 0
    if (!draft && flow.publishedVersion === null) return { ok: false, problems: [NOT_PUBLISHED] }
    const written = await loadDocument(tx, flow.id, draft ? null : version)
    const document = draft ? await withCalledFlows(tx, flow.integrationId, written) : written
    const shared = isJsonObject(row.integration.settings) ? row.integration.settings : {}
    if (draft) {
      const { stripeConnectionId, netsuiteConnectionId } = row.integration
      const connections = [stripeConnectionId, netsuiteConnectionId]
      const flowId = flow.id
      const test = { flowId, document, settings: shared, connections }
      return startTest(tx, boss, { flow, test, request })
    }
    const compiled = compile(document, { settings: shared })
    if (!compiled.ok) return compiled

    const options: RunOptions = {
      ...(request.since ? { since: request.since.toISOString() } : {}),
      ...(request.ids ? { ids: [...request.ids] } : {}),
      ...(request.limit && request.dryRun ? { limit: request.limit } : {}),
      ...(request.held ? { held: true } : {}),
    }
    const active = await tx
      .select({
        id: runs.id,
        state: runs.state,
        options: runs.options,
        trigger: runs.trigger,
      })
      .from(runs)
      .where(
        and(
          eq(runs.flowId, flow.id),
          inArray(runs.state, ['queued', 'running']),
          eq(runs.dryRun, false),
        ),
      )
    const dryRun = request.dryRun ?? false
    const isTold = request.trigger === 'webhook'
    const same = active.find(
      (run) =>
        run.state === 'queued' &&
        // What is told and what is read are two things.
        (run.trigger === 'webhook') === isTold &&
        JSON.stringify(run.options) === JSON.stringify(options),
    )
    if (same && !dryRun) return { ok: true, runId: same.id, coalesced: true }
    const [run] = await tx
      .insert(runs)
      .values({
        flowId: flow.id,
        version,
        trigger: request.trigger,
        dryRun,
        options,
        since: request.ids || isTold ? null : (request.since ?? overlapped(flow.cursor)),
        requestedBy: request.userId ?? null,
      })
      .returning({ id: runs.id })
    if (!run) throw new Error('The run could not be stored.')
    if (dryRun || active.length === 0) await activate(tx, boss, run.id)
    return { ok: true, runId: run.id, coalesced: false }
  })
}

const NOT_PUBLISHED: Problem = {
  severity: 'error',
  code: 'not-published',
  node: null,
  field: null,
  position: null,
  message: 'The flow has never been published. Publish it, then run it.',
}

/** Starts a test of the draft: a dry run of what is asked for of it, beside all other runs. */
async function startTest(
  tx: Tx,
  boss: Engine['boss'],
  start: { flow: typeof flows.$inferSelect; test: TestedDraft; request: StartRequest },
): Promise<Started> {
  const { flow, test, request } = start
  const prepared = await prepareTest(tx, test, request)
  if (!prepared.ok) return prepared
  const { options, items, reads, clock } = prepared
  const since = options.since ? new Date(options.since) : overlapped(flow.cursor)
  const [run] = await tx
    .insert(runs)
    .values({
      ...{ flowId: flow.id, version: flow.publishedVersion ?? 0, trigger: request.trigger },
      ...{ dryRun: true, options, document: test.document },
      since: options.ids || options.newest || !reads ? null : since,
      until: clock,
      sourceDone: !reads,
      read: items.length,
      pages: Math.ceil(items.length / PAGE_SIZE),
      requestedBy: request.userId ?? null,
    })
    .returning({ id: runs.id })
  if (!run) throw new Error('The run could not be stored.')
  await storeGiven(tx, run.id, items)
  await activate(tx, boss, run.id)
  if (!reads && items.length === 0) await finishIfComplete(tx, boss, run.id)
  return { ok: true, runId: run.id, coalesced: false }
}

type Tx = Parameters<Parameters<Engine['database']['db']['transaction']>[0]>[0]

async function loadDocument(tx: Tx, flowId: string, version: number | null): Promise<FlowDocument> {
  const [row] =
    version === null
      ? await tx
          .select({ document: flowDrafts.document })
          .from(flowDrafts)
          .where(eq(flowDrafts.flowId, flowId))
      : await tx
          .select({ document: flowVersions.document })
          .from(flowVersions)
          .where(and(eq(flowVersions.flowId, flowId), eq(flowVersions.number, version)))
  if (!row) throw new NotFoundError(`Flow "${flowId}" has no version ${version}.`)
  return parseFlowDocument(row.document)
}

function overlapped(cursor: Date | null): Date | null {
  return cursor && new Date(cursor.getTime() - OVERLAP_MS)
}
