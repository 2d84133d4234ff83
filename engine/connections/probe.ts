import { and, eq, lte, sql } from 'drizzle-orm'
import { connections } from '#db/schema/index.ts'
import { storable } from '#db/text.ts'
import { toNodeError } from '#nodes/errors.ts'
import type { Engine } from '../engine.ts'
import { maskerOf } from './mask-secrets.ts'
import { neededPermissions } from './needed-permissions.ts'
import { bringOnline, probeAfter, wakeWaiting } from './offline.ts'
import { withConnection, type ConnectionRow } from './open-connection.ts'
import { openSecret } from './save-connection.ts'

const PROBE_MS = 30_000
/** One worker probes; should it die over it, another one tries after this long, in seconds. */
const CLAIM_SECONDS = 60

/**
 * Tries the offline connections whose time has come: online again, or the next try later. Any number
 * of workers may call it at any time; one of them gets each connection. Gives how many it tried.
 */
export async function probeOffline(engine: Engine): Promise<number> {
  const due = await engine.database.db
    .update(connections)
    .set({ nextProbeAt: sql`now() + ${`${CLAIM_SECONDS} seconds`}::interval` })
    .where(and(eq(connections.state, 'offline'), lte(connections.nextProbeAt, sql`now()`)))
    .returning()
  await Promise.all(due.map((row) => probe(engine, row)))
  await wakeWaiting(engine)
  return due.length
}

async function probe(engine: Engine, row: ConnectionRow): Promise<void> {
  const problem = await tryOut(engine, row)
  if (problem === null) return bringOnline(engine, row.id)
  const tries = row.probeTries + 1
  const { db } = engine.database
  await db
    .update(connections)
    .set({ stateReason: storable(problem), probeTries: tries, nextProbeAt: probeAfter(tries) })
    // Saved meanwhile: then the next probe comes at once, with what was saved.
    .where(
      and(
        eq(connections.id, row.id),
        eq(connections.state, 'offline'),
        eq(connections.revision, row.revision),
      ),
    )
  await db.execute(sql`select pg_notify('tributary_connection', ${row.id})`)
}

/** The sentence that says why it still does not work; null when it does. */
async function tryOut(engine: Engine, row: ConnectionRow): Promise<string | null> {
  let mask = (text: string) => text
  try {
    mask = maskerOf(openSecret(engine, row))
    const needs = row.offlineKind === 'permission' ? await neededPermissions(engine, row.id) : null
    return await withConnection(engine, row, 'probe', async (connector, open) => {
      await connector.probe(open, AbortSignal.timeout(PROBE_MS))
      if (needs === null) return null
      const checks = await connector.test(open, needs)
      // Only what a flow needs: a test also tells of things that keep nobody from working.
      const failed = checks.find(
        ({ ok, name }) => !ok && needs.some((need) => name.includes(need.name)),
      )
      return failed ? mask(failed.message) : null
    })
  } catch (thrown) {
    return mask(toNodeError(thrown).message)
  }
}
