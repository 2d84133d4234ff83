import { Command } from 'commander'
import { print } from '../cli/print.ts'
import { withEngine, type CliContext } from '../cli/with-engine.ts'
import { readRunning } from '../running-file.ts'

interface Check {
  name: string
  ok: boolean
  detail: string
}

/** `doctor`: is everything in order here? */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description('check this installation and its connections; exit code 1 when something is wrong')
    .action(async (_options: unknown, command: Command) => {
      const checks = await withEngine(async (context) => {
        await context.sandbox()
        return [
          await database(context),
          ...(await processes(context)),
          ...(await connections(context)),
        ]
      })
      const ok = checks.every((check) => check.ok)
      print(command, { ok, checks }, () =>
        checks
          .map((check) => `${check.ok ? 'ok  ' : 'BAD '} ${check.name}: ${check.detail}`)
          .join('\n'),
      )
      if (!ok) process.exitCode = 1
    })
}

async function database({ engine, env }: CliContext): Promise<Check> {
  const [row] = await engine.database.pool<{ version: string }[]>`select version()`
  const where = env.databaseUrl ? 'DATABASE_URL' : `embedded, in ${env.home}`
  return { name: 'database', ok: true, detail: `${row?.version.split(',')[0] ?? ''} (${where})` }
}

async function processes({ api, engine, env }: CliContext): Promise<Check[]> {
  const running = readRunning(env.home)
  if (!running) {
    const detail = 'npm start is not running; commands start what they need themselves'
    return [{ name: 'processes', ok: true, detail }]
  }
  const { workers } = await api.health(engine)
  const web = await fetch(`http://127.0.0.1:${running.port}/api/health`).catch(() => null)
  return [
    { name: 'worker', ok: workers > 0, detail: `${workers} at work` },
    {
      name: 'web',
      ok: web?.ok ?? false,
      detail: web ? `${running.url} answers ${web.status}` : 'no answer',
    },
  ]
}

async function connections({ api, engine }: CliContext): Promise<Check[]> {
  const checks: Check[] = []
  for (const connection of await api.listConnections(engine)) {
    for (const check of await api.testConnection(engine, connection.id)) {
      checks.push({
        name: `${connection.name}, ${check.name}`,
        ok: check.ok,
        detail: check.message,
      })
    }
  }
  return checks
}
