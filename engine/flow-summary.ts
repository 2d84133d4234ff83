import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import type { Db } from '#db/client.ts'
import { flowDrafts, flows, flowVersions, recordErrors } from '#db/schema/index.ts'
import type { FlowDocument } from './graph/schema.ts'
import { heldEvents, missedEvents, readListens } from './queue/deliveries.ts'
import { lastRuns, type RunSnapshot } from './runs.ts'
import { findTemplate } from './templates.ts'

export interface FlowSummary {
  id: string
  name: string
  integrationId: string
  enabled: boolean
  publishedVersion: number | null
  templateId: string | null
  /** A newer version of its template: the draft's, and the newest. Null when it is up to date. */
  update: { from: number; to: number } | null
  schedule: FlowDocument['schedule']
  lastRun: RunSnapshot | null
  openErrors: number
  hasUnpublishedChanges: boolean
  /** It has nothing that starts it by itself: other flows call it. */
  onlyCalled: boolean
  /** The webhooks that the published version takes, such as `stripe:invoice.paid`. */
  listens: string[]
  /** Webhook events that came while it was disabled, or that a run which failed has left. */
  heldEvents: number
  /** Changes of the last day that its runs found although a webhook should have told of them. */
  missedEvents: number
}

/** The draft says something else than the published version; nothing is published yet either. */
const differsFromPublished = sql<boolean>`${flowVersions.document} is null
  or ${flowDrafts.document}::jsonb - 'called' <> ${flowVersions.document}::jsonb - 'called'`

/** Whether the draft of a flow has changes that are not published; false for a flow that is gone. */
export async function hasUnpublishedChanges(db: Db, flowId: string): Promise<boolean> {
  const [row] = await db
    .select({ differs: differsFromPublished })
    .from(flows)
    .innerJoin(flowDrafts, eq(flowDrafts.flowId, flows.id))
    .leftJoin(flowVersions, isPublishedVersion())
    .where(eq(flows.id, flowId))
  return row?.differs ?? false
}

function isPublishedVersion() {
  return and(eq(flowVersions.flowId, flows.id), eq(flowVersions.number, flows.publishedVersion))
}

/** All flows by name, or the one, each with its last run, in a fixed number of queries. */
export async function flowSummaries(db: Db, flowId?: string): Promise<FlowSummary[]> {
  const rows = await db
    .select({
      flow: flows,
      schedule: sql<unknown>`${flowDrafts.document} -> 'schedule'`,
      templateVersion: sql<
        number | null
      >`(${flowDrafts.document} -> 'template' ->> 'version')::int`,
      callable: sql<boolean>`exists (select from json_array_elements(${flowDrafts.document} -> 'nodes')
        as node where node ->> 'kind' = 'flow.start')`,
      changed: differsFromPublished,
    })
    .from(flows)
    .innerJoin(flowDrafts, eq(flowDrafts.flowId, flows.id))
    .leftJoin(flowVersions, isPublishedVersion())
    .where(flowId === undefined ? undefined : eq(flows.id, flowId))
    .orderBy(asc(flows.name))
  const ids = rows.map(({ flow }) => flow.id)
  if (ids.length === 0) return []
  const runs = new Map((await lastRuns(db, ids)).map((run) => [run.flowId, run]))
  const open = await db
    .select({ flowId: recordErrors.flowId, count: sql<number>`count(*)::int` })
    .from(recordErrors)
    .where(and(inArray(recordErrors.flowId, ids), eq(recordErrors.state, 'open')))
    .groupBy(recordErrors.flowId)
  const errors = new Map(open.map((row) => [row.flowId, row.count]))
  const held = await heldEvents(db, ids)
  const missed = await missedEvents(db, ids)
  return rows.map(({ flow, templateVersion, schedule, callable, changed }) => ({
    id: flow.id,
    name: flow.name,
    integrationId: flow.integrationId,
    enabled: flow.enabled,
    publishedVersion: flow.publishedVersion,
    templateId: flow.templateId,
    update: updateOf(flow.templateId, templateVersion),
    schedule: scheduleOf(schedule),
    lastRun: runs.get(flow.id) ?? null,
    openErrors: errors.get(flow.id) ?? 0,
    hasUnpublishedChanges: changed,
    onlyCalled: callable && scheduleOf(schedule) === null && readListens(flow.listens).length === 0,
    listens: readListens(flow.listens).map(({ name }) => name),
    heldEvents: held.get(flow.id) ?? 0,
    missedEvents: missed.get(flow.id) ?? 0,
  }))
}

function updateOf(templateId: string | null, from: number | null): FlowSummary['update'] {
  const newest = templateId === null ? undefined : findTemplate(templateId)
  if (!newest || from === null || newest.version <= from) return null
  return { from, to: newest.version }
}

function scheduleOf(value: unknown): FlowDocument['schedule'] {
  if (typeof value !== 'object' || value === null) return null
  if (!('cron' in value) || !('timeZone' in value)) return null
  return { cron: String(value.cron), timeZone: String(value.timeZone) }
}
