import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { migrate } from '#db/migrate.ts'
import { startGuard } from '../bin/guard.ts'
import { startPostgres } from '../bin/postgres.ts'
import { ROOT } from '../bin/root.ts'
import { TEMPLATE_DATABASE } from './database.ts'

/** A crash may lose test data, so nothing waits for the disk. */
const SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '300',
}

/**
 * Gives every test file a Postgres server to make its own databases on, with a migrated database
 * to clone. The server is embedded and temporary unless `TEST_POSTGRES_URL` names one.
 */
export default async function setup(): Promise<() => Promise<void>> {
  if (process.env.TEST_POSTGRES_URL) {
    await prepareTemplate(process.env.TEST_POSTGRES_URL)
    return async () => {}
  }
  const home = mkdtempSync(join(tmpdir(), 'tributary-test-'))
  const guard = startGuard(home)
  const server = await startPostgres({ home, settings: SETTINGS })
  process.env.TEST_POSTGRES_URL = server.url
  await prepareTemplate(server.url)
  return async () => {
    await server.release()
    guard.dismiss()
    rmSync(home, { recursive: true, force: true })
  }
}

/** Makes the template anew unless it is there and of these very migrations and this very day. */
async function prepareTemplate(server: string): Promise<void> {
  const mark = await templateMark()
  const admin = postgres(server, { max: 1, onnotice: () => {} })
  try {
    await admin`select pg_advisory_lock(hashtext('tributary test template'))`
    const [present] = await admin<{ mark: string | null }[]>`
      select shobj_description(oid, 'pg_database') as mark
      from pg_database where datname = ${TEMPLATE_DATABASE}`
    if (present?.mark === mark) return
    // Migrated under another name first: what bears the template's name is always complete.
    const draft = `${TEMPLATE_DATABASE}_draft`
    await admin.unsafe(`drop database if exists ${draft} with (force)`)
    await admin.unsafe(`create database ${draft} template template0`)
    const url = new URL(server)
    url.pathname = `/${draft}`
    await migrate(url.href)
    if (present) {
      await admin.unsafe(`alter database ${TEMPLATE_DATABASE} is_template false`)
      await admin.unsafe(`drop database ${TEMPLATE_DATABASE} with (force)`)
    }
    await admin.unsafe(`alter database ${draft} rename to ${TEMPLATE_DATABASE}`)
    await admin.unsafe(`alter database ${TEMPLATE_DATABASE} is_template true`)
    await admin.unsafe(`comment on database ${TEMPLATE_DATABASE} is '${mark}'`)
  } finally {
    await admin.end({ timeout: 5 })
  }
}

/** The migrations and, because they hold partitions by day, the date. */
async function templateMark(): Promise<string> {
  const hash = createHash('sha256').update(new Date().toISOString().slice(0, 10))
  const files = ['package-lock.json']
  for await (const file of glob('db/**/*.{ts,sql}', { cwd: ROOT })) files.push(file)
  for (const file of files.sort()) hash.update(readFileSync(join(ROOT, file)))
  return hash.digest('hex')
}
