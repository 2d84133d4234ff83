import { runCommand } from './run-command.ts'

/** The operating-system user a server runs as; `null` fields leave it as we are. */
export interface Account {
  uid: number
  gid: number
}

/**
 * Postgres refuses to run as root. Gives the unprivileged user it shall run as instead, making the
 * user `postgres` where there is none; null when we are not root and nothing needs to change.
 */
export async function postgresAccount(): Promise<Account | null> {
  if (process.getuid?.() !== 0) return null
  const present = await lookUp('postgres')
  if (present) return present
  await runCommand('groupadd', ['--system', 'postgres'])
  await runCommand('useradd', ['--system', '--gid', 'postgres', '--no-create-home', 'postgres'])
  // Slim images have no useradd; every one has nobody.
  const account = (await lookUp('postgres')) ?? (await lookUp('nobody'))
  if (account) return account
  throw new Error(
    'Postgres cannot run as root and no user "postgres" could be made. Make one, start Tributary as another user, or set DATABASE_URL.',
  )
}

async function lookUp(name: string): Promise<Account | null> {
  const [uid, gid] = await Promise.all([
    runCommand('id', ['-u', name]),
    runCommand('id', ['-g', name]),
  ])
  if (uid.code !== 0 || gid.code !== 0) return null
  return { uid: Number(uid.output), gid: Number(gid.output) }
}
