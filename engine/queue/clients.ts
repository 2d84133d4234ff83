import { eq } from 'drizzle-orm'
import { connections, integrations } from '#db/schema/index.ts'
import { unseal } from '#db/secrets.ts'
import type { Client } from '#nodes/connection.ts'
import { connectorOf } from '#nodes/connections.ts'
import { isJsonObject, type JsonObject } from '#nodes/json.ts'
import type { System } from '#nodes/kind.ts'
import { NotFoundError, type Engine } from '../engine.ts'
import { LeaseGate } from './gate.ts'

interface Opened {
  client: Client<unknown, unknown>
  gate: LeaseGate
  /** Changes when the connection is edited: then it is opened anew. */
  stamp: number
}

/** The clients of all connections this process uses, each opened once. */
export interface ClientPool {
  /** Both systems' clients of an integration; a system that is not joined is absent. */
  forIntegration: (
    integrationId: string,
  ) => Promise<Partial<Record<System, Client<unknown, unknown>>>>
  close: () => Promise<void>
}

/** Makes a pool of clients. `holder` names this process in the table of leases. */
export function openClients(engine: Engine, holder: string): ClientPool {
  const opened = new Map<string, Opened>()
  const { db } = engine.database

  const open = async (connectionId: string): Promise<Opened> => {
    const [row] = await db.select().from(connections).where(eq(connections.id, connectionId))
    if (!row) throw new NotFoundError(`There is no connection "${connectionId}".`)
    const present = opened.get(connectionId)
    if (present?.stamp === row.updatedAt.getTime()) return present
    if (present) await shut(present)
    const parts = partsOf(engine, row, holder)
    const client = connectorOf(row.system).open(parts)
    const fresh = { client, gate: parts.gate, stamp: row.updatedAt.getTime() }
    opened.set(connectionId, fresh)
    return fresh
  }

  return {
    forIntegration: async (integrationId) => {
      const [row] = await db.select().from(integrations).where(eq(integrations.id, integrationId))
      if (!row) throw new NotFoundError(`There is no integration "${integrationId}".`)
      const { stripeConnectionId, netsuiteConnectionId } = row
      return {
        ...(stripeConnectionId ? { stripe: (await open(stripeConnectionId)).client } : {}),
        ...(netsuiteConnectionId ? { netsuite: (await open(netsuiteConnectionId)).client } : {}),
      }
    },
    close: async () => {
      await Promise.all([...opened.values()].map(shut))
      opened.clear()
    },
  }
}

/** What a connection's client is opened with; whoever opens it closes the gate after the client. */
export function partsOf(
  engine: Engine,
  row: typeof connections.$inferSelect,
  holder: string,
): { config: JsonObject; secret: JsonObject; gate: LeaseGate } {
  const { db } = engine.database
  return {
    config: isJsonObject(row.config) ? row.config : {},
    secret: unseal(engine.secretKey, row.id, row.sealedSecret),
    gate: new LeaseGate({ db, connectionId: row.id, limit: row.concurrencyLimit, holder }),
  }
}

async function shut(one: Opened): Promise<void> {
  await one.gate.close()
  await one.client.close()
}
