import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isAlive, processIdentity, withFileLock } from './file-lock.mjs'
import type { Account } from './postgres-account.ts'
import { canReach, sharedFolder } from './postgres-programs.ts'
import { stopServer } from './postgres-server.ts'

/** Where the files of an embedded Postgres lie. */
export interface Cluster {
  /** Ours: password, port, who uses it. */
  folder: string
  /** Belongs to the account that Postgres runs as. */
  data: string
  log: string
  /** Held by whoever joins, starts, leaves or stops the server. */
  lock: string
}

/** The cluster of a home folder, its folders made and open to the account that Postgres runs as. */
export async function locateCluster(home: string, account: Account | null): Promise<Cluster> {
  const cluster = clusterOf(home)
  await mkdir(cluster.folder, { recursive: true })
  await mkdir(join(home, 'logs'), { recursive: true })
  if (account) {
    // Passing through is all that Postgres needs on the way to its data.
    await chmod(home, 0o711)
    await chmod(cluster.folder, 0o711)
    if (!(await canReach(account, cluster.folder))) await moveData(cluster.folder)
  }
  return { ...cluster, data: await dataFolder(cluster.folder) }
}

/** Says that this process needs the server. Only under the cluster's lock. */
export async function joinUsers({ folder }: Cluster): Promise<void> {
  await mkdir(join(folder, 'users'), { recursive: true })
  await writeFile(userFile(folder, process.pid), processIdentity(process.pid))
}

/**
 * Says that a process no longer needs the server of a home folder; when nobody else does, the server
 * is stopped and this waits until it is. Whoever comes meanwhile waits for the lock and finds it
 * either running, with themselves as its user, or down.
 */
export async function leaveCluster(home: string, pid: number): Promise<void> {
  const { folder, lock } = clusterOf(home)
  if (!existsSync(folder)) return
  await withFileLock(lock, async () => {
    await rm(userFile(folder, pid), { force: true })
    if (!hasUsers(folder)) await stopServer(await dataFolder(folder))
  })
}

function clusterOf(home: string): Omit<Cluster, 'data'> {
  const folder = join(home, 'postgres')
  return { folder, log: join(home, 'logs/postgres.log'), lock: join(folder, 'lock') }
}

/** The data folder; elsewhere when Postgres cannot reach the home folder, as below /root. */
async function dataFolder(folder: string): Promise<string> {
  const note = join(folder, 'location')
  return existsSync(note) ? (await readFile(note, 'utf8')).trim() : join(folder, 'data')
}

async function moveData(folder: string): Promise<void> {
  const note = join(folder, 'location')
  if (existsSync(note)) return
  const data = join(await sharedFolder(), `postgres-${randomBytes(6).toString('hex')}`)
  await writeFile(note, data)
}

function userFile(folder: string, pid: number) {
  return join(folder, 'users', String(pid))
}

function hasUsers(folder: string): boolean {
  const users = join(folder, 'users')
  if (!existsSync(users)) return false
  return readdirSync(users).some((name) => isAlive(readFileSync(join(users, name), 'utf8')))
}
