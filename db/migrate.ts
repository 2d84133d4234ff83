import { fileURLToPath } from 'node:url'
import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate as applyMigrations } from 'drizzle-orm/postgres-js/migrator'
import { PgBoss } from 'pg-boss'
import postgres from 'postgres'
import { ensurePartitions } from './partitions.ts'

const FOLDER = fileURLToPath(new URL('./migrations', import.meta.url))

/**
 * Brings a database up to date: our tables, the queue's schema and the partitions of the coming
 * days. Any number of processes may call it at once; one does the work and the others wait.
 */
export async function migrate(url: string): Promise<void> {
  const pool = postgres(url, { max: 1, onnotice: () => {} })
  try {
    // One connection, so the session-level lock covers all that follows.
    await pool`select pg_advisory_lock(hashtext('tributary migrate'))`
    await applyMigrations(drizzle(pool), { migrationsFolder: FOLDER, migrationsSchema: 'public' })
    const boss = new PgBoss({ connectionString: url, supervise: false, schedule: false, max: 1 })
    boss.on('error', () => {})
    await boss.start()
    await boss.stop({ graceful: false })
    await ensurePartitions(pool, new Date())
  } finally {
    await pool.end({ timeout: 5 })
  }
}
