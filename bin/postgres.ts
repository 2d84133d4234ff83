import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { chmod, chown, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import postgres from 'postgres'
import { withFileLock } from './file-lock.mjs'
import { freePort } from './free-port.ts'
import { postgresAccount, type Account } from './postgres-account.ts'
import { joinUsers, leaveCluster, locateCluster } from './postgres-cluster.ts'
import { postgresPrograms, type PostgresPrograms } from './postgres-programs.ts'
import { ensureServer, postgresEnv, servingPid, serverPort } from './postgres-server.ts'
import { runCommand } from './run-command.ts'

const DATABASE = 'tributary'

/**
 * For a few hundred jobs a second on a small machine. Parallel plans are off: they take shared
 * memory from /dev/shm, which containers cap at 64 MB, and no query here gains by them.
 */
const SETTINGS: PostgresSettings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '256MB',
  effective_cache_size: '1GB',
  work_mem: '8MB',
  maintenance_work_mem: '128MB',
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  random_page_cost: '1.1',
  max_parallel_workers_per_gather: '0',
  jit: 'off',
  log_timezone: 'UTC',
  timezone: 'UTC',
}

/** Lines of postgresql.conf. */
export type PostgresSettings = Record<string, string>

/** A running cluster that this process uses. */
export interface EmbeddedPostgres {
  url: string
  /** Was it running before we came? Then somebody else may still need it. */
  reused: boolean
  /** Process number of the server; null when it is down, or ending and open to nobody. */
  pid: () => number | null
  /** Starts it again after it died. Postgres repairs itself from its log. */
  revive: () => Promise<void>
  /** Says that we no longer need it; the last user stops the server. */
  release: () => Promise<void>
}

/**
 * Gives the Postgres whose files lie in `<home>/postgres`: makes the cluster when there is none,
 * starts it when it is down, joins it when another process of ours runs it already, also one that was
 * killed: one that is ending is waited for and started again. It listens on 127.0.0.1 only, with a
 * password kept at `<home>/postgres/password`, mode 0600. `onStep` hears what takes a while. Throws a
 * sentence when it cannot be done here.
 */
export async function startPostgres(options: {
  home: string
  settings?: PostgresSettings
  onStep?: (text: string) => void
}): Promise<EmbeddedPostgres> {
  const account = await postgresAccount()
  const cluster = await locateCluster(options.home, account)
  const programs = await postgresPrograms(account)
  const settings = { ...SETTINGS, ...options.settings }
  const say = options.onStep ?? (() => {})

  const server = { program: programs.server, data: cluster.data, log: cluster.log, account }
  const prepare = async () => {
    if (!existsSync(join(cluster.data, 'PG_VERSION'))) {
      say('Creating the database (first start only)')
      await initialise({ data: cluster.data, folder: cluster.folder, account, programs })
    }
    const port = String(await choosePort(cluster.folder))
    const file = join(cluster.data, 'tributary.conf')
    await writeFile(file, settingsText({ ...settings, port }))
    await chmod(file, 0o644)
    say('Starting Postgres')
  }

  const reused = await withFileLock(cluster.lock, async () => {
    await joinUsers(cluster)
    return ensureServer(server, prepare)
  })
  const url = new URL(`postgres://${DATABASE}@127.0.0.1:${serverPort(cluster.data)}/${DATABASE}`)
  url.password = readFileSync(join(cluster.folder, 'password'), 'utf8')
  await ensureDatabase(url)

  return {
    url: url.href,
    reused,
    pid: () => servingPid(cluster.data),
    revive: () =>
      withFileLock(cluster.lock, async () => {
        await ensureServer(server, prepare)
      }),
    release: () => leaveCluster(options.home, process.pid),
  }
}

async function initialise(options: {
  data: string
  folder: string
  account: Account | null
  programs: PostgresPrograms
}): Promise<void> {
  const { data, folder, account, programs } = options
  const password = randomBytes(24).toString('hex')
  const draft = `${data}.new`
  const passwordFile = `${data}.password`
  await rm(draft, { recursive: true, force: true })
  await mkdir(draft, { mode: 0o700 })
  await writeFile(passwordFile, password, { mode: 0o600 })
  if (account) {
    await chown(draft, account.uid, account.gid)
    await chown(passwordFile, account.uid, account.gid)
  }
  // The built-in locale sorts alike on every machine, whatever its C library.
  const made = await runCommand(
    programs.initdb,
    [
      `--pgdata=${draft}`,
      '--auth=scram-sha-256',
      `--username=${DATABASE}`,
      `--pwfile=${passwordFile}`,
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
    ],
    { ...account, cwd: '/', env: postgresEnv() },
  )
  await rm(passwordFile)
  if (made.code !== 0) {
    throw new Error(`Postgres could not create its data folder ${data}: ${made.output.trim()}`)
  }
  await writeFile(join(draft, 'postgresql.conf'), "include 'tributary.conf'\n", { flag: 'a' })
  await writeFile(join(folder, 'password'), password, { mode: 0o600 })
  // In place only when it is complete, so that a kill half-way leaves nothing that looks whole.
  await rename(draft, data)
}

/** The port of the first start for ever, unless another program took it meanwhile. */
async function choosePort(folder: string): Promise<number> {
  const file = join(folder, 'port')
  const remembered = existsSync(file) ? Number(readFileSync(file, 'utf8')) : null
  const port = await freePort(remembered)
  if (port !== remembered) await writeFile(file, String(port))
  return port
}

async function ensureDatabase(url: URL): Promise<void> {
  const server = new URL(url)
  server.pathname = '/postgres'
  const admin = postgres(server.href, { max: 1, onnotice: () => {} })
  try {
    const found = await admin`select 1 from pg_database where datname = ${DATABASE}`
    // Two processes may come here at once: one of them finds it made.
    if (found.length === 0) await admin`create database ${admin(DATABASE)}`.catch(() => {})
  } finally {
    await admin.end({ timeout: 5 })
  }
}

function settingsText(settings: PostgresSettings): string {
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value}'`)
  return `# Written at every start; changes here are lost.\n${lines.join('\n')}\n`
}
