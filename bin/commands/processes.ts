import { Command } from 'commander'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { print } from '../cli/print.ts'
import type { ResolvedDatabase } from '../resolve-database.ts'
import { ROOT } from '../root.ts'
import { onStopSignal } from '../stop-signal.ts'

/** `start`, `worker` and `migrate`: the processes and the tables they need. */
export function processCommands(): Command[] {
  return [startCommand(), workerCommand(), migrateCommand()]
}

function startCommand(): Command {
  return new Command('start')
    .description('start everything, like npm start')
    .option('--dev', 'build pages as they are asked for')
    .action(async () => {
      await import('../start.ts')
    })
}

function workerCommand(): Command {
  return new Command('worker')
    .description('run one more worker; SIGTERM lets it finish what it has in hand')
    .action(async () => {
      const database = await openDatabase()
      const { migrate } = await import('#db/migrate.ts')
      await migrate(database.url)
      const child = spawn(process.execPath, [join(ROOT, 'engine/main.ts')], {
        env: { ...process.env, DATABASE_URL: database.url },
        stdio: 'inherit',
        detached: true,
      })
      onStopSignal(() => child.kill('SIGTERM'))
      const code = await new Promise<number | null>((resolve) => child.on('exit', resolve))
      await database.release()
      process.exitCode = code ?? 1
    })
}

function migrateCommand(): Command {
  return new Command('migrate')
    .description('bring the tables of the database up to date')
    .action(async (_options: unknown, command: Command) => {
      const database = await openDatabase()
      try {
        const { migrate } = await import('#db/migrate.ts')
        await migrate(database.url)
      } finally {
        await database.release()
      }
      print(command, { migrated: true }, () => 'The tables are up to date.')
    })
}

async function openDatabase(): Promise<ResolvedDatabase> {
  const { readEnv } = await import('../../env.ts')
  const { resolveDatabase } = await import('../resolve-database.ts')
  return resolveDatabase(readEnv())
}
