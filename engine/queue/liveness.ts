import { randomBytes, randomInt } from 'node:crypto'
import { hostname } from 'node:os'
import { and, eq, inArray, sql } from 'drizzle-orm'
import type { PgBoss } from 'pg-boss'
import postgres from 'postgres'
import type { Database, Db } from '#db/client.ts'
import { leases, runPages, runs, workers } from '#db/schema/index.ts'
import { wakeUp } from './wake-up.ts'

/** A worker's sign of life, held until `stop`. */
export interface Liveness {
  workerId: string
  stop: () => Promise<void>
}

/**
 * Makes this process known as a worker. It is alive exactly as long as it holds a session-level
 * advisory lock on a connection of its own: when the process is killed, the operating system closes
 * the connection and Postgres lets go of the lock at once. So a dead worker's pages are taken over
 * within one look (about a second), not after a heartbeat's time-out. A worker that is stuck rather
 * than dead keeps its lock; that one is found by the queue's heartbeat and fenced off by the
 * page's attempt number.
 */
export async function proveAlive(database: Database): Promise<Liveness> {
  const workerId = `${hostname()}-${process.pid}-${randomBytes(4).toString('hex')}`
  const lockKey = randomInt(2 ** 47)
  const connection = postgres(database.url, {
    max: 1,
    idle_timeout: 0,
    max_lifetime: null,
    onnotice: () => {},
    connection: { application_name: 'tributary worker' },
  })
  await connection`select pg_advisory_lock(${lockKey})`
  await database.db
    .insert(workers)
    .values({ id: workerId, lockKey, host: hostname(), pid: process.pid })
  return {
    workerId,
    stop: async () => {
      await database.db.delete(workers).where(eq(workers.id, workerId))
      await connection.end({ timeout: 5 })
    },
  }
}

/**
 * Finds workers that died and gives their work to the living: pages become ready again under the
 * next attempt, reading goes on at the stored cursor, leases are free. Gives the number of dead.
 */
export async function buryDeadWorkers(database: Database, boss: PgBoss): Promise<number> {
  const dead = await database.pool<{ id: string }[]>`
    select id from workers where not exists (
      select 1 from pg_locks
      where locktype = 'advisory' and granted and objsubid = 1
        and database = (select oid from pg_database where datname = current_database())
        and (classid::bigint << 32) | objid::bigint = workers.lock_key)`
  if (dead.length === 0) return 0
  const ids = dead.map((worker) => worker.id)
  await database.db.transaction((tx) => inherit(tx, boss, ids))
  return ids.length
}

async function inherit(tx: Db, boss: PgBoss, dead: string[]): Promise<void> {
  // Whoever deletes the row buries it; a second undertaker finds nothing to do.
  const buried = (
    await tx.delete(workers).where(inArray(workers.id, dead)).returning({ id: workers.id })
  ).map((worker) => worker.id)
  if (buried.length === 0) return
  await tx
    .update(runPages)
    .set({ state: 'ready', worker: null })
    .where(and(inArray(runPages.worker, buried), eq(runPages.state, 'working')))
  await tx
    .update(runs)
    .set({ reader: null })
    .where(and(inArray(runs.reader, buried), eq(runs.state, 'running')))
  // One that died between taking a job and claiming its page leaves no trace of having had it, so
  // everything that is ready is woken.
  await wakeUp(tx, boss)
  await tx
    .update(leases)
    .set({ holder: null, expiresAt: sql`now()` })
    .where(inArray(leases.holder, buried))
}
