import { and, desc, eq, getTableColumns, inArray, lt, sql } from 'drizzle-orm'
import { flows, recordErrors } from '#db/schema/index.ts'
import { storable } from '#db/text.ts'
import type { Exchange } from '#nodes/http/exchanges.ts'
import type { System } from '#nodes/kind.ts'
import { audit } from './audit.ts'
import type { Engine } from './engine.ts'
import { readNodeNames } from './node-names.ts'
import { exchangeSchema } from './run/bundle.ts'

/**
 * `waiting` is for another record, by itself; `open` for a person; `retrying` is tried again now or by
 * itself; `resolved` is over.
 */
export type ErrorState = 'waiting' | 'open' | 'retrying' | 'resolved'

/** A record that could not go on, as lists show it. */
export interface ErrorRow {
  id: number
  flowId: string
  flowName: string
  /** With `page` and `position`: where the trace of its last try is. */
  runId: number
  page: number
  position: number
  nodeId: string
  nodeName: string
  recordKey: string
  recordName: string | null
  /** Whose fault it is; see ERROR_CLASSES in nodes/errors.ts. */
  class: string
  code: string | null
  /** What is wrong and what to do, as a sentence. */
  message: string
  field: string | null
  /** The request that was refused and its answer, without secrets. */
  exchange: Exchange | null
  state: ErrorState
  /** The record that has to come to the other system first; null for errors that do not wait. */
  waitsFor: { system: System; id: string } | null
  /** Since when it waits; ISO 8601, UTC. */
  waitingSince: string | null
  tries: number
  /** Of the last try; ISO 8601, UTC. */
  occurredAt: string
  /** The same for errors of the same pattern, so that they can be shown and resolved together. */
  fingerprint: string
  /** How it was resolved; null while it is not. */
  resolution: string | null
}

/** Errors, newest first, by default 100; `after` = the id of the last one of the page before. */
export async function listErrors(
  engine: Engine,
  filter: {
    flowId?: string
    state?: ErrorState
    runId?: number
    limit?: number
    after?: number
  } = {},
): Promise<ErrorRow[]> {
  const { db } = engine.database
  // The record itself is large, and needed for trying again only.
  const { record: _record, ...columns } = getTableColumns(recordErrors)
  const rows = await db
    .select({ error: columns, flowName: flows.name })
    .from(recordErrors)
    .innerJoin(flows, eq(flows.id, recordErrors.flowId))
    .where(
      and(
        filter.flowId ? eq(recordErrors.flowId, filter.flowId) : undefined,
        filter.state ? eq(recordErrors.state, filter.state) : undefined,
        filter.runId ? eq(recordErrors.runId, filter.runId) : undefined,
        filter.after ? lt(recordErrors.id, filter.after) : undefined,
      ),
    )
    .orderBy(desc(recordErrors.id))
    .limit(Math.min(Math.max(filter.limit ?? 100, 1), 1_000))
  const names = await readNodeNames(
    db,
    rows.map(({ error }) => error.runId),
  )
  return rows.map(({ error, flowName }) => ({
    id: error.id,
    flowId: error.flowId,
    flowName,
    runId: error.runId,
    page: error.page,
    position: error.position,
    nodeId: error.nodeId,
    nodeName: names.of(error.runId, error.nodeId).name,
    recordKey: error.recordKey,
    recordName: error.recordName,
    class: error.class,
    code: error.code,
    message: error.message,
    field: error.field,
    exchange: exchangeSchema.safeParse(error.exchange).data ?? null,
    state: error.state,
    waitsFor:
      error.waitSystem && error.waitId ? { system: error.waitSystem, id: error.waitId } : null,
    waitingSince: error.waitId ? (error.waitingSince?.toISOString() ?? null) : null,
    tries: error.tries,
    occurredAt: error.occurredAt.toISOString(),
    fingerprint: error.fingerprint,
    resolution: error.resolution,
  }))
}

/**
 * Marks errors as dealt with, without trying their records again. `resolution` says how, such as
 * "Booked by hand as INV-1042"; it is kept with the error and in the audit log. Errors that are
 * resolved already, and ids that do not exist, stay as they are.
 */
export async function resolveErrors(
  engine: Engine,
  request: { ids: readonly number[]; resolution: string; userId?: string | null },
): Promise<void> {
  if (request.ids.length === 0) return
  const resolution = storable(request.resolution.trim()) || 'Resolved by hand.'
  const userId = request.userId ?? null
  await engine.database.db.transaction(async (tx) => {
    const resolved = await tx
      .update(recordErrors)
      .set({ state: 'resolved', resolvedAt: sql`now()`, resolvedBy: userId, resolution })
      .where(
        and(
          inArray(recordErrors.id, [...request.ids]),
          inArray(recordErrors.state, ['waiting', 'open', 'retrying']),
        ),
      )
      .returning({ id: recordErrors.id, flowId: recordErrors.flowId })
    for (const [flowId, errors] of Map.groupBy(resolved, (row) => row.flowId)) {
      await audit(tx, {
        userId,
        action: 'error.resolve',
        subject: { type: 'flow', id: flowId },
        change: { errors: errors.map((row) => row.id), resolution },
      })
    }
  })
}
