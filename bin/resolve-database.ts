import type { Env } from '../env.ts'
import { startPostgres, type EmbeddedPostgres } from './postgres.ts'

/** The database to work on. */
export interface ResolvedDatabase {
  url: string
  /** The embedded cluster; null when DATABASE_URL names a Postgres of the user's own. */
  embedded: EmbeddedPostgres | null
  /** Lets go of it: stops the embedded cluster when nobody else uses it. */
  release: () => Promise<void>
}

/** DATABASE_URL when it is set, else the embedded Postgres, started if it is down. */
export async function resolveDatabase(
  env: Env,
  onStep?: (text: string) => void,
): Promise<ResolvedDatabase> {
  if (env.databaseUrl) return { url: env.databaseUrl, embedded: null, release: async () => {} }
  const embedded = await startPostgres({ home: env.home, onStep })
  return { url: embedded.url, embedded, release: embedded.release }
}
