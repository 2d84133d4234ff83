import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import * as schema from './schema/index.ts'

/** Typed queries; inside a transaction the same type. */
export type Db = PostgresJsDatabase<typeof schema>

export interface Database {
  db: Db
  /** The pool below, for LISTEN and for statements drizzle has no words for. */
  pool: postgres.Sql
  url: string
  close: () => Promise<void>
}

/** Opens a pool on a Postgres URL. Nothing connects before the first query. */
export function openDatabase(url: string, options: { max?: number; name?: string } = {}): Database {
  const pool = postgres(url, {
    max: options.max ?? 10,
    onnotice: () => {},
    connection: { application_name: options.name ?? 'tributary' },
  })
  return {
    db: drizzle(pool, { schema }),
    pool,
    url,
    close: () => pool.end({ timeout: 5 }),
  }
}
