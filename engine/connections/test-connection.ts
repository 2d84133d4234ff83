import { randomBytes } from 'node:crypto'
import { and, eq, sql } from 'drizzle-orm'
import { connections } from '#db/schema/index.ts'
import type { ConnectionCheck, Gate } from '#nodes/connection.ts'
import { connectorOf } from '#nodes/connections.ts'
import type { JsonObject } from '#nodes/json.ts'
import type { Permission, System } from '#nodes/kind.ts'
import { NotFoundError, type Engine } from '../engine.ts'
import { neededPermissions } from './needed-permissions.ts'
import { loadConnection, openParts, withConnection } from './open-connection.ts'
import { givenFields, keptSecret } from './save-connection.ts'

/**
 * Tries a stored connection out: one line per thing tried, with the cure where it does not work.
 * Asks for every permission that its flows need. A worker probes an offline connection right after.
 */
export async function testConnection(
  engine: Engine,
  connectionId: string,
): Promise<ConnectionCheck[]> {
  const row = await loadConnection(engine, connectionId)
  const needs = await neededPermissions(engine, connectionId)
  const checks = await withConnection(engine, row, 'test', (connector, open) =>
    connector.test(open, needs),
  )
  await engine.database.db
    .update(connections)
    .set({ nextProbeAt: sql`now()` })
    .where(and(eq(connections.id, connectionId), eq(connections.state, 'offline')))
  return checks
}

/** A connection as it stands in a form, not saved yet. */
export interface UnsavedConnection {
  /** The stored connection that is being changed; left out for a new one. */
  id?: string
  system: System
  config: JsonObject
  /** Fields that are left out or blank are taken from the stored secret. */
  secret?: JsonObject
}

/** Tries out what is about to be saved, and stores nothing. */
export async function testConnectionEntry(
  engine: Engine,
  entry: UnsavedConnection,
): Promise<ConnectionCheck[]> {
  const given = Object.fromEntries(givenFields(entry.secret))
  if (entry.id === undefined) return testNew(entry, given)
  const [row] = await engine.database.db
    .select()
    .from(connections)
    .where(eq(connections.id, entry.id))
  if (!row) throw new NotFoundError(`There is no connection "${entry.id}".`)
  const needs = await neededPermissions(engine, entry.id)
  const parts = openParts(engine, row, {
    holder: `test-${randomBytes(6).toString('hex')}`,
    replaced: { config: entry.config, secret: { ...keptSecret(engine, row), ...given } },
  })
  try {
    return await connectorOf(entry.system).test(parts.open, needs)
  } finally {
    await parts.close()
  }
}

/** Nobody else uses it yet and no flow needs anything of it. */
function testNew(entry: UnsavedConnection, secret: JsonObject): Promise<ConnectionCheck[]> {
  const needs: Permission[] = []
  const { config, system } = entry
  return connectorOf(system).test({ config, secret, gate: oneAtATime() }, needs)
}

/** A gate for one caller only, which cannot come near any limit. */
function oneAtATime(): Gate {
  let last: Promise<unknown> = Promise.resolve()
  return {
    pass: (work, { signal } = {}) => {
      const never = new AbortController().signal
      const turn = last.then(() => work(signal ?? never))
      last = turn.catch(() => undefined)
      return turn
    },
    slowDown: () => {},
  }
}
