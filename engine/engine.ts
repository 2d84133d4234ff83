import type { PgBoss } from 'pg-boss'
import { openDatabase, type Database } from '#db/client.ts'
import type { SecretKey } from '#db/secrets.ts'
import { openBoss } from './queue/boss.ts'

/** What every engine call is given: the database, the queue and the key of the sealed secrets. */
export interface Engine {
  database: Database
  boss: PgBoss
  secretKey: SecretKey
  close: () => Promise<void>
}

export interface EngineOptions {
  databaseUrl: string
  secretKey: SecretKey
  /** Connections to Postgres at most. */
  pool?: number
  /** True for processes that also execute jobs. */
  worker?: boolean
}

/** Opens the engine on a migrated database. It sends jobs; only a worker executes them. */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const worker = options.worker ?? false
  const database = openDatabase(options.databaseUrl, { max: options.pool ?? 10 })
  const boss = await openBoss({ url: options.databaseUrl, worker })
  return {
    database,
    boss,
    secretKey: options.secretKey,
    close: async () => {
      await boss.stop({ graceful: worker, timeout: 20_000 })
      await database.close()
    },
  }
}

/** Something asked for by id or name does not exist. */
export class NotFoundError extends Error {
  override readonly name = 'NotFoundError'
}
