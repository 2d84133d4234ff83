import { and, eq, gt, sql } from 'drizzle-orm'
import { connections, flows, integrations, runs } from '#db/schema/index.ts'
import type { Engine } from '../engine.ts'
import { readWebhook } from './list-connections.ts'
import { listenedEvents } from './listened-events.ts'
import { refusedDeliveries, type RefusedDeliveries } from './refused-deliveries.ts'

/** How well a connection is told at once of what happens in the other system. */
export interface WebhookState {
  connectionId: string
  /** Types of events that its published flows listen for, each once. */
  listened: string[]
  /** Those among them that the registered endpoint is not called for. */
  unheard: string[]
  /** Changes of the last day that came by no webhook and were found by reading. */
  missed: number
  /** Deliveries of the last day that were not taken; null = none. */
  refused: RefusedDeliveries | null
}

/** The webhooks of all connections, by the connection's id. */
export async function webhookStates(engine: Engine): Promise<WebhookState[]> {
  const { db } = engine.database
  const [rows, listened, refused, missed] = await Promise.all([
    db
      .select({ id: connections.id, webhook: connections.webhook })
      .from(connections)
      .orderBy(connections.id),
    listenedEvents(engine),
    refusedDeliveries(engine),
    missedByConnection(engine),
  ])
  return rows.map(({ id, webhook }) => {
    const events = listened.get(id) ?? []
    const registered = readWebhook(webhook)
    return {
      connectionId: id,
      listened: events,
      unheard: registered ? unheardOf(registered.events, events) : [],
      missed: missed.get(id) ?? 0,
      refused: refused.get(id) ?? null,
    }
  })
}

function unheardOf(heard: { [type: string]: string }, wanted: readonly string[]): string[] {
  return '*' in heard ? [] : wanted.filter((type) => !(type in heard))
}

/** Only Stripe's events have ids by which a missed one is known. */
async function missedByConnection({ database }: Engine): Promise<Map<string, number>> {
  const rows = await database.db
    .select({ id: connections.id, count: sql<number>`sum(${runs.missed})::int` })
    .from(runs)
    .innerJoin(flows, eq(flows.id, runs.flowId))
    .innerJoin(integrations, eq(integrations.id, flows.integrationId))
    .innerJoin(connections, eq(connections.id, integrations.stripeConnectionId))
    .where(and(gt(runs.missed, 0), sql`${runs.createdAt} > now() - interval '1 day'`))
    .groupBy(connections.id)
  return new Map(rows.map((row) => [row.id, row.count]))
}
