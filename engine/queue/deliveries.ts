import { and, eq, gt, inArray, lte, ne, or, sql } from 'drizzle-orm'
import type { PgBoss } from 'pg-boss'
import { z } from 'zod'
import type { Db } from '#db/client.ts'
import { flows, inbox, inboxDeliveries, integrations, runs } from '#db/schema/index.ts'
import { storable } from '#db/text.ts'
import type { System } from '#nodes/kind.ts'
import type { ToldEvent } from '#nodes/runner.ts'
import { heardAs, readListen } from '../listening.ts'
import { packHint } from './inbox-hint.ts'
import { sendTaking } from './jobs.ts'

/** An event on its way into the inbox. */
export interface Filed {
  connectionId: string
  system: System
  told: ToldEvent
  /** Caused by a write of our own: kept, and given to no flow. */
  own: boolean
  /** The run that has found it by reading, and goes on with it already. */
  foundBy?: { flowId: string; runId: number }
}

/**
 * Puts an event into the inbox and on its way to every flow that listens for it: at once or after the
 * flow's delay where the flow is enabled, held where it is not. Gives false for an event that was there
 * already. All in the caller's transaction, the jobs as well.
 */
export async function fileEvent(tx: Db, boss: PgBoss, filed: Filed): Promise<boolean> {
  const { connectionId, system, told, own, foundBy } = filed
  const [row] = await tx
    .insert(inbox)
    .values({
      ...{ connectionId, own },
      eventId: storable(told.id),
      type: storable(told.type),
      objectId: packHint(told),
    })
    .onConflictDoNothing({ target: [inbox.connectionId, inbox.eventId] })
    .returning({ id: inbox.id })
  if (!row) return false
  if (own) return true
  for (const flow of await listeners(tx, connectionId, heardAs(system, told.type))) {
    const found = foundBy?.flowId === flow.id ? foundBy : null
    await tx.insert(inboxDeliveries).values({
      flowId: flow.id,
      inboxId: row.id,
      state: found ? 'taken' : flow.enabled ? 'waiting' : 'held',
      notBefore: sql`now() + ${`${flow.delaySeconds} seconds`}::interval`,
      runId: found?.runId ?? null,
    })
    if (!found && flow.enabled) {
      await sendTaking(boss, tx, { flowId: flow.id, delayMs: flow.delaySeconds * 1000 })
    }
  }
  return true
}

async function listeners(
  tx: Db,
  connectionId: string,
  names: readonly string[],
): Promise<{ id: string; enabled: boolean; delaySeconds: number }[]> {
  const rows = await tx
    .select({ id: flows.id, enabled: flows.enabled, listens: flows.listens })
    .from(flows)
    .innerJoin(integrations, eq(integrations.id, flows.integrationId))
    .where(
      and(
        or(
          eq(integrations.stripeConnectionId, connectionId),
          eq(integrations.netsuiteConnectionId, connectionId),
        ),
        sql`jsonb_array_length(${flows.listens}) > 0`,
      ),
    )
  return rows.flatMap(({ id, enabled, listens }) => {
    const heard = readListens(listens).filter(({ name }) => names.includes(name))
    const delaySeconds = Math.max(...heard.map((one) => one.delaySeconds))
    return heard.length > 0 ? [{ id, enabled, delaySeconds }] : []
  })
}

/** What a flow listens for, as it is stored. */
export function readListens(stored: unknown): ReturnType<typeof readListen>[] {
  return z.array(z.string()).parse(stored).map(readListen)
}

/** Holds what a flow has not taken yet: it was disabled. */
export async function holdWaiting(tx: Db, flowId: string): Promise<void> {
  await tx
    .update(inboxDeliveries)
    .set({ state: 'held' })
    .where(and(eq(inboxDeliveries.flowId, flowId), eq(inboxDeliveries.state, 'waiting')))
}

/** Lets everything that was held go to its flow. */
export async function releaseHeld(tx: Db, boss: PgBoss, flowId: string): Promise<void> {
  const released = await tx
    .update(inboxDeliveries)
    .set({ state: 'waiting', runId: null })
    .where(and(eq(inboxDeliveries.flowId, flowId), eq(inboxDeliveries.state, 'held')))
    .returning({ inboxId: inboxDeliveries.inboxId })
  if (released.length > 0) await sendTaking(boss, tx, { flowId })
}

/**
 * A run that took events did not get to its end: what it took, and what it would have taken, is held,
 * so that it neither vanishes nor brings the same run about again and again. A person lets it go.
 */
export async function holdForPerson(tx: Db, run: { flowId: string; runId: number }): Promise<void> {
  const { flowId, runId } = run
  await tx
    .update(inboxDeliveries)
    .set({ state: 'held', runId })
    .where(
      and(
        eq(inboxDeliveries.flowId, flowId),
        ne(inboxDeliveries.state, 'held'),
        or(
          eq(inboxDeliveries.runId, runId),
          and(eq(inboxDeliveries.state, 'waiting'), lte(inboxDeliveries.notBefore, sql`now()`)),
        ),
      ),
    )
}

/** How many events are held, by flow. */
export async function heldEvents(db: Db, flowIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await db
    .select({ flowId: inboxDeliveries.flowId, count: sql<number>`count(*)::int` })
    .from(inboxDeliveries)
    .where(and(inArray(inboxDeliveries.flowId, [...flowIds]), eq(inboxDeliveries.state, 'held')))
    .groupBy(inboxDeliveries.flowId)
  return new Map(rows.map((row) => [row.flowId, row.count]))
}

/** How many changes of the last day came by no webhook although they should have, by flow. */
export async function missedEvents(
  db: Db,
  flowIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await db
    .select({ flowId: runs.flowId, count: sql<number>`sum(${runs.missed})::int` })
    .from(runs)
    .where(
      and(
        inArray(runs.flowId, [...flowIds]),
        gt(runs.missed, 0),
        sql`${runs.createdAt} > now() - interval '1 day'`,
      ),
    )
    .groupBy(runs.flowId)
  return new Map(rows.map((row) => [row.flowId, row.count]))
}

/** Notes that a run has taken these events, in the transaction that stores its page. */
export async function takeDeliveries(
  tx: Db,
  taken: { flowId: string; runId: number; inboxIds: readonly number[] },
): Promise<void> {
  const { flowId, runId, inboxIds } = taken
  if (inboxIds.length === 0) return
  await tx
    .update(inboxDeliveries)
    .set({ state: 'taken', runId })
    .where(and(eq(inboxDeliveries.flowId, flowId), inArray(inboxDeliveries.inboxId, [...inboxIds])))
}
