import { randomBytes } from 'node:crypto'
import postgres from 'postgres'

/** A database of its own for one test file, and how to get rid of it. */
export interface TestDatabase extends AsyncDisposable {
  url: string
  drop: () => Promise<void>
}

/**
 * Creates a fresh database on the test server: empty, or cloned from the migrated template, which
 * costs a file copy rather than a migration. `TEST_POSTGRES_URL` is set by the global set-up.
 */
export async function testDatabase(options: { migrated?: boolean } = {}): Promise<TestDatabase> {
  const server = process.env.TEST_POSTGRES_URL
  if (!server) throw new Error('TEST_POSTGRES_URL is not set: run the tests through vitest.')
  const name = `test_${randomBytes(6).toString('hex')}`
  const admin = postgres(server, { max: 1, onnotice: () => {} })
  try {
    const template = options.migrated ? TEMPLATE_DATABASE : 'template0'
    await admin.unsafe(`create database ${name} template ${template}`)
  } finally {
    await admin.end()
  }
  const url = new URL(server)
  url.pathname = `/${name}`
  const drop = async () => {
    const cleaner = postgres(server, { max: 1, onnotice: () => {} })
    await cleaner.unsafe(`drop database if exists ${name} with (force)`)
    await cleaner.end()
  }
  return { url: url.href, drop, [Symbol.asyncDispose]: drop }
}

/** Runs one statement over a connection of its own, and closes it. */
export async function queryOnce(url: string, text: string): Promise<unknown[]> {
  const sql = postgres(url, { max: 1 })
  try {
    return [...(await sql.unsafe(text))]
  } finally {
    await sql.end()
  }
}

/** The migrated database that test databases are cloned from. */
export const TEMPLATE_DATABASE = 'tributary_template'
