import { setTimeout as sleep } from 'node:timers/promises'
import { eq, inArray } from 'drizzle-orm'
import { connections, integrations } from '#db/schema/index.ts'
import type { Client } from '#nodes/connection.ts'
import { connectorOf } from '#nodes/connections.ts'
import { NodeError } from '#nodes/errors.ts'
import type { System } from '#nodes/kind.ts'
import { maskerOf } from '../connections/mask-secrets.ts'
import { takeOffline } from '../connections/offline.ts'
import {
  openParts,
  type ConnectionParts,
  type ConnectionRow,
} from '../connections/open-connection.ts'
import { NotFoundError, type Engine } from '../engine.ts'
import { guardClient, type GuardedClient } from './guard-client.ts'

/** Both systems' clients of an integration; a system that is not joined is absent. */
export interface IntegrationClients {
  clients: Partial<Record<System, Client<unknown, unknown>>>
  /** The systems whose connection went offline while the clients were in use. */
  lost: () => ReadonlySet<System>
}

/** The clients of all connections this process uses, each opened once. */
export interface ClientPool {
  /** Does `work` with an integration's clients, which stay open until it ends. */
  withIntegration: <T>(
    integrationId: string,
    work: (clients: IntegrationClients) => Promise<T>,
  ) => Promise<T>
  close: () => Promise<void>
}

interface Opened {
  guarded: GuardedClient
  parts: ConnectionParts
  /** Of the stored connection: another one means it was saved, or came back, since. */
  revision: number
  users: number
  retired: boolean
}

/** Waits between the probes that tell a blip of the network from a system that is gone, in ms. */
const BLIP_MS = [300, 1_000, 2_000]
const PROBE_MS = 15_000

/** Makes a pool of clients. `holder` names this process in the table of leases. */
export function openClients(engine: Engine, holder: string): ClientPool {
  const opened = new Map<string, Opened>()
  const { db } = engine.database

  const open = (row: ConnectionRow): Opened => {
    const present = opened.get(row.id)
    if (present && present.revision >= row.revision) return present
    const connector = connectorOf(row.system)
    const parts = openParts(engine, row, { holder })
    const mask = maskerOf(parts.open.secret)
    const answers = askOnce(() => connector.probe(parts.open, AbortSignal.timeout(PROBE_MS)))
    const isLost = async (error: NodeError) => {
      if (mayBeBlip(error) && (await answers())) return false
      const reason = mask(error.message)
      const { id: connectionId, revision } = row
      await takeOffline(engine, { connectionId, revision, error, reason })
      return true
    }
    const guarded = guardClient(connector.open(parts.open), isLost)
    const fresh = { guarded, parts, revision: row.revision, users: 0, retired: false }
    opened.set(row.id, fresh)
    // Whoever works with the old client ends with it: its requests are not cut.
    if (present) void retire(present)
    return fresh
  }

  /** A connection that cannot even be opened, such as for want of a key, is offline as well. */
  const openOrLose = async (row: ConnectionRow): Promise<Opened> => {
    try {
      return open(row)
    } catch (thrown) {
      const error = whyUnopened(thrown)
      const { id: connectionId, revision } = row
      await takeOffline(engine, { connectionId, revision, error, reason: error.message })
      throw new ConnectionLost(error.message, { cause: thrown })
    }
  }

  return {
    withIntegration: async (integrationId, work) => {
      const [row] = await db.select().from(integrations).where(eq(integrations.id, integrationId))
      if (!row) throw new NotFoundError(`There is no integration "${integrationId}".`)
      const { stripeConnectionId, netsuiteConnectionId } = row
      const ids = [stripeConnectionId, netsuiteConnectionId].filter((id) => id !== null)
      const rows =
        ids.length > 0
          ? await db.select().from(connections).where(inArray(connections.id, ids))
          : []
      const used = new Map<System, Opened>()
      try {
        for (const one of rows) {
          const held = await openOrLose(one)
          held.users += 1
          used.set(one.system, held)
        }
        return await work({
          clients: Object.fromEntries(
            [...used].map(([system, one]) => [system, one.guarded.client]),
          ),
          lost: () =>
            new Set([...used].flatMap(([system, one]) => (one.guarded.lost() ? [system] : []))),
        })
      } finally {
        for (const one of used.values()) {
          one.users -= 1
          if (one.retired && one.users === 0) await shut(one)
        }
      }
    },
    close: async () => {
      await Promise.all([...opened.values()].map(shut))
      opened.clear()
    },
  }
}

/** The work needs a connection that is offline: it waits, and no try is counted. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost'
}

function whyUnopened(thrown: unknown): NodeError {
  if (thrown instanceof NodeError) return thrown
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  return new NodeError({ class: 'connection', message, credentials: true, cause: thrown })
}

/** Nothing was sent and nobody answered: a name not found, a refused or reset connection. */
function mayBeBlip(error: NodeError): boolean {
  return error.exchange?.status === 0 && !error.credentials
}

/** Asks a few times whether the system answers; everybody who asks meanwhile shares the answer. */
function askOnce(probe: () => Promise<void>): () => Promise<boolean> {
  let asking: Promise<boolean> | null = null
  const ask = async () => {
    for (const wait of BLIP_MS) {
      await sleep(wait)
      try {
        await probe()
        return true
      } catch {
        // Asked again until the waits are used up.
      }
    }
    return false
  }
  return () => {
    asking ??= ask().finally(() => {
      asking = null
    })
    return asking
  }
}

async function retire(one: Opened): Promise<void> {
  one.retired = true
  if (one.users === 0) await shut(one)
}

async function shut(one: Opened): Promise<void> {
  await one.parts.gate.close()
  await one.guarded.client.close()
  await one.parts.watch.close()
}
