import { randomBytes } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { connections } from '#db/schema/index.ts'
import type { Connector, OpenConnection } from '#nodes/connection.ts'
import { connectorOf } from '#nodes/connections.ts'
import { isJsonObject, type JsonObject } from '#nodes/json.ts'
import { NotFoundError, type Engine } from '../engine.ts'
import { LeaseGate } from '../queue/gate.ts'
import { openSecret } from './save-connection.ts'
import { watchExchanges, type ExchangeWatch } from './watch-exchanges.ts'

export type ConnectionRow = typeof connections.$inferSelect

/** Everything a connection's client is made from, and what has to be closed after it. */
export interface ConnectionParts {
  open: OpenConnection
  gate: LeaseGate
  watch: ExchangeWatch
  /** Gives the slots back and stores what was noted. */
  close: () => Promise<void>
}

/** What of a stored connection is replaced, such as by values that are not saved yet. */
export interface Replaced {
  config?: JsonObject
  secret?: JsonObject
}

/** Opens a connection's parts; `holder` names whoever uses it in the table of leases. */
export function openParts(
  engine: Engine,
  row: ConnectionRow,
  options: { holder: string; replaced?: Replaced },
): ConnectionParts {
  const { db } = engine.database
  const { holder, replaced } = options
  const config = replaced?.config ?? (isJsonObject(row.config) ? row.config : {})
  const secret = replaced?.secret ?? openSecret(engine, row)
  const budget = connectorOf(row.system).budget?.({ config, secret }) ?? null
  const gate = new LeaseGate({ db, connectionId: row.id, holder, budget })
  const watch = watchExchanges({ db, connectionId: row.id, holder, gate, secret })
  return {
    open: { config, secret, gate, onExchange: watch.note },
    gate,
    watch,
    close: async () => {
      await gate.close()
      await watch.close()
    },
  }
}

/** Reads a connection's row. Throws NotFoundError. */
export async function loadConnection(engine: Engine, connectionId: string): Promise<ConnectionRow> {
  const { db } = engine.database
  const [row] = await db.select().from(connections).where(eq(connections.id, connectionId))
  if (!row) throw new NotFoundError(`There is no connection "${connectionId}".`)
  return row
}

/**
 * Does one thing with a stored connection outside of a run, under the limits that hold for all its
 * users. `purpose` says in the table of leases what for.
 */
export async function withConnection<T>(
  engine: Engine,
  row: ConnectionRow,
  purpose: string,
  work: (connector: Connector, open: OpenConnection) => Promise<T>,
): Promise<T> {
  const holder = `${purpose}-${randomBytes(6).toString('hex')}`
  const parts = openParts(engine, row, { holder })
  try {
    return await work(connectorOf(row.system), parts.open)
  } finally {
    await parts.close()
  }
}
