import { and, eq, inArray, or } from 'drizzle-orm'
import type { PgBoss } from 'pg-boss'
import type { Db } from '#db/client.ts'
import { connections, inbox, integrations } from '#db/schema/index.ts'
import { storable } from '#db/text.ts'
import type { SourceRecord, ToldEvent } from '#nodes/runner.ts'
import type { PlanStep } from '../compile/plan.ts'
import { readWebhook } from '../connections/list-connections.ts'
import { listeningOf } from '../listening.ts'
import { fileEvent } from './deliveries.ts'
import { readOptions } from './options.ts'
import type { PlannedRun } from './plan.ts'
import { scopeOf } from './run-clock.ts'

/** An event younger than this, by the source's clock, may still be on its way here. */
const ON_ITS_WAY_MS = 120_000

/**
 * Counts the events that a run found by reading although a webhook should have told of them: the
 * flow listens for them, and the endpoint was there when they happened. Each is put into the inbox, so
 * that it counts once, a late delivery ends there, and other flows that listen for it have it too.
 */
export async function noteMissed(
  tx: Db,
  boss: PgBoss,
  read: { planned: PlannedRun; step: PlanStep; records: readonly SourceRecord[] },
): Promise<number> {
  const { run, flow } = read.planned
  const { system } = read.step.kind
  const told = overdue(read)
  if (told.length === 0 || system === null) return 0
  const [connection] = await tx
    .select({ id: connections.id, webhook: connections.webhook })
    .from(connections)
    .innerJoin(
      integrations,
      or(
        eq(integrations.stripeConnectionId, connections.id),
        eq(integrations.netsuiteConnectionId, connections.id),
      ),
    )
    .where(and(eq(integrations.id, flow.integrationId), eq(connections.system, system)))
  const since = readWebhook(connection?.webhook)?.events ?? {}
  const expected = told.filter(({ type, created }) => {
    const from = since[type] ?? since['*']
    return from !== undefined && created !== null && created * 1000 >= Date.parse(from)
  })
  if (!connection || expected.length === 0) return 0
  const ids = expected.map(({ id }) => storable(id))
  const known = await tx
    .select({ id: inbox.eventId })
    .from(inbox)
    .where(and(eq(inbox.connectionId, connection.id), inArray(inbox.eventId, ids)))
  const there = new Set(known.map(({ id }) => id))
  let missed = 0
  for (const event of expected.filter(({ id }) => !there.has(storable(id)))) {
    const filed = { connectionId: connection.id, system, told: event, own: false }
    const foundBy = { flowId: flow.id, runId: run.id }
    if (await fileEvent(tx, boss, { ...filed, foundBy })) missed += 1
  }
  return missed
}

/** What the source's records tell of that must have been told by now. */
function overdue(read: {
  planned: PlannedRun
  step: PlanStep
  records: readonly SourceRecord[]
}): ToldEvent[] {
  const { run } = read.planned
  const scope = scopeOf(run)
  const isSweep = run.trigger === 'schedule' || run.trigger === 'manual'
  if (!isSweep || run.dryRun || readOptions(run.options).ids || !run.until) return []
  const types = listeningOf(read.step, scope)?.types ?? []
  const latest = run.until.getTime() - ON_ITS_WAY_MS
  return read.records.flatMap(({ event }) => {
    if (!event || !types.includes(event.type)) return []
    return event.created !== null && event.created * 1000 <= latest ? [event] : []
  })
}
