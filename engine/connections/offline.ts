import { and, eq, inArray, or, sql } from 'drizzle-orm'
import type { Db } from '#db/client.ts'
import { connections, flows, integrations, runs } from '#db/schema/index.ts'
import { storable } from '#db/text.ts'
import type { NodeError } from '#nodes/errors.ts'
import { audit } from '../audit.ts'
import type { Engine } from '../engine.ts'
import { announce } from '../queue/finish.ts'
import { wakeUp } from '../queue/wake-up.ts'

/** The first probe comes so soon, in seconds, and each further one after twice the time. */
const FIRST_PROBE_S = 5
const LONGEST_PROBE_S = 300

/**
 * Takes a connection offline: a person has to mend something, or the system cannot be reached. Its
 * flows pause until a probe gets through. `revision` is that of the client that failed: a connection
 * that was saved since is left alone. Gives whether it is offline now.
 */
export async function takeOffline(
  engine: Engine,
  lost: { connectionId: string; revision: number; error: NodeError; reason: string },
): Promise<boolean> {
  const { connectionId, revision } = lost
  const reason = storable(lost.reason)
  const { db } = engine.database
  return db.transaction(async (tx) => {
    const [row] = await tx
      .select()
      .from(connections)
      .where(eq(connections.id, connectionId))
      .for('no key update')
    if (!row || row.state === 'offline' || row.revision !== revision) {
      return row?.state === 'offline'
    }
    // Back for a moment only: the probes said yes and the work says no, so they go on growing rarer.
    const again = row.onlineSince !== null && Date.now() - row.onlineSince.getTime() < AGAIN_MS
    const probeTries = again ? row.probeTries + 1 : 0
    await tx
      .update(connections)
      .set({
        state: 'offline',
        stateReason: reason,
        offlineKind: isRefusal(lost.error) ? 'permission' : 'way in',
        offlineSince: sql`now()`,
        nextProbeAt: probeAfter(probeTries),
        probeTries,
      })
      .where(eq(connections.id, connectionId))
    await audit(tx, {
      userId: null,
      action: 'connection.offline',
      subject: { type: 'connection', id: connectionId },
      change: { reason },
    })
    await announceState(tx, connectionId)
    return true
  })
}

/** Offline again within this time counts as the same trouble, in ms. */
const AGAIN_MS = 10 * 60_000

/** Somebody answered and knew us, and refused all the same: the way in alone says nothing then. */
function isRefusal(error: NodeError): boolean {
  return !error.credentials && (error.exchange?.status ?? 0) > 0
}

/** The moment of the next probe after so many have failed. */
export function probeAfter(tries: number) {
  const seconds = Math.min(FIRST_PROBE_S * 2 ** Math.min(tries, 10), LONGEST_PROBE_S)
  return sql<Date>`now() + ${`${seconds} seconds`}::interval`
}

/** Puts a connection online and wakes what waited for it. Does nothing when it is online already. */
export async function bringOnline(engine: Engine, connectionId: string): Promise<void> {
  const { db } = engine.database
  await db.transaction(async (tx) => {
    const [row] = await tx
      .update(connections)
      .set({
        state: 'online',
        stateReason: null,
        offlineKind: null,
        offlineSince: null,
        nextProbeAt: null,
        onlineSince: sql`now()`,
        wakeDue: true,
        revision: sql`${connections.revision} + 1`,
      })
      .where(and(eq(connections.id, connectionId), eq(connections.state, 'offline')))
      .returning({ id: connections.id })
    if (!row) return
    await audit(tx, {
      userId: null,
      action: 'connection.online',
      subject: { type: 'connection', id: connectionId },
    })
    await announceState(tx, connectionId)
  })
  await wakeWaiting(engine)
}

/**
 * Sends the jobs of the pages and reads that waited for connections which are online again. In a
 * transaction of its own, after that of coming back: whoever still saw the connection offline has
 * left its page ready by then, and is seen.
 */
export async function wakeWaiting(engine: Engine): Promise<void> {
  await engine.database.db.transaction(async (tx) => {
    const back = await tx
      .update(connections)
      .set({ wakeDue: false })
      .where(eq(connections.wakeDue, true))
      .returning({ id: connections.id })
    if (back.length === 0) return
    const waiting = await runsUsing(
      tx,
      back.map((row) => row.id),
    )
    await wakeUp(tx, engine.boss, waiting)
  })
}

/** Tells screens that a connection changed, and those who watch a run that waits for it. */
async function announceState(tx: Db, connectionId: string): Promise<void> {
  await tx.execute(sql`select pg_notify('tributary_connection', ${connectionId})`)
  for (const runId of await runsUsing(tx, [connectionId])) await announce(tx, runId)
}

/** The unfinished runs of the flows that use one of some connections. */
async function runsUsing(tx: Db, connectionIds: string[]): Promise<number[]> {
  const rows = await tx
    .select({ id: runs.id })
    .from(runs)
    .innerJoin(flows, eq(flows.id, runs.flowId))
    .innerJoin(integrations, eq(integrations.id, flows.integrationId))
    .where(
      and(
        inArray(runs.state, ['queued', 'running']),
        or(
          inArray(integrations.stripeConnectionId, connectionIds),
          inArray(integrations.netsuiteConnectionId, connectionIds),
        ),
      ),
    )
  return rows.map((row) => row.id)
}
