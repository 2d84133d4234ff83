import { asc, eq, sql } from 'drizzle-orm'
import { connections, integrations } from '#db/schema/index.ts'
import { seal, unseal } from '#db/secrets.ts'
import type { ConnectionCheck } from '#nodes/connection.ts'
import { connectorOf } from '#nodes/connections.ts'
import { isJsonObject, type JsonObject } from '#nodes/json.ts'
import type { System } from '#nodes/kind.ts'
import { audit } from './audit.ts'
import { NotFoundError, type Engine } from './engine.ts'
import { LeaseGate } from './queue/gate.ts'

/** A connection without its secret, which never leaves the server. */
export interface ConnectionSummary {
  id: string
  name: string
  system: System
  config: JsonObject
  concurrencyLimit: number
  state: 'online' | 'offline'
  stateReason: string | null
}

export async function listConnections(engine: Engine): Promise<ConnectionSummary[]> {
  const rows = await engine.database.db.select().from(connections).orderBy(asc(connections.name))
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    system: row.system,
    config: isJsonObject(row.config) ? row.config : {},
    concurrencyLimit: row.concurrencyLimit,
    state: row.state,
    stateReason: row.stateReason,
  }))
}

export interface ConnectionEntry {
  /** Left out for a new connection. */
  id?: string
  name: string
  system: System
  config: JsonObject
  /** Left out to keep the stored one; needed for a new connection. */
  secret?: JsonObject
  /** Requests at once over all workers. */
  concurrencyLimit: number
  userId?: string | null
}

/** Stores a connection; its secret is sealed before it reaches the database. */
export async function saveConnection(
  engine: Engine,
  entry: ConnectionEntry,
): Promise<{ connectionId: string }> {
  const { name, system, config, concurrencyLimit, secret } = entry
  const id = entry.id ?? `${system}_${crypto.randomUUID().slice(0, 8)}`
  await engine.database.db.transaction(async (tx) => {
    const sealed = secret ? { sealedSecret: seal(engine.secretKey, id, secret) } : {}
    const changed = { name, config, concurrencyLimit, ...sealed, updatedAt: sql`now()` }
    if (entry.id === undefined) {
      if (!secret) throw new Error(`${name}: the secret is missing.`)
      const sealedSecret = seal(engine.secretKey, id, secret)
      await tx
        .insert(connections)
        .values({ id, name, system, config, concurrencyLimit, sealedSecret })
    } else {
      const updated = await tx
        .update(connections)
        .set(changed)
        .where(eq(connections.id, id))
        .returning({ id: connections.id })
      if (updated.length === 0) throw new NotFoundError(`There is no connection "${id}".`)
    }
    await audit(tx, {
      userId: entry.userId ?? null,
      action: entry.id === undefined ? 'connection.create' : 'connection.update',
      subject: { type: 'connection', id },
      change: { name, config, concurrencyLimit, secretReplaced: secret !== undefined },
    })
  })
  return { connectionId: id }
}

/** Tries a connection out: one line per thing tried, with the cure where it does not work. */
export async function testConnection(
  engine: Engine,
  connectionId: string,
): Promise<ConnectionCheck[]> {
  const { db } = engine.database
  const [row] = await db.select().from(connections).where(eq(connections.id, connectionId))
  if (!row) throw new NotFoundError(`There is no connection "${connectionId}".`)
  const holder = `test-${crypto.randomUUID()}`
  const gate = new LeaseGate({ db, connectionId, limit: row.concurrencyLimit, holder })
  try {
    const secret = unseal(engine.secretKey, row.id, row.sealedSecret)
    const config = isJsonObject(row.config) ? row.config : {}
    return await connectorOf(row.system).test({ config, secret, gate }, [])
  } finally {
    await gate.close()
  }
}

export interface IntegrationSummary {
  id: string
  name: string
  stripeConnectionId: string | null
  netsuiteConnectionId: string | null
  settings: JsonObject
}

export async function listIntegrations(engine: Engine): Promise<IntegrationSummary[]> {
  const rows = await engine.database.db.select().from(integrations).orderBy(asc(integrations.name))
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    stripeConnectionId: row.stripeConnectionId,
    netsuiteConnectionId: row.netsuiteConnectionId,
    settings: isJsonObject(row.settings) ? row.settings : {},
  }))
}

/** Stores an integration under its id, new or known. */
export async function saveIntegration(
  engine: Engine,
  entry: IntegrationSummary & { userId?: string | null },
): Promise<void> {
  const { userId, ...values } = entry
  await engine.database.db.transaction(async (tx) => {
    await tx
      .insert(integrations)
      .values(values)
      .onConflictDoUpdate({ target: integrations.id, set: values })
    await audit(tx, {
      userId: userId ?? null,
      action: 'integration.save',
      subject: { type: 'integration', id: entry.id },
      change: values,
    })
  })
}
