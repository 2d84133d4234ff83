import { asc, eq, or, sql } from 'drizzle-orm'
import { z } from 'zod'
import { connections, flows, integrations } from '#db/schema/index.ts'
import { isJsonObject, type JsonObject } from '#nodes/json.ts'
import type { System } from '#nodes/kind.ts'
import type { Engine } from '../engine.ts'

/** A connection without its secret, which never leaves the server. Times are ISO 8601, UTC. */
export interface ConnectionSummary {
  id: string
  name: string
  system: System
  config: JsonObject
  concurrencyLimit: number
  state: 'online' | 'offline'
  /** Why it is offline and what to do, as a sentence. */
  stateReason: string | null
  offlineSince: string | null
  /** When a worker looks by itself whether it works again. */
  nextProbeAt: string | null
  /** Enabled flows that wait for it; 0 while it is online. */
  flowsPaused: number
  webhook: RegisteredWebhook | null
  secretReplacedAt: string
}

/** The endpoint that the other system calls. */
export interface RegisteredWebhook {
  endpointId: string
  url: string
  registeredAt: string
  /** The types of events it is called for, each with the moment since when. */
  events: { [type: string]: string }
  /** While the signing secret is rolled: whose old one is still good, and until when. */
  previous: { endpointId: string; removeAt: string } | null
}

export async function listConnections(engine: Engine): Promise<ConnectionSummary[]> {
  const paused = sql<number>`(
    select count(*)::int from ${flows}
    join ${integrations} on ${eq(integrations.id, flows.integrationId)}
    where ${flows.enabled} and ${connections.state} = 'offline'
      and ${or(
        eq(integrations.stripeConnectionId, connections.id),
        eq(integrations.netsuiteConnectionId, connections.id),
      )})`
  const rows = await engine.database.db
    .select({ row: connections, paused })
    .from(connections)
    .orderBy(asc(connections.name))
  return rows.map(({ row, paused: flowsPaused }) => ({
    id: row.id,
    name: row.name,
    system: row.system,
    config: isJsonObject(row.config) ? row.config : {},
    concurrencyLimit: row.concurrencyLimit,
    state: row.state,
    stateReason: row.stateReason,
    offlineSince: row.offlineSince?.toISOString() ?? null,
    nextProbeAt: row.nextProbeAt?.toISOString() ?? null,
    flowsPaused,
    webhook: readWebhook(row.webhook),
    secretReplacedAt: row.secretReplacedAt.toISOString(),
  }))
}

/** What is stored of a connection's webhook; null when none is registered. */
export function readWebhook(stored: unknown): RegisteredWebhook | null {
  return webhookSchema.nullish().parse(stored) ?? null
}

const webhookSchema = z.object({
  endpointId: z.string(),
  url: z.string(),
  registeredAt: z.string(),
  events: z.record(z.string(), z.string()).default({}),
  previous: z.object({ endpointId: z.string(), removeAt: z.string() }).nullable(),
})
