import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { isAlive } from './file-lock.mjs'

const schema = z.object({
  /** Identity of the supervisor. */
  supervisor: z.string(),
  url: z.string(),
  port: z.number(),
  databaseUrl: z.string(),
  sandbox: z.object({ stripeUrl: z.string(), netsuiteUrl: z.string() }).nullable(),
  processes: z.array(
    z.object({
      name: z.string(),
      pid: z.number(),
      /** Tells it from a later process with the same number. */
      identity: z.string().default(''),
    }),
  ),
  /** False until everything is up. */
  ready: z.boolean(),
})

/** What `npm start` runs for one home folder. */
export type Running = z.infer<typeof schema>

/** What runs on this home folder now; null when nothing does. */
export function readRunning(home: string): Running | null {
  const written = lastWritten(home)
  return written && isAlive(written.supervisor) ? written : null
}

/** Identities of processes that live on although the `npm start` they belong to was killed. */
export function leftBehind(home: string): string[] {
  const written = lastWritten(home)
  if (!written || isAlive(written.supervisor)) return []
  return written.processes.map(({ identity }) => identity).filter(isAlive)
}

function lastWritten(home: string): Running | null {
  const file = runningFile(home)
  if (!existsSync(file)) return null
  const parsed = schema.safeParse(JSON.parse(readFileSync(file, 'utf8')))
  return parsed.success ? parsed.data : null
}

/** Tells the CLI and other tools what runs. Holds the database's password, hence mode 0600. */
export function writeRunning(home: string, running: Running): void {
  const draft = `${runningFile(home)}.new`
  writeFileSync(draft, JSON.stringify(running, null, 2), { mode: 0o600 })
  renameSync(draft, runningFile(home))
}

/** Nothing runs any more. */
export function removeRunning(home: string): void {
  rmSync(runningFile(home), { force: true })
}

function runningFile(home: string) {
  return join(home, 'running.json')
}
