import { and, isNotNull, or, eq, sql } from 'drizzle-orm'
import { connections, flows, integrations } from '#db/schema/index.ts'
import type { Engine } from '../engine.ts'
import { listenName } from '../listening.ts'
import { readListens } from '../queue/deliveries.ts'

/**
 * The types of events that the published flows of each connection listen for, by the connection's id;
 * each once, in alphabetical order.
 */
export async function listenedEvents(engine: Engine): Promise<Map<string, string[]>> {
  const rows = await engine.database.db
    .select({ id: connections.id, system: connections.system, listens: flows.listens })
    .from(flows)
    .innerJoin(integrations, eq(integrations.id, flows.integrationId))
    .innerJoin(
      connections,
      or(
        eq(connections.id, integrations.stripeConnectionId),
        eq(connections.id, integrations.netsuiteConnectionId),
      ),
    )
    .where(and(isNotNull(flows.publishedVersion), sql`jsonb_array_length(${flows.listens}) > 0`))
  const events = new Map<string, string[]>()
  for (const { id, system, listens } of rows) {
    const prefix = listenName(system, '')
    const types = readListens(listens).flatMap(({ name }) =>
      name.startsWith(prefix) ? [name.slice(prefix.length)] : [],
    )
    events.set(id, [...new Set([...(events.get(id) ?? []), ...types])].toSorted())
  }
  return events
}
