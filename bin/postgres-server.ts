import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
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
 * Starts the server and waits until it accepts connections, repairing after a crash included. It
 * lives on when we end: whoever used it last stops it. Throws with the end of its log.
 */
export async function startServer(server: PostgresServer): Promise<void> {
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
      if (serverPid(server.data) === child.pid && serverState(server.data) === 'ready') return
      await Promise.race([ended, pause(POLL_MS)])
    }
    const reason = logTail(server.log)
    // After a crash the old server's children hold its memory and lock file for a moment.
    if (attempt === START_TRIES || !/shared memory|lock file/.test(reason)) {
      throw new Error(`Postgres does not start. The end of ${server.log} says: ${reason}`)
    }
    await pause(250)
  }
}

/** Ends all connections, writes everything down and stops (the "fast" shutdown of Postgres). */
export async function stopServer(data: string): Promise<void> {
  const pid = serverPid(data)
  if (pid === null) return
  process.kill(pid, 'SIGINT')
  for (const end = Date.now() + STOP_MS; isPidAlive(pid) && Date.now() < end;) await pause(POLL_MS)
}

/** Process number of the server that runs on this data folder; null when none does. */
export function serverPid(data: string): number | null {
  const pid = Number(pidFileLine(data, 1))
  return isPidAlive(pid) && isPostgres(pid) ? pid : null
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

function serverState(data: string) {
  return pidFileLine(data, 8).trim()
}

/**
 * Line 1 of postmaster.pid is the process, line 4 the port, line 8 the state (utils/pidfile.h of
 * Postgres).
 */
function pidFileLine(data: string, line: number): string {
  try {
    return readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[line - 1] ?? ''
  } catch {
    return ''
  }
}

/** A file left behind by a crash may name a process that is by now something else. */
function isPostgres(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('postgres')
  } catch {
    return process.platform !== 'linux'
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
