import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync, readlinkSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { isPidAlive } from './file-lock.mjs'
import type { Account } from './postgres-account.ts'

const START_TRIES = 40
const POLL_MS = 50
const STOP_MS = 60_000

/** What it takes to run a server on a data folder. */
export interface PostgresServer {
  program: string
  data: string
  log: string
  account: Account | null
}

/**
 * Gives a server that accepts connections: the one that runs, else a new one, before whose start
 * `prepare` is called. One that is being started or repaired, by somebody who may have been killed
 * meanwhile, is waited for; one that is ending is hurried and followed by a new one. True when it
 * was there. Throws with the end of its log.
 */
export async function ensureServer(
  server: PostgresServer,
  prepare: () => Promise<void>,
): Promise<boolean> {
  for (;;) {
    if (serverPid(server.data) === null) {
      await prepare()
      if (await startServer(server)) return false
    } else if (serverState(server.data) === 'ready') return true
    else if (isStopping(server.data)) await stopServer(server.data)
    else await pause(POLL_MS)
  }
}

/**
 * Starts the server and waits until it accepts connections, repairing after a crash included. It
 * lives on when we end: whoever used it last stops it. False when another one turns out to run.
 */
async function startServer(server: PostgresServer): Promise<boolean> {
  // Its process may be given the very number that a server before it, which was killed, had.
  const left = pidFile(server.data)
  for (let attempt = 1; ; attempt++) {
    const log = openSync(server.log, 'a')
    // A session of its own: Ctrl-C must not stop the database before those who still write to it.
    const child = spawn(server.program, ['-D', server.data], {
      ...server.account,
      cwd: '/',
      env: postgresEnv(),
      detached: true,
      stdio: ['ignore', log, log],
    })
    closeSync(log)
    child.unref()
    const ended = once(child, 'exit').catch(() => null)
    while (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
      const isOurs = serverPid(server.data) === child.pid && pidFile(server.data) !== left
      if (isOurs && serverState(server.data) === 'ready') return true
      await Promise.race([ended, pause(POLL_MS)])
    }
    // Somebody who was killed a moment ago had begun to start one.
    if (serverPid(server.data) !== null) return false
    const reason = logTail(server.log)
    // After a crash the old server's children hold its memory and lock file for a moment.
    if (attempt === START_TRIES || !/shared memory|lock file/.test(reason)) {
      throw new Error(`Postgres does not start. The end of ${server.log} says: ${reason}`)
    }
    await pause(250)
  }
}

/**
 * Ends all connections, writes everything down and stops (the "fast" shutdown of Postgres). Throws
 * when it has not ended after a minute.
 */
export async function stopServer(data: string): Promise<void> {
  const pid = serverPid(data)
  if (pid === null) return
  process.kill(pid, 'SIGINT')
  for (const end = Date.now() + STOP_MS; isPidAlive(pid); await pause(POLL_MS)) {
    if (Date.now() > end) throw new Error(`Postgres (process ${pid}) does not stop. End it first.`)
  }
}

/** Process number of the server on this data folder; null when none runs or it is ending. */
export function servingPid(data: string): number | null {
  return isStopping(data) ? null : serverPid(data)
}

/** Port of the server that runs on this data folder. */
export function serverPort(data: string): number {
  return Number(pidFileLine(data, 4))
}

/** Postgres takes defaults from PG* variables, which are meant for some other server. */
export function postgresEnv(): NodeJS.ProcessEnv {
  const env = { ...process.env }
  for (const name of Object.keys(env)) if (/^(PG|LC_|LANG)/.test(name)) delete env[name]
  return env
}

/** Process number of the server that runs on this data folder, whatever its state. */
function serverPid(data: string): number | null {
  const pid = Number(pidFileLine(data, 1))
  return isPidAlive(pid) && isServerOf(pid, data) ? pid : null
}

/** `starting` (also while it repairs itself after a crash), `ready` or `stopping`. */
function serverState(data: string) {
  return pidFileLine(data, 8).trim()
}

function isStopping(data: string) {
  return serverState(data) === 'stopping'
}

/**
 * Line 1 of postmaster.pid is the process, line 4 the port, line 8 the state (utils/pidfile.h of
 * Postgres).
 */
function pidFileLine(data: string, line: number): string {
  return pidFile(data).split('\n')[line - 1] ?? ''
}

function pidFile(data: string): string {
  try {
    return readFileSync(join(data, 'postmaster.pid'), 'utf8')
  } catch {
    return ''
  }
}

/**
 * A file left behind by a crash may name a process that is by now something else, be it the Postgres
 * of another folder. A server works in its data folder.
 */
function isServerOf(pid: number, data: string): boolean {
  try {
    if (!readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('postgres')) return false
  } catch {
    return process.platform !== 'linux'
  }
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(data)
  } catch {
    // In some containers root may not look into the processes of others.
    return true
  }
}

function logTail(log: string): string {
  const lines = readFileSync(log, 'utf8').trim().split('\n')
  return lines
    .slice(-12)
    .filter((line) => /LOG|HINT|FATAL|error/.test(line))
    .slice(-3)
    .join(' | ')
}

function pause(ms: number) {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
