import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { migrate } from '#db/migrate.ts'
import { startPostgres } from '../bin/postgres.ts'
import { testDatabase } from '../testing/database.ts'
import { commandOf, parentOf } from './process-usage.ts'

/** A migrated database for the bench, dropped with it. */
export interface BenchDatabase extends AsyncDisposable {
  url: string
  /** A folder for keys, gone with the database. */
  home: string
  /** Postgres' first process when it runs on this machine; 0 when it does not. */
  serverPid: number
  /** fsync and synchronous_commit, for the report. */
  durability: string
}

/**
 * A fresh database on the server of TEST_POSTGRES_URL or DATABASE_URL, else on a server of its own
 * with the settings of `npm start`: every commit waits for the disk.
 */
export async function openBenchDatabase(): Promise<BenchDatabase> {
  const home = await mkdtemp(join(tmpdir(), 'tributary-bench-'))
  const given = process.env.TEST_POSTGRES_URL ?? process.env.DATABASE_URL
  const server = given ? null : await startPostgres({ home })
  process.env.TEST_POSTGRES_URL = given ?? server?.url
  const database = await testDatabase()
  await migrate(database.url)
  return {
    url: database.url,
    home,
    ...(await facts(database.url)),
    [Symbol.asyncDispose]: async () => {
      await database.drop()
      await server?.release()
      await rm(home, { recursive: true, force: true })
    },
  }
}

async function facts(url: string): Promise<{ serverPid: number; durability: string }> {
  const pool = postgres(url, { max: 1 })
  try {
    const [row] = await pool<{ pid: number; durability: string }[]>`
      select pg_backend_pid() as pid, format('PostgreSQL %s, fsync %s, synchronous_commit %s',
        current_setting('server_version'), current_setting('fsync'),
        current_setting('synchronous_commit')) as durability`
    const { pid = 0, durability = '' } = row ?? {}
    // The server's first process is the parent of the one that answered, if it is on this machine.
    return { serverPid: commandOf(pid) === 'postgres' ? parentOf(pid) : 0, durability }
  } finally {
    await pool.end()
  }
}
