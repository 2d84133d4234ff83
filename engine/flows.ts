import { and, desc, eq, sql } from 'drizzle-orm'
import type { Db } from '#db/client.ts'
import { flowDrafts, flows, flowVersions, integrations, users } from '#db/schema/index.ts'
import type { JsonObject } from '#nodes/json.ts'
import { audit } from './audit.ts'
import { publishedCallers, withCalledFlows } from './called-flows.ts'
import { compile } from './compile/compile.ts'
import type { Plan } from './compile/plan.ts'
import { NotFoundError, type Engine } from './engine.ts'
import { flowSummaries, hasUnpublishedChanges, type FlowSummary } from './flow-summary.ts'
import type { Problem } from './graph/problem.ts'
import { parseFlowDocument, type FlowDocument } from './graph/schema.ts'
import { keepTemplateBase } from './install/template-base.ts'
import { listensOf } from './listening.ts'
import { runMappingTests, testProblems } from './mapping-tests.ts'
import { SCHEDULE_QUEUE } from './queue/boss.ts'
import { holdWaiting, releaseHeld } from './queue/deliveries.ts'
import { sharedSettings } from './integration-settings.ts'

/** All flows by name, each with its last run and its open errors, in a fixed number of queries. */
export async function listFlows(engine: Engine): Promise<FlowSummary[]> {
  return flowSummaries(engine.database.db)
}

export interface LoadedFlow {
  flow: FlowSummary
  document: FlowDocument
  revision: number
  /** What the integration's flows share; the document's own values go over them. */
  sharedSettings: JsonObject
  problems: Problem[]
}

/** A flow's draft with everything the designer needs. */
export async function loadFlow(engine: Engine, flowId: string): Promise<LoadedFlow> {
  const { db } = engine.database
  const [flow] = await flowSummaries(db, flowId)
  const [draft] = await db.select().from(flowDrafts).where(eq(flowDrafts.flowId, flowId))
  if (!flow || !draft) throw new NotFoundError(`There is no flow "${flowId}".`)
  const document = await withCalledFlows(db, flow.integrationId, parseFlowDocument(draft.document))
  const shared = await sharedSettings(db, flow.integrationId)
  const { problems } = compile(document, { settings: shared })
  return { flow, document, revision: draft.revision, sharedSettings: shared, problems }
}

/** Whether what the designer shows is something else than what runs. */
export function isEdited(engine: Engine, flowId: string): Promise<boolean> {
  return hasUnpublishedChanges(engine.database.db, flowId)
}

/** The id of the flow with this id or name. */
export async function findFlow(engine: Engine, idOrName: string): Promise<string> {
  const all = await engine.database.db.select({ id: flows.id, name: flows.name }).from(flows)
  const exact = all.find((flow) => flow.id === idOrName)
  if (exact) return exact.id
  const named = all.filter((flow) => flow.name.toLowerCase() === idOrName.toLowerCase())
  if (named.length === 1 && named[0]) return named[0].id
  const known = all.map((flow) => flow.id).join(', ')
  throw new NotFoundError(
    named.length > 1
      ? `Several flows are called "${idOrName}". Use an id: ${named.map((one) => one.id).join(', ')}.`
      : `There is no flow "${idOrName}". Flows: ${known || 'none yet'}.`,
  )
}

export interface NewFlow {
  integrationId: string
  document: FlowDocument
  /** Another name than the document's. */
  name?: string
  userId?: string | null
}

/** Stores a new flow with its first draft; it is neither published nor enabled. */
export async function createFlow(engine: Engine, fresh: NewFlow): Promise<{ flowId: string }> {
  const document = { ...fresh.document, name: fresh.name ?? fresh.document.name, called: {} }
  return engine.database.db.transaction(async (tx) => {
    const [integration] = await tx
      .select({ id: integrations.id })
      .from(integrations)
      .where(eq(integrations.id, fresh.integrationId))
    if (!integration) throw new NotFoundError(`There is no integration "${fresh.integrationId}".`)
    const flowId = await freeId(tx, fresh.name ?? document.template?.id ?? document.name)
    await tx.insert(flows).values({
      id: flowId,
      integrationId: fresh.integrationId,
      name: document.name,
      lineage: crypto.randomUUID(),
      templateId: document.template?.id ?? null,
      templateVersion: document.template?.version ?? null,
    })
    const updatedBy = fresh.userId ?? null
    await tx.insert(flowDrafts).values({ flowId, document, updatedBy })
    await keepTemplateBase(tx, flowId, document)
    await audit(tx, {
      userId: updatedBy,
      action: 'flow.create',
      subject: { type: 'flow', id: flowId },
    })
    return { flowId }
  })
}

/**
 * Stores a flow from a file. Throws FlowDocumentError with the path of each fault, and stores
 * nothing then.
 */
export async function importFlow(
  engine: Engine,
  imported: { integrationId: string; document: unknown; userId?: string | null },
): Promise<{ flowId: string }> {
  return createFlow(engine, { ...imported, document: parseFlowDocument(imported.document) })
}

export type Published = { ok: true; version: number } | { ok: false; problems: Problem[] }

/**
 * Freezes the draft as the next version, which runs execute from now on. Not with an error in it, not
 * while one of its mapping tests fails, and not when a flow that calls this one could no longer run: callers are published anew with it.
 */
export async function publishFlow(
  engine: Engine,
  publish: { flowId: string; note?: string; userId?: string | null },
): Promise<Published> {
  const { flowId } = publish
  const publishing = engine.database.db.transaction(async (tx): Promise<Published> => {
    const [flow] = await tx.select().from(flows).where(eq(flows.id, flowId)).for('no key update')
    const [draft] = await tx.select().from(flowDrafts).where(eq(flowDrafts.flowId, flowId))
    if (!flow || !draft) throw new NotFoundError(`There is no flow "${flowId}".`)
    const document = await withCalledFlows(
      tx,
      flow.integrationId,
      parseFlowDocument(draft.document),
    )
    const settings = await sharedSettings(tx, flow.integrationId)
    const compiled = compile(document, { settings })
    if (!compiled.ok) return compiled
    const failing = testProblems(document, await runMappingTests(document, settings))
    if (failing.length > 0) return { ok: false, problems: [...compiled.problems, ...failing] }
    const userId = publish.userId ?? null
    const note = publish.note ?? ''
    const { plan } = compiled
    const version = await storeVersion(tx, { flowId, document, plan, note, userId })
    const callers = await publishedCallers(tx, flow.integrationId, flow.lineage)
    for (const caller of callers) {
      if (caller.flowId === flowId) continue
      const renewed = await withCalledFlows(tx, flow.integrationId, caller.document)
      const compiled = compile(renewed, { settings })
      if (!compiled.ok) throw new BrokenCaller(renewed.name, compiled.problems)
      const note = `Calls version ${version} of "${document.name}".`
      const { plan } = compiled
      await storeVersion(tx, { flowId: caller.flowId, document: renewed, plan, note, userId })
    }
    return { ok: true, version }
  })
  const published = await publishing.catch((thrown: unknown): Published => {
    if (thrown instanceof BrokenCaller) return { ok: false, problems: thrown.problems }
    throw thrown
  })
  if (published.ok) await applySchedule(engine, flowId)
  return published
}

/** A flow that calls the one being published would not run any more: nothing is stored. */
class BrokenCaller extends Error {
  readonly problems: Problem[]

  constructor(name: string, problems: Problem[]) {
    super(name)
    this.problems = problems.map((problem) => ({
      ...problem,
      ...{ node: null, field: null, position: null },
      message: `"${name}", which calls this flow, could no longer run. ${problem.message}`,
    }))
  }
}

async function storeVersion(
  tx: Db,
  publish: {
    flowId: string
    document: FlowDocument
    plan: Plan
    note: string
    userId: string | null
  },
): Promise<number> {
  const { flowId, document, plan, note, userId } = publish
  const [newest] = await tx
    .select({ number: flowVersions.number })
    .from(flowVersions)
    .where(eq(flowVersions.flowId, flowId))
    .orderBy(desc(flowVersions.number))
    .limit(1)
  const version = (newest?.number ?? 0) + 1
  await tx
    .insert(flowVersions)
    .values({ flowId, number: version, document, note, publishedBy: userId })
  await tx
    .update(flows)
    .set({ publishedVersion: version, listens: listensOf(plan), updatedAt: sql`now()` })
    .where(eq(flows.id, flowId))
  await audit(tx, {
    userId,
    action: 'flow.publish',
    subject: { type: 'flow', id: flowId },
    change: { version: [newest?.number ?? null, version], note },
  })
  return version
}

/**
 * Switches a flow's schedule and its webhooks on or off; it can be run by hand either way. What webhooks
 * tell a disabled flow is held, and goes to it when it is enabled again.
 */
export async function setEnabled(
  engine: Engine,
  change: { flowId: string; enabled: boolean; userId?: string | null },
): Promise<void> {
  const { flowId, enabled } = change
  await engine.database.db.transaction(async (tx) => {
    const updated = await tx
      .update(flows)
      .set({ enabled, updatedAt: sql`now()` })
      .where(eq(flows.id, flowId))
      .returning({ id: flows.id })
    if (updated.length === 0) throw new NotFoundError(`There is no flow "${flowId}".`)
    if (enabled) await releaseHeld(tx, engine.boss, flowId)
    else await holdWaiting(tx, flowId)
    await audit(tx, {
      userId: change.userId ?? null,
      action: enabled ? 'flow.enable' : 'flow.disable',
      subject: { type: 'flow', id: flowId },
    })
  })
  await applySchedule(engine, flowId)
}

export interface VersionSummary {
  number: number
  note: string
  publishedAt: string
  publishedBy: string | null
}

/** Published versions, newest first; `publishedBy` is a name. */
export async function listVersions(engine: Engine, flowId: string): Promise<VersionSummary[]> {
  const rows = await engine.database.db
    .select({ version: flowVersions, name: users.name })
    .from(flowVersions)
    .leftJoin(users, eq(users.id, flowVersions.publishedBy))
    .where(eq(flowVersions.flowId, flowId))
    .orderBy(desc(flowVersions.number))
  return rows.map(({ version, name }) => ({
    number: version.number,
    note: version.note,
    publishedAt: version.publishedAt.toISOString(),
    publishedBy: name,
  }))
}

export async function loadVersion(
  engine: Engine,
  flowId: string,
  number: number,
): Promise<FlowDocument> {
  const [row] = await engine.database.db
    .select({ document: flowVersions.document })
    .from(flowVersions)
    .where(and(eq(flowVersions.flowId, flowId), eq(flowVersions.number, number)))
  if (!row) throw new NotFoundError(`Flow "${flowId}" has no version ${number}.`)
  return parseFlowDocument(row.document)
}

/** Joins an enabled flow's published schedule to the queue's clock, or takes it off. */
async function applySchedule(engine: Engine, flowId: string): Promise<void> {
  const { boss, database } = engine
  const [flow] = await database.db.select().from(flows).where(eq(flows.id, flowId))
  const version = flow?.publishedVersion ?? null
  const schedule =
    flow?.enabled && version !== null ? (await loadVersion(engine, flowId, version)).schedule : null
  if (schedule) {
    const { cron, timeZone } = schedule
    await boss.schedule(SCHEDULE_QUEUE, cron, { flowId }, { key: flowId, tz: timeZone })
  } else {
    await boss.unschedule(SCHEDULE_QUEUE, flowId)
  }
}

/** A readable id made from a name or a template's id: `My invoices → NetSuite` → `my-invoices-to-netsuite`. */
async function freeId(tx: Db, name: string): Promise<string> {
  const slug =
    name
      .toLowerCase()
      .replaceAll('→', ' to ')
      .normalize('NFKD')
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-+|-+$/g, '')
      .slice(0, 60) || 'flow'
  const others = await tx.select({ id: flows.id }).from(flows)
  // /flows/search is a screen of its own.
  const taken = new Set(['search', ...others.map((flow) => flow.id)])
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? slug : `${slug}-${number}`
    if (!taken.has(id)) return id
  }
}
