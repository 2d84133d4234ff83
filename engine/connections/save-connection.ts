import { eq, or, sql } from 'drizzle-orm'
import { connections, integrations } from '#db/schema/index.ts'
import { seal, unseal } from '#db/secrets.ts'
import type { Json, JsonObject } from '#nodes/json.ts'
import type { System } from '#nodes/kind.ts'
import { audit } from '../audit.ts'
import { NotFoundError, type Engine } from '../engine.ts'

export interface ConnectionEntry {
  /** Left out for a new connection. */
  id?: string
  name: string
  system: System
  config: JsonObject
  /**
   * The secret fields that change; those left out or blank keep their stored value. Needed for a new
   * connection.
   */
  secret?: JsonObject
  /** Requests at once over all workers. */
  concurrencyLimit: number
  userId?: string | null
}

/**
 * Stores a connection; its secret is sealed before it reaches the database. Clients are opened anew
 * with it, requests under way end with the old one. An offline connection is probed at once.
 */
export async function saveConnection(
  engine: Engine,
  entry: ConnectionEntry,
): Promise<{ connectionId: string }> {
  const { name, system, config, concurrencyLimit } = entry
  const id = entry.id ?? `${system}_${crypto.randomUUID().slice(0, 8)}`
  const given = givenFields(entry.secret)
  await engine.database.db.transaction(async (tx) => {
    if (entry.id === undefined) {
      if (given.length === 0) throw new Error(`${name}: the secret is missing.`)
      const sealedSecret = seal(engine.secretKey, id, Object.fromEntries(given))
      await tx
        .insert(connections)
        .values({ id, name, system, config, concurrencyLimit, sealedSecret })
    } else {
      const [row] = await tx
        .select()
        .from(connections)
        .where(eq(connections.id, id))
        .for('no key update')
      if (!row) throw new NotFoundError(`There is no connection "${id}".`)
      const secret = { ...keptSecret(engine, row), ...Object.fromEntries(given) }
      await tx
        .update(connections)
        .set({
          name,
          config,
          concurrencyLimit,
          ...(given.length > 0
            ? { sealedSecret: seal(engine.secretKey, id, secret), secretReplacedAt: sql`now()` }
            : {}),
          ...(row.state === 'offline' ? { nextProbeAt: sql`now()`, probeTries: 0 } : {}),
          revision: sql`${connections.revision} + 1`,
          updatedAt: sql`now()`,
        })
        .where(eq(connections.id, id))
    }
    await audit(tx, {
      userId: entry.userId ?? null,
      action: entry.id === undefined ? 'connection.create' : 'connection.update',
      subject: { type: 'connection', id },
      change: { name, config, concurrencyLimit, secretReplaced: given.map(([field]) => field) },
    })
    await tx.execute(sql`select pg_notify('tributary_connection', ${id})`)
  })
  return { connectionId: id }
}

/** The fields of a secret that were filled in. */
export function givenFields(secret: JsonObject | undefined): [string, Json][] {
  return Object.entries(secret ?? {}).filter(([, value]) => value !== '' && value !== null)
}

/**
 * What stays of the stored secret while some fields are replaced: nothing when it was sealed with
 * another key, so that giving every field anew mends it.
 */
export function keptSecret(engine: Engine, row: typeof connections.$inferSelect): JsonObject {
  try {
    return openSecret(engine, row)
  } catch {
    return {}
  }
}

/** The stored secret of a connection. Throws when it was sealed with another key. */
export function openSecret(engine: Engine, row: typeof connections.$inferSelect): JsonObject {
  return unseal(engine.secretKey, row.id, row.sealedSecret)
}

/** Removes a connection. Refused, with the reason as a sentence, while an integration uses it. */
export async function deleteConnection(
  engine: Engine,
  request: { connectionId: string; userId?: string | null },
): Promise<{ ok: true } | { ok: false; reason: string }> {
  const { connectionId } = request
  return engine.database.db.transaction(async (tx) => {
    const [row] = await tx
      .select({ name: connections.name })
      .from(connections)
      .where(eq(connections.id, connectionId))
      .for('update')
    if (!row) throw new NotFoundError(`There is no connection "${connectionId}".`)
    const users = await tx
      .select({ name: integrations.name })
      .from(integrations)
      .where(
        or(
          eq(integrations.stripeConnectionId, connectionId),
          eq(integrations.netsuiteConnectionId, connectionId),
        ),
      )
    if (users.length > 0) {
      const names = users.map((one) => `"${one.name}"`).join(', ')
      const reason = `"${row.name}" is used by the integration ${names}. Join that to another connection first.`
      return { ok: false, reason }
    }
    await tx.delete(connections).where(eq(connections.id, connectionId))
    await audit(tx, {
      userId: request.userId ?? null,
      action: 'connection.delete',
      subject: { type: 'connection', id: connectionId },
      change: { name: row.name },
    })
    return { ok: true }
  })
}
